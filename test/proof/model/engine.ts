import { availability } from "../../../src/core/availability.js"
import { book, cancel, extend, move } from "../../../src/core/booking.js"
import type { Centre } from "../../../src/core/centre.js"
import { after, contains, minute } from "../../../src/core/interval.js"
import type { Ask, Outcome } from "../../../src/core/outcome.js"
import type { Store } from "../../../src/core/store/open.js"
import type { World } from "../../../src/core/world.js"
import { smallCentre } from "../../support/centre.js"
import { silent } from "../../support/log.js"
import { withCentre } from "../../support/store.js"
import { actorFor } from "../../support/world.js"
import { limits, type Operation, type RoomId, type Who } from "./model.js"

/** The engine, asked the model's operations. A quarter is one of those from ten in the morning of the day after. */

const now = new Date("2026-11-23T10:00:00+08:00")
const morning = new Date("2026-11-24T10:00:00+08:00").getTime()
const quarter = 15 * minute
const at = (q: number): Date => new Date(morning + q * quarter)
const quarterOf = (when: Date): number => (when.getTime() - morning) / quarter

const plan = {
  id: "model",
  names: smallCentre.plans[0]?.names ?? { "zh-Hant": "", "zh-Hans": "", pt: "", en: "" },
  hoursPerMonth: limits.quarters / 4,
  rollOver: 0,
  peakShare: 1,
  daysAhead: 30,
  openBookings: limits.open,
  ballotWeight: 1,
}
const centre: Centre = {
  ...smallCentre,
  floor: limits.floor,
  sessions: { ...smallCentre.sessions, longest: limits.longest * 15 },
  rooms: smallCentre.rooms.filter(({ id }) => id in limits.rooms),
  plans: [plan],
}

export async function merchants(store: Store): Promise<void> {
  const createdAt = now
  await withCentre(store, centre, now)
  const ids: Who[] = ["m1", "m2"]
  await store.prisma.member.createMany({
    data: ids.map((id) => ({ id, name: `Member ${id}`, planId: plan.id, language: "en", createdAt })),
  })
  await store.prisma.person.createMany({
    data: ids.map((id) => ({ id: `p-${id}`, name: id, language: "en", actingForId: id, createdAt })),
  })
  await store.prisma.personMember.createMany({
    data: ids.map((id) => ({ personId: `p-${id}`, memberId: id, role: "owner" as const })),
  })
}

export const worldOn = (store: Store, newId: () => string): World => ({
  store,
  clock: () => now,
  newId,
  speed: 1,
  log: silent,
})

/** What the engine answered, in the model's terms; `id` is the booking's. */
export type Real =
  | {
      is: "booked" | "moved" | "extended" | "cancelled"
      id: string
      room: string
      from: number
      to: number
      left: number
    }
  | { is: "refused"; why: string }

/** @param said with its turn's key, and the id of the booking that it is about */
export async function carryOut(
  world: World,
  said: { operation: Exclude<Operation, { do: "again" }>; key: string; about: string },
): Promise<Real> {
  const { operation, key, about } = said
  const ask: Ask = { actor: actorFor(operation.who, plan.id), now, key }
  switch (operation.do) {
    case "book": {
      const { room, from, length, hosts, cameras } = operation
      const gear = cameras > 0 ? [{ id: "camera", quantity: cameras }] : []
      return real(await book(world, ask, { room: { room }, start: at(from), end: at(from + length), hosts, gear }))
    }
    case "move": {
      const { from, room } = operation
      return real(await move(world, ask, about, { start: at(from), ...(room ? { room: { room } } : {}) }))
    }
    case "extend":
      return real(await extend(world, ask, about, operation.more * 15))
    case "cancel":
      return real(await cancel(world, ask, about))
  }
}

function real(outcome: Outcome): Real {
  if (outcome.is === "refused") return { is: "refused", why: outcome.refusal.why }
  const { id, room, start, end } = outcome.booking
  return { is: outcome.is, id, room, from: quarterOf(start), to: quarterOf(end), left: outcome.leftAfter / 15 }
}

/** Where sessions of half an hour with one host may begin, as a replica tells it that has not written anything itself. */
export async function shownFree(world: World, quarters: number): Promise<(room: RoomId, from: number) => boolean> {
  const { rooms } = await availability(world, { from: at(0), to: at(quarters + 2), minutes: 30, hosts: 1, gear: [] })
  return (room, from) =>
    rooms.some(
      (one) =>
        one.room === room &&
        one.free.some((free) => contains(free, { start: at(from), end: after(at(from), 30 * minute) })),
    )
}
