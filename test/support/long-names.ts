import { beforeEach } from "vitest"
import { book } from "../../src/core/booking.js"
import type { Centre } from "../../src/core/centre.js"
import { applyCentre, currentCentre } from "../../src/core/centre-store.js"
import { createDesk } from "../../src/core/desk/desk.js"
import { phrase } from "../../src/core/desk/phrase.js"
import type { Reply, Said } from "../../src/core/desk/turn.js"
import { newId } from "../../src/core/ids.js"
import { after, hour } from "../../src/core/interval.js"
import { deliverDue } from "../../src/core/notices.js"
import type { Booking, Wish } from "../../src/core/outcome.js"
import type { NoticeData } from "../../src/core/reminders.js"
import type { Store } from "../../src/core/store/open.js"
import { schoolDesk } from "./desk-centre.js"
import { withCentre } from "./store.js"
import { actorFor, addMembers, ask, staffActor, type TestWorld, testWorld } from "./world.js"

/** A centre where everything has a long name, and sessions of which as much is known as can be: for what must fit somewhere. */

/** As long as the centre's file lets it be. */
export const long = (id: string): string => `${id}-${"x".repeat(31)}`.slice(0, 31)

/** The school with ids of the greatest length, for everything that a button may name. */
const longNamed: Centre = {
  ...schoolDesk,
  classes: schoolDesk.classes.map((one) => ({ ...one, id: long(one.id) })),
  rooms: schoolDesk.rooms.map((one) => ({ ...one, id: long(one.id), class: long(one.class) })),
  gear: schoolDesk.gear.map(({ requires: _, ...one }) => ({ ...one, id: long(one.id), quantity: 9 })),
  plans: schoolDesk.plans.map(({ classes, ...one }) => ({
    ...{ ...one, id: long(one.id) },
    ...(classes ? { classes: classes.map(long) } : {}),
  })),
  qualifications: schoolDesk.qualifications.map((one) => ({ ...one, id: long(one.id) })),
  courses: schoolDesk.courses.map(({ rooms: _, class: __, gives, ...one }) => ({
    ...{ ...one, id: long(one.id) },
    ...(gives ? { gives: long(gives) } : {}),
  })),
}
export const room = (n: number): string => long(`studio-${n}`)
export const everyGear = longNamed.gear.map(({ id }) => ({ id, quantity: 2 }))

export const start = new Date("2026-11-25T20:00:00+08:00")
export const end = after(start, 2 * hour)
const wish: Wish = {
  ...{ room: { room: room(7) }, start, end, hosts: 4, gear: everyGear },
  title: "Winter sale, second evening",
  named: [{ name: "Ah Mei", is: "new" }],
  show: { platform: "Douyin", category: "cosmetics", link: "https://live.example/winter-sale" },
  phases: { setup: 30, teardown: 15 },
}

/** Sets it up before each test of the suite that calls this: Ana's merchant and Bo's, and Boss of the staff. */
export function longNames(store: () => Store) {
  let world: TestWorld
  const boss = () => ask(world, staffActor("boss"))
  const ana = () => ask(world, actorFor("ana", long("roomy")))
  const booked = async (change: Partial<Wish> = {}): Promise<Booking> => {
    const outcome = await book(world, ana(), { ...wish, ...change })
    if (outcome.is !== "booked") throw new Error(JSON.stringify(outcome))
    return outcome.booking
  }
  const needsYes = (rooms: string[]) =>
    applyCentre(
      world,
      { ...longNamed, approvals: { classes: [], rooms, dates: [], notice: 0 } },
      { now: world.now, via: "test" },
    )
  const account = (who: string) =>
    store().prisma.account.create({
      data: {
        ...{ id: `a-${who}`, platform: "test", userId: who, address: `test:${who}`, createdAt: world.now },
        personId: who === "boss" ? "boss" : `p-${who}`,
      },
    })

  beforeEach(async () => {
    world = { ...testWorld(store(), "2026-11-23T10:00:00+08:00"), newId }
    world.clock = () => world.now
    await withCentre(store(), longNamed, world.now)
    await currentCentre(world, { fresh: true })
    await addMembers(world, { ana: long("roomy"), bo: long("roomy") })
    await store().prisma.person.create({
      data: { id: "boss", name: "Boss", language: "en", staff: true, createdAt: world.now },
    })
    await account("ana")
    await account("boss")
  })

  /** What is due, as it is put into words. */
  const sent = async (kind: NoticeData["kind"]): Promise<Reply[]> => {
    const said: Reply[] = []
    const round = await deliverDue(world, async (notice, now) => {
      const reply = notice.data.kind === kind ? await phrase(world, notice, now) : null
      if (reply) said.push(reply)
      return { is: "sent", message: "m" }
    })
    await round.settled
    return said
  }
  const hear = async (who: string, said: Said) => {
    const chat = { address: `test:${who}`, kind: "private" } as const
    const turn = { key: newId(), platform: "test", from: { id: who, name: who }, chat, addressed: true, said }
    return plain(await createDesk(world).hear(turn))
  }

  return { world: () => world, boss, ana, booked, needsYes, account, sent, hear }
}

export function pressOf(reply: Reply | undefined, label: string): Said {
  const button = reply?.buttons?.flat().find((one) => one.label.includes(label))
  if (!button || !("press" in button)) throw new Error(`no button ${label} in ${JSON.stringify(reply?.buttons)}`)
  return { kind: "press", data: button.press }
}

const plain = (replies: readonly Reply[]): string =>
  replies
    .flatMap(({ text }) =>
      text.map((line) => line.map((s) => (typeof s === "string" ? s : "bold" in s ? s.bold : "")).join("")),
    )
    .join("\n")
