import fc from "fast-check"
import { expect, test } from "vitest"
import { book, cancel, move } from "../../src/core/booking.js"
import { currentCentre } from "../../src/core/centre-store.js"
import { after, minute } from "../../src/core/interval.js"
import { smallCentre } from "../support/centre.js"
import { describeEachStore, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, testWorld } from "../support/world.js"

/** Whatever two merchants do, the database keeps their hosts apart. */

await describeEachStore("hosts, whatever is done", (store) => {
  test("whatever is booked, moved, cancelled and called the same: no host is on air twice", async () => {
    const world = testWorld(store(), "2026-11-23T10:00:00+08:00")
    await withCentre(store(), smallCentre, world.now)
    await currentCentre(world, { fresh: true })
    await addMembers(world, { lotus: "standard", vento: "standard" })
    const by = (id: string) => ask(world, actorFor(id, "standard"))
    const noon = new Date("2026-11-24T12:00:00+08:00")
    const names = ["Rita Sá", "rita sa", "陳美玲", "陈美玲", "Bo"]
    const command = fc.record({
      member: fc.constantFrom("lotus", "vento"),
      room: fc.constantFrom("s1", "s2", "s3", "l1"),
      slot: fc.integer({ min: 0, max: 24 }),
      length: fc.integer({ min: 2, max: 6 }),
      setup: fc.constantFrom(0, 0, 15),
      name: fc.constantFrom(...names),
      act: fc.constantFrom("book", "book", "move", "cancel", "rename"),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 14 }), async (commands) => {
        await store().pool.query(
          "truncate booking, claim, usage, ledger, quota, host, host_name, booking_host, notice, turn cascade",
        )
        const made: { id: string; member: string }[] = []
        for (const one of commands) {
          const start = after(noon, one.slot * 15 * minute)
          const session = { start, end: after(start, one.length * 15 * minute) }
          const mine = made.filter(({ member }) => member === one.member).at(-1)
          const named = [{ name: one.name }]
          const phases = { setup: one.setup, teardown: 0 }
          if (one.act === "book" || !mine) {
            const done = await book(world, by(one.member), {
              room: { room: one.room },
              ...session,
              hosts: 1,
              gear: [],
              named,
              phases,
            })
            if (done.is === "booked") made.push({ id: done.booking.id, member: one.member })
          } else if (one.act === "move") await move(world, by(one.member), mine.id, session)
          else if (one.act === "rename") await move(world, by(one.member), mine.id, { named })
          else await cancel(world, by(one.member), mine.id)
        }
        const { rows } = await store().pool.query<{ host: string; start: Date; end: Date }>(
          `select h.host_id as host, b.starts_at + make_interval(mins => b.setup) as start, b.ends_at as end
             from booking_host h join booking b on b.id = h.booking_id where b.status = 'confirmed'`,
        )
        for (const [n, a] of rows.entries())
          for (const b of rows.slice(n + 1))
            if (a.host === b.host)
              expect(a.start >= after(b.end, 15 * minute) || b.start >= after(a.end, 15 * minute)).toBe(true)
      }),
      { numRuns: 25 },
    )
  })
})
