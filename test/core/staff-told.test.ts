import { beforeEach, expect, test } from "vitest"
import { tellHow } from "../../src/core/afterwards.js"
import { book } from "../../src/core/booking.js"
import { callOff } from "../../src/core/calling-off.js"
import { staffReaders } from "../../src/core/channels.js"
import { close } from "../../src/core/closing.js"
import { lookAfterCourses } from "../../src/core/course-tick.js"
import { createDesk } from "../../src/core/desk/desk.js"
import { phrase } from "../../src/core/desk/phrase.js"
import { enrol } from "../../src/core/enrolling.js"
import { after, hour } from "../../src/core/interval.js"
import { runningLate } from "../../src/core/late.js"
import { deliverDue } from "../../src/core/notices.js"
import { askForChange } from "../../src/core/wanted.js"
import { openSchool, putOn } from "../support/courses.js"
import { describeEachStore } from "../support/store.js"
import { actorFor, ask, staffActor, type TestWorld } from "../support/world.js"

/** Whatever the staff are told reaches somebody: their channels, else each of them; and where nobody is, nobody is promised anything. */

await describeEachStore("telling the staff of anything", (store) => {
  let world: TestWorld
  const ana = () => ask(world, actorFor("ana", "standard"))
  const boss = () => ask(world, staffActor("boss"))
  const start = new Date("2026-11-23T15:00:00+08:00")
  const booked = async (from = start, room = "s1") => {
    const wish = { room: { room }, start: from, end: after(from, hour), hosts: 1, gear: [] }
    const done = await book(world, ana(), wish)
    if (done.is !== "booked") throw new Error(JSON.stringify(done))
    return done.booking.id
  }
  const told = async (kind: string) =>
    (await store().prisma.notice.findMany({ where: { kind }, orderBy: { key: "asc" } })).map(
      ({ personId, address }) => personId ?? address,
    )
  const channel = (times: { digestAt?: string; eveningAt?: string }) =>
    store().prisma.channel.create({ data: { address: "test:floor", language: "en", ...times, createdAt: world.now } })
  /** What is due of this kind, as it is put into words; all else is sent. */
  const said = async (kind: string, about: string): Promise<string[]> => {
    const lines: string[] = []
    const round = await deliverDue(world, async (notice, now) => {
      const reply = await phrase(world, notice, now, { pictures: false })
      const [first] = reply?.text[0] ?? []
      if (notice.data.kind === kind && notice.key.includes(about))
        lines.push(typeof first === "object" && "bold" in first ? first.bold : `${first}`)
      return { is: "sent", message: "m" }
    })
    await round.settled
    return lines
  }

  beforeEach(async () => {
    world = await openSchool(store(), ["ana", "bo"])
    await store().prisma.person.create({
      data: { id: "mei", name: "Mei", language: "en", staff: true, createdAt: world.now },
    })
  })

  test.each([{}, { eveningAt: "20:00" }])(
    "a channel with no daily digest (%o) hides nobody of the staff",
    async (times) => {
      await channel(times)
      const id = await booked()
      world.now = after(start, -hour / 6)
      expect(await runningLate(world, ana(), id)).toMatchObject({ is: "told" })
      expect(await told("late")).toEqual(["boss", "mei"])
      world.now = after(start, hour)
      expect(await tellHow(world, ana(), id, "room")).toMatchObject({ is: "told", heard: true })
      expect(await told("went")).toEqual(["boss", "mei"])
      // Who closed it knows.
      const closing = { what: { room: "s3" }, start: after(start, 3 * hour), end: after(start, 5 * hour), reason: null }
      await close(world, boss(), closing)
      expect(await told("closure")).toEqual(["mei"])
    },
  )

  test("a channel with the daily digest is told, and nobody beside it", async () => {
    await channel({ digestAt: "09:00" })
    const id = await booked()
    world.now = after(start, -hour / 6)
    await runningLate(world, ana(), id)
    expect(await told("late")).toEqual(["test:floor"])
  })

  test("a channel that took nothing more hides nobody; once it takes its digest again it is told", async () => {
    await channel({ digestAt: "09:00" })
    const notice = (key: string, state: string, settledAt: Date) =>
      store().prisma.notice.create({
        data: {
          ...{ key, kind: "digest", address: "test:floor", dueAt: settledAt, staleAt: settledAt, state, settledAt },
          data: { kind: "digest", day: "2026-11-23" },
        },
      })
    await notice("one", "sent", after(world.now, -3 * hour))
    await notice("two", "blocked", after(world.now, -2 * hour))
    expect((await staffReaders(world)).map(({ id }) => id)).toEqual(["boss", "mei"])
    await notice("three", "sent", after(world.now, -hour))
    expect((await staffReaders(world)).map(({ id }) => id)).toEqual(["test:floor"])
  })

  test("without any staff nobody is promised anything", async () => {
    await store().prisma.person.updateMany({ data: { staff: false } })
    const id = await booked()
    await store().prisma.account.create({
      data: {
        ...{ id: "a-ana", platform: "test", userId: "ana", address: "test:ana", personId: "p-ana" },
        createdAt: world.now,
      },
    })
    expect(await askForChange(world, ana(), { bookingId: id, change: { hosts: 2 } })).toEqual({ is: "nobody" })
    world.now = after(start, hour)
    const [reply] = await createDesk(world).hear({
      ...{ key: "test:1", platform: "test", from: { id: "ana", name: "Ana" }, addressed: true },
      chat: { address: "test:ana", kind: "private" },
      said: { kind: "press", data: `after ${id} room` },
    })
    expect(reply?.text[0]).toEqual(["I can't reach the staff from here. Please ask at the front desk."])
    expect(await store().prisma.booking.findUnique({ where: { id } })).toMatchObject({ went: "room" })
  })

  test("a date that does not take place is said to each of the staff as to staff, once, also to who leads or learns there", async () => {
    const friday = new Date("2026-11-27T15:00:00+08:00")
    const id = await putOn(world, "large-studio", friday.toISOString())
    await enrol(world, ana(), id)
    await store().prisma.courseSession.update({ where: { id }, data: { trainerId: "mei" } })
    await callOff(world, boss(), id)
    expect(await told("course")).toEqual(["mei", "p-ana"])
    const other = await putOn(world, "large-studio", after(friday, 3 * hour).toISOString())
    world.now = after(friday, -20 * hour)
    await lookAfterCourses(world, world.now)
    const rows = await store().prisma.notice.findMany({ where: { kind: "course", key: { contains: other } } })
    expect(rows.map(({ personId }) => personId).sort()).toEqual(["boss", "mei"])
    const toStaff = "This course has been called off; its people have been told."
    expect(await said("course", `${other}:off:`)).toEqual([toStaff, toStaff])
  })
})
