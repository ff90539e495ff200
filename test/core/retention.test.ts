import { expect, test, vi } from "vitest"
import { parseCentre, sampleCentreText } from "../../src/core/centre-file.js"
import { retention } from "../../src/core/centre-retention.js"
import { currentCentre } from "../../src/core/centre-store.js"
import { after, day } from "../../src/core/interval.js"
import { forgetMe } from "../../src/core/personal-data.js"
import { remindersAnew } from "../../src/core/reminding.js"
import { forget } from "../../src/core/retention.js"
import { deskCentre } from "../support/desk-centre.js"
import { readingWhole, years } from "../support/plans.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, ask, testWorld } from "../support/world.js"

await describeEachStore("what is kept only so long", (store) => {
  test("browsers: strangers' for 30 days, everybody's for 180 after they were last seen", async () => {
    const world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    const { prisma } = store()
    await withCentre(store(), deskCentre, world.now)
    await prisma.person.create({ data: { id: "p1", name: "Ana", language: "en", createdAt: world.now } })
    await prisma.account.create({
      data: { id: "a1", platform: "web", userId: "ana", address: "web:ana", personId: "p1", createdAt: world.now },
    })
    // The same id on another platform is somebody else.
    await prisma.account.create({
      data: { id: "a2", platform: "slack", userId: "zoe", address: "slack:zoe", personId: "p1", createdAt: world.now },
    })
    const seen = (userId: string, days: number) => ({
      tokenHash: `${userId}-${days}`,
      userId,
      createdAt: after(world.now, -400 * day),
      seenAt: after(world.now, -days * day),
    })
    await prisma.webSession.createMany({
      data: [seen("ana", 1), seen("ana", 179), seen("ana", 181), seen("zoe", 29), seen("zoe", 31)],
    })
    await forget(world, world.now)
    const left = await prisma.webSession.findMany({ orderBy: { tokenHash: "asc" } })
    expect(left.map(({ tokenHash }) => tokenHash)).toEqual(["ana-1", "ana-179", "zoe-29"])
  })

  test("as long as the centre's file says: who booked and who did it go, that it happened stays", async () => {
    const world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    const { prisma } = store()
    const kept = retention.parse({ bookings: 10, audit: 20, messages: 3 })
    await withCentre(store(), { ...deskCentre, retention: kept }, world.now)
    await currentCentre(world, { fresh: true })
    await prisma.member.create({
      data: { id: "m", name: "Lotus", planId: "standard", language: "en", createdAt: world.now },
    })
    const booked = (days: number) => ({
      ...{ id: `b${days}`, memberId: "m", madeById: "p1", roomId: "studio-1", hosts: 1, title: "Launch" },
      ...{ status: "confirmed", month: "2026-11", minutes: 60, peakMinutes: 0 },
      ...{ startsAt: after(world.now, -days * day - 3_600_000), endsAt: after(world.now, -days * day) },
      ...{ createdAt: world.now, changedAt: world.now },
    })
    await prisma.booking.createMany({ data: [booked(9), booked(11)] })
    const entry = (days: number) => ({
      ...{ at: after(world.now, -days * day), personId: "p1", memberId: "m", via: "test", action: "decline" },
      ...{ entity: "booking:b9", data: { reason: "talk", text: "Not then", more: 1 } },
    })
    await prisma.audit.createMany({ data: [entry(19), entry(21)] })
    const sent = (days: number) => ({
      ...{ key: `k${days}`, kind: "room", personId: "p1", dueAt: world.now, staleAt: world.now, data: {} },
      ...{ state: "sent", settledAt: after(world.now, -days * day) },
    })
    await prisma.notice.createMany({ data: [sent(2), sent(4)] })
    await forget(world, world.now)
    const bookings = await prisma.booking.findMany({ orderBy: { endsAt: "desc" } })
    expect(bookings.map(({ madeById, title, minutes }) => [madeById, title, minutes])).toEqual([
      ["p1", "Launch", 60],
      [null, null, 60],
    ])
    const audit = await prisma.audit.findMany({ orderBy: { at: "desc" } })
    expect(audit.map(({ personId, memberId, data }) => [personId, memberId, data])).toEqual([
      ["p1", "m", { reason: "talk", text: "Not then", more: 1 }],
      [null, "m", { more: 1 }],
    ])
    expect((await prisma.notice.findMany()).map(({ key }) => key)).toEqual(["k2"])
  })

  test("what was forgotten before, and what others did, is not read for it", async () => {
    const world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), { ...deskCentre, retention: retention.parse({ shows: 730 }) }, world.now)
    await currentCentre(world, { fresh: true })
    await years(store(), { now: world.now, kept: after(world.now, -730 * day) })
    const history = ["booking", "audit", "notice"]
    expect(await readingWhole(store(), history, () => forget(world, world.now))).toEqual([])

    const person = { id: "p7", name: "Person 7", language: "en" as const, staff: false }
    const whose = ask(world, { ...actorFor("m7", "standard"), person })
    expect(await readingWhole(store(), history, () => remindersAnew(world, "p7", world.now))).toEqual([])
    const erasing = await readingWhole(store(), ["booking", "audit"], () => forgetMe(world, whose))
    // Nobody can be found by index within what entries say.
    expect(erasing).toEqual([expect.stringMatching(/^update audit set data = '\{\}' where position\(/)])
  })

  test("erasing has a minute for it, on however much there is", async () => {
    const world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    const limits = vi.spyOn(store().prisma, "$transaction")
    await forgetMe(world, ask(world, actorFor("ana", "standard")))
    expect(limits.mock.lastCall?.[1]).toMatchObject({ timeout: 60_000 })
    limits.mockRestore()
  })
})

test("the file says how many days; what is none is told with its line", () => {
  const wrong = sampleCentreText().replace("bookings: 730", "bookings: 0").replace("audit: 730", "audits: 730")
  const found = parseCentre(wrong, "centre.yaml")
  expect(found.is === "wrong" && found.problems.map((line) => line.replace(/^centre.yaml:\d+: /, ""))).toEqual([
    expect.stringMatching(/^retention\.bookings: /),
    "retention.audits: is not known here",
  ])
  const without = parseCentre(sampleCentreText().replace(/^retention: .*$/m, ""), "centre.yaml")
  const sample = parseCentre(sampleCentreText(), "centre.yaml")
  if (without.is === "wrong" || sample.is === "wrong") throw new Error("wrong")
  expect(without.centre.retention).toEqual(sample.centre.retention)
})
