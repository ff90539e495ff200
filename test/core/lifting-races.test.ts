import type { PoolClient } from "pg"
import { describe, expect, test } from "vitest"
import { book } from "../../src/core/booking.js"
import { close } from "../../src/core/closing.js"
import type { Target } from "../../src/core/closures.js"
import { lift } from "../../src/core/lifting.js"
import { smallCentre } from "../support/centre.js"
import { judge } from "../support/oracle.js"
import { freshStore, postgresAnswers, withCentre } from "../support/store.js"
import { actorFor, addMembers, ask, staffActor, type TestWorld, testWorld } from "../support/world.js"

const at = (time: string): Date => new Date(`2026-11-24T${time}:00+08:00`)
const boss = staffActor("boss")

/** The world in which what is written is not committed before this is done. */
function heldOpen(world: TestWorld, meanwhile: (writing: PoolClient) => Promise<void>): TestWorld {
  const query: TestWorld["store"]["query"] = async (one) => {
    if (one.name !== "apply_write") return world.store.query(one)
    const writing = await world.store.pool.connect()
    try {
      await writing.query("begin")
      const result = await writing.query(one.text, [...one.values])
      await meanwhile(writing)
      await writing.query("commit")
      return result
    } finally {
      writing.release()
    }
  }
  return { ...world, store: { ...world.store, query } }
}

/** Until somebody waits for a lock that is another's. */
async function waitsFor(world: TestWorld): Promise<void> {
  const waiting =
    "select 1 from pg_locks l join pg_database d on d.oid = l.database where not granted and datname = current_database()"
  while ((await world.store.pool.query(waiting)).rowCount === 0) await new Promise(setImmediate)
}

// The embedded store has one session: no two of its transactions are open at once.
describe.skipIf(!(await postgresAnswers()))(
  "a session in what is closed gives back its place while that is lifted",
  () => {
    /** What is closed around a session that runs; in a transaction of its own that one's place is given back. */
    async function running(
      what: Target,
      then: (world: TestWorld, about: { closure: string; leaving: PoolClient }) => Promise<void>,
    ) {
      const { store, dispose } = await freshStore("postgres")
      const world = testWorld(store, "2026-11-23T10:00:00+08:00")
      await withCentre(store, smallCentre, world.now)
      await addMembers(world, { ana: "standard" })
      const gear = [{ id: "camera", quantity: 1 }]
      const wish = { room: { room: "s1" }, start: at("19:00"), end: at("20:00"), hosts: 1, gear }
      const outcome = await book(world, ask(world, actorFor("ana", "standard")), wish)
      if (outcome.is !== "booked") throw new Error(outcome.is)
      world.now = at("19:15")
      const closed = await close(world, ask(world, boss), { what, start: at("18:00"), end: at("22:00"), reason: null })
      if (closed.is !== "closed") throw new Error(closed.is)
      const leaving = await store.pool.connect()
      await leaving.query("begin")
      for (const table of ["claim", "usage"])
        await leaving.query(`delete from ${table} where owner_id = $1`, [outcome.booking.id])
      await then(world, { closure: closed.id, leaving })
      leaving.release()
      const broken = await judge(store.pool, { turnoverMinutes: 15, floor: 8, gear: { "ring-light": 3, camera: 1 } })
      expect(broken.filter((one) => one.startsWith("lifted"))).toEqual([])
      await dispose()
    }

    const targets: Target[] = [{ room: "s1" }, { gear: "camera", quantity: 1 }]

    test.each(targets)("before it is: what it left to the closure goes with it (%o)", (what) =>
      running(what, async (world, { closure, leaving }) => {
        const during = heldOpen(world, async () => void (await leaving.query("commit")))
        expect(await lift(during, ask(world, boss), closure)).toMatchObject({ is: "lifted" })
      }),
    )

    test.each(targets)("after it is: nothing is left to it (%o)", (what) =>
      running(what, async (world, { closure, leaving }) => {
        let left: Promise<unknown> = Promise.resolve()
        const during = heldOpen(world, async (writing) => {
          await writing.query("set constraints all immediate")
          left = leaving.query("commit")
          await waitsFor(world)
        })
        expect(await lift(during, ask(world, boss), closure)).toMatchObject({ is: "lifted" })
        await left
      }),
    )
  },
)
