import { expect } from "vitest"
import { card, done, labels, newest, read } from "../stage.js"
import type { Cases } from "../suite.js"

/** Joining and booking, as people do. */
export const talkCases: Cases = {
  "a stranger is told how to join, and nothing else; a code lets them in, once": async (stage) => {
    await done(stage, stage.stranger("Zoe"))
    const zoe = stage.stranger("Zoe")
    await done(stage, zoe, zoe.says("what is free tomorrow?"))
    expect(newest(zoe).text).toContain("join CODE")
    expect(labels(newest(zoe))).toEqual([])
    const ana = await stage.member("Ana")
    expect(read(ana)).toContain("Ana")
    const { code, world } = stage
    await world.store.prisma.member.create({
      data: { id: "late", name: "Late", planId: "standard", language: "en", createdAt: world.now },
    })
    const once = await code("late")
    await done(stage, zoe, zoe.joins(once))
    expect(read(zoe)).toContain("Late")
    const bo = stage.stranger("Bo")
    await done(stage, bo, bo.joins(once))
    expect(read(bo)).not.toContain("Late")
  },

  "a room is booked by one sentence and one tap, with its file for the calendar": async (stage) => {
    const ana = await stage.member()
    await done(stage, ana, ana.says("book Studio 2 tomorrow 3-5pm, 2 hosts"))
    expect(card(ana).text).toContain("15:00–17:00")
    expect(labels(card(ana))).toEqual(["Confirm", "Change", "Cancel"])
    expect(await stage.bookings()).toEqual([])
    await done(stage, ana, ana.presses("Confirm"))
    expect(card(ana).text).toMatch(/^Booked\./)
    expect(ana.sees().flatMap(({ files }) => files)).toEqual([expect.stringMatching(/^BEGIN:VCALENDAR/)])
    expect(await stage.bookings()).toMatchObject([{ roomId: "studio-2" }])
    await done(stage, ana, ana.says("my bookings"))
    expect(card(ana).text).toContain("15:00")
  },

  "a room is booked by taps alone": async (stage) => {
    const ana = await stage.member()
    await done(stage, ana, ana.says("book"))
    for (const label of ["Tomorrow", "15:00", "2 h", "2", "Confirm"]) await done(stage, ana, ana.presses(label))
    expect(card(ana).text).toMatch(/^Booked\./)
    expect(await stage.bookings()).toHaveLength(1)
  },

  "what is taken is answered with what is free instead": async (stage) => {
    const [ana, bo] = [await stage.member("Ana"), await stage.member("Bo")]
    await done(stage, ana, ana.says("book Studio 2 tomorrow 3-5pm, 2 hosts"))
    await done(stage, ana, ana.presses("Confirm"))
    await done(stage, bo, bo.says("book Studio 2 tomorrow 3-5pm, 2 hosts"))
    const other = labels(card(bo)).find((label) => label.includes("Studio 1"))
    await done(stage, bo, bo.presses(other ?? "another room"))
    await done(stage, bo, bo.presses("Confirm"))
    expect((await stage.bookings()).map(({ roomId }) => roomId).sort()).toEqual(["studio-1", "studio-2"])
    expect(read(bo), "nobody is told whose it is").not.toContain("Ana")
  },

  "a reminder comes unasked, and its buttons work": async (stage) => {
    const ana = await stage.member()
    await done(stage, ana, ana.says("book Studio 2 today 8-9pm, 1 host"))
    await done(stage, ana, ana.presses("Confirm"))
    stage.later(9 * 60 + 0.5)
    const before = ana.sees().length
    await stage.desk.deliver((address, reply) => stage.platform.send(address, reply))
    await stage.quiet()
    expect(ana.sees().length).toBeGreaterThan(before)
    expect(newest(ana).text).toContain("20:00")
  },
}
