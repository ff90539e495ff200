import { setTimeout as sleep } from "node:timers/promises"
import { createDesk, type Desk } from "../../../src/core/desk/desk.js"
import type { Hear, Platform, Reply, Turn } from "../../../src/core/desk/turn.js"
import { day, minute } from "../../../src/core/interval.js"
import { invite } from "../../../src/core/invitations.js"
import { deskCentre } from "../../support/desk-centre.js"
import { empty, sharedStore, withCentre } from "../../support/store.js"
import { addMembers, type TestWorld, testWorld } from "../../support/world.js"
import type { Driver, Person, Seen, Session } from "./driver.js"

/** The real desk on a real store behind one platform. Each case has people and a week of its own, so that nothing need be emptied. */
export type Stage = {
  world: TestWorld
  session: Session
  desk: Desk
  platform: Platform
  /** What the desk heard in this case, oldest first. */
  heard: Turn[]
  /** What the desk logged as its own failing in this case. */
  faulty: unknown[]
  /** From now on the desk says this; with nothing, what it really says. */
  script(answer?: (turn: Turn) => readonly Reply[] | Promise<readonly Reply[]>): void
  /** Somebody nobody knows. */
  stranger(name?: string): Person
  /** Somebody who has joined for a member of their own. */
  member(name?: string): Promise<Person>
  code(member: string): Promise<string>
  /** Until nothing is on its way any more, in either direction. */
  quiet(): Promise<void>
  until(what: string, look: () => boolean): Promise<void>
  bookings(): Promise<readonly { memberId: string; roomId: string; title: string | null }[]>
  restart(): Promise<void>
  /** The next case, a week later. */
  next(): void
  /** Moves the clock on. */
  later(minutes: number): void
  close(): Promise<void>
}

const start = "2026-11-23T10:00:00+08:00"
/** A room's and a member's name with whatever any platform might take for markup. */
export const nasty = `<b>A & B</b> *b* _i_ \`c\` [x](y) <!channel> @here &lt; "直😀"`
const centre = {
  ...deskCentre,
  rooms: deskCentre.rooms.map((room) =>
    room.class === "large" ? { ...room, names: { ...room.names, en: nasty } } : room,
  ),
}
const idleTurns = 40

export async function openStage(driver: Driver): Promise<Stage> {
  const store = await sharedStore("pglite")
  await empty(store)
  const world = testWorld(store, start)
  const faulty: unknown[] = []
  world.log = { ...world.log, error: (...entry: unknown[]) => void faulty.push(entry) }
  await withCentre(store, centre, world.now)
  const session = await driver.open(world)
  const desk = createDesk(world)
  const heard: Turn[] = []
  let hearing = 0
  let people = 0
  let cases = 0
  let begun = world.now
  let scripted: Parameters<Stage["script"]>[0]

  const hear: Hear = async (turn) => {
    heard.push(turn)
    hearing += 1
    try {
      return await (scripted ? scripted(turn) : desk.hear(turn))
    } finally {
      hearing -= 1
    }
  }
  const code = (memberId: string) =>
    invite(world, { kind: "member", memberId, role: "owner" }, { now: world.now, via: "test" })
  const until = async (what: string, look: () => boolean): Promise<void> => {
    for (let tries = 0; !look(); tries++) {
      if (tries > 20_000) throw new Error(`waited in vain for ${what}`)
      await sleep(2)
    }
  }

  const stage: Stage = {
    world,
    session,
    desk,
    heard,
    faulty,
    platform: await session.start(hear),
    code,
    until,
    script: (answer) => {
      scripted = answer
    },
    stranger: (name = "Ana") => session.person(++people, name),
    async member(name = "Ana") {
      const person = stage.stranger(name)
      const id = `m${people}`
      await addMembers(world, { [id]: "standard" })
      await person.joins(await code(id))()
      await stage.quiet()
      return person
    },
    async quiet() {
      for (let idle = 0; idle < idleTurns; idle++) {
        await new Promise(setImmediate)
        if (hearing + session.busy() === 0) continue
        await until("everything to be answered", () => hearing + session.busy() === 0)
        idle = 0
      }
    },
    bookings: () =>
      world.store.prisma.booking.findMany({
        where: { status: "confirmed", startsAt: { gte: begun } },
        orderBy: { startsAt: "asc" },
        select: { memberId: true, roomId: true, title: true },
      }),
    async restart() {
      await session.stop()
      stage.platform = await session.start(hear)
    },
    next() {
      scripted = undefined
      heard.length = 0
      faulty.length = 0
      begun = new Date(Date.parse(start) + cases++ * 7 * day)
      world.now = begun
    },
    later: (minutes) => {
      world.now = new Date(world.now.getTime() + minutes * minute)
    },
    async close() {
      await session.stop()
      await session.close()
    },
  }
  return stage
}

/** Does it, and waits until it is answered. @returns what the person has before them afterwards, newest last */
export async function done(
  stage: Stage,
  person: Person,
  ...parcels: (() => Promise<unknown>)[]
): Promise<readonly Seen[]> {
  for (const parcel of parcels) await parcel()
  await stage.quiet()
  return person.sees()
}

export const newest = (person: Person): Seen => {
  const last = person.sees().at(-1)
  if (!last) throw new Error("nothing was said yet")
  return last
}

/** The newest message with buttons. */
export const card = (person: Person): Seen => {
  const found = person.sees().findLast(({ buttons }) => buttons.length > 0)
  if (!found)
    throw new Error(
      `no buttons in:\n${person
        .sees()
        .map(({ text }) => text)
        .join("\n---\n")}`,
    )
  return found
}

export const labels = (seen: Seen): string[] => seen.buttons.map(({ label }) => label)
export const read = (person: Person): string =>
  person
    .sees()
    .map(({ text }) => text)
    .join("\n")
