import { covering, uncovered } from "./ballot-rows.js"
import { memberAsItStands } from "./booking-record.js"
import type { Centre } from "./centre.js"
import { currentCentre } from "./centre-store.js"
import { perform } from "./command.js"
import { after, minute, overlaps } from "./interval.js"
import { type Ask, type Outcome, type Refused, refused } from "./outcome.js"
import { ballotRefusal, roomsFor } from "./rules.js"
import { openOf, openOffers, owner, plainly, rowOf, slotOf, type WaitWish, wishIn } from "./waitlist-rows.js"
import type { World } from "./world.js"
import type { WaitingRow } from "./write.js"

/**
 * The line for what is taken. When something becomes free, the first in line whom it fits is offered it: kept for them some minutes
 * (the hold `offer:<id>`, a claim like any other), then for the next. Whoever lets an offer go keeps their place for other times, as
 * long as they wait for any.
 * Rules are checked when offering and again when taking; whoever may not just now is passed over and keeps the place as well.
 */

export type Place = {
  id: string
  wish: WaitWish /** 1: first. */
  place: number /** The id of what is kept for them now. */
  offer: string | null
}

/** Open places a member may have at once. */
export const placesMax = 10

export type Joined =
  | { is: "waiting"; place: Place }
  /** They have {@link placesMax}. */
  | { is: "too_many" }
  | Extract<Outcome, { is: "refused" }>

/** Puts a member in line, once for one wish. */
export async function joinLine(world: World, ask: Ask, wish: WaitWish): Promise<Joined> {
  const { member, person } = ask.actor
  const centre = await currentCentre(world)
  const ahead = wish.windows.filter((window) => after(window.end, -wish.minutes * minute) >= ask.now)
  const windows = ahead.flatMap((window) => uncovered(centre, window, wish.minutes))
  const [first] = windows
  if (!member) return refused({ why: "not_member" })
  if (member.status === "suspended") return refused({ why: "suspended" })
  const inBallot = ahead[0] && !first && ballotRefusal({ ballot: covering(centre, ahead[0]), now: ask.now })
  if (inBallot) return refused(inBallot)
  if (!first) return refused({ why: "past" })
  // Whoever acts for a merchant puts that one's own people in line, as long as there are any.
  const personId = member.contact?.id ?? person.id
  const own = await openOf(world, member.id)
  const stored = plainly({ ...wish, windows })
  const same = own.find((row) => row.person_id === personId && JSON.stringify(wishIn(row)) === JSON.stringify(stored))
  if (!same && own.length >= placesMax) return { is: "too_many" }
  const row: WaitingRow = same ?? {
    id: world.newId(),
    member_id: member.id,
    person_id: personId,
    wish: stored,
    starts_at: first.start,
    ends_at: (windows.at(-1) ?? first).end,
    status: "waiting",
    version: 1,
    created_at: ask.now,
  }
  const outcome = await perform<{ is: "waiting"; id: string } | Refused>(world, ask, {
    what: { do: "wait", wish: stored },
    attempt: async (conflict) => {
      const now = conflict === "stale" ? await memberAsItStands(world, ask.actor, member) : member
      if (!now) return { outcome: refused({ why: "not_member" }), write: {} }
      if (now.status === "suspended") return { outcome: refused({ why: "suspended" }), write: {} }
      const members = [{ id: now.id, version: now.version, open_max: null }]
      const outcome = { is: "waiting", id: row.id } as const
      return { outcome, write: same ? {} : { members, waiting: [row], audit: [audited(ask, row, "wait")] } }
    },
  })
  if (outcome === "key_reused") return refused({ why: "key_reused" })
  if (outcome.is === "refused") return outcome
  // It may be free already.
  world.freed?.(stored.windows)
  const place = (await lineOf(world, ask)).find(({ id }) => id === outcome.id)
  return place ? { is: "waiting", place } : refused({ why: "not_found" })
}

/** The places of the member acted for, in their order, each with how many are before it. */
export async function lineOf(world: World, { actor, now }: Ask): Promise<Place[]> {
  if (!actor.member) return []
  const centre = await currentCentre(world)
  const line = await openOf(world, null)
  const kept = new Map((await openOffers(world, { keptAt: now })).map(({ waiting_id, id }) => [waiting_id, id]))
  return line.flatMap((row, at) => {
    if (row.member_id !== actor.member?.id) return []
    const before = line.slice(0, at).filter((other) => rivals(centre, wishIn(other), wishIn(row)))
    return [{ id: row.id, wish: wishIn(row), place: before.length + 1, offer: kept.get(row.id) ?? null }]
  })
}

/** Could the same place serve both? */
export function rivals(centre: Centre, a: WaitWish, b: WaitWish): boolean {
  const rooms = new Set(roomsFor(centre, a.room).map(({ id }) => id))
  const meet = a.windows.some((one) => b.windows.some((other) => overlaps(one, other)))
  return meet && roomsFor(centre, b.room).some(({ id }) => rooms.has(id))
}

export type Left =
  | { is: "left" }
  /** It is no place of theirs, or none any more. */
  | { is: "gone" }
  | Refused

/** Leaves the line; what is offered goes to the next. */
export async function leaveLine(world: World, ask: Ask, id: string): Promise<Left> {
  const { member, members } = ask.actor
  const outcome = await perform<Left>(world, ask, {
    what: { do: "leave", waiting: id },
    attempt: async () => {
      const row = await rowOf(world, id)
      const theirs = row && (row.member_id === member?.id || members.some((own) => own.id === row.member_id))
      if (!row || !theirs || row.status === "served" || row.status === "over")
        return { outcome: { is: "gone" }, write: {} }
      if (row.status === "left") return { outcome: { is: "left" }, write: {} }
      const offers = await openOffers(world, { waiting: id })
      return {
        outcome: { is: "left" },
        write: {
          release: offers.map(owner),
          frees: offers.map(slotOf),
          offers: offers.map((offer) => ({ ...offer, status: "passed", version: offer.version + 1 })),
          waiting: [{ ...row, status: "left", version: row.version + 1 }],
          audit: [audited(ask, row, "leave")],
        },
      }
    },
  })
  return outcome === "key_reused" ? refused({ why: "key_reused" }) : outcome
}

export const audited = ({ actor }: Ask, row: WaitingRow, action: string) => ({
  person_id: actor.person.id,
  member_id: row.member_id,
  via: actor.via,
  action,
  entity: `waiting:${row.id}`,
  data: {},
})
