// A process beside the one that measures. `open` and `answer` take the folder of an embedded store, `replica` the address of a Postgres:
// it opens the store as the service does and says what it has done, a line each; `bare` opens the same database by itself.
import { createInterface } from "node:readline"

const [does, where = ""] = process.argv.slice(2)
const say = (/** @type {string} */ line) => process.stdout.write(`${line}\n`)
const built = (/** @type {string} */ path) => import(`../dist/${path}`)

/** How often a decision was taken again, since the database knew better: the engine tells its log. */
let again = 0
const noted = (/** @type {object} */ about) => {
  if ("conflict" in about) again += 1
}

if (does === "bare") await bare()
else await opened()

async function bare() {
  const { PGlite } = await import("@electric-sql/pglite")
  const { btree_gist } = await import("@electric-sql/pglite/contrib/btree_gist")
  const db = await PGlite.create({ dataDir: `${where}/pg`, extensions: { btree_gist } })
  const { rows } = await db.query("select count(*)::int as count from booking")
  say(`answer ${JSON.stringify(rows[0])}`)
  process.exit(0)
}

async function opened() {
  const { openStore } = await built("core/store/open.js")
  const { newId } = await built("core/ids.js")
  const log = { debug: noted, info() {}, warn() {}, error() {} }
  // What answers is loaded while the store opens, as in src/start.ts.
  const [store] = await Promise.all([
    openStore(does === "replica" ? { databaseUrl: where, dataDir: "unused", log } : { dataDir: where, log }),
    built("core/availability.js"),
  ])
  const world = { store, clock: () => new Date(), newId, speed: 1, log }
  say("open")
  if (does === "answer") await answer(world)
  // Each line is what to do: `{"book": [{ ask, wish }, …], "ways": 8}`; or, when it ends, to go.
  for await (const line of createInterface({ input: process.stdin })) await books(world, JSON.parse(line))
  process.exit(0)
}

/** @param {any} world */
async function answer(world) {
  const { availability } = await built("core/availability.js")
  const { rows } = await world.store.pool.query("select count(*)::int as count from booking")
  const from = new Date(Math.ceil(Date.now() / 900_000) * 900_000)
  const question = { from, to: new Date(from.getTime() + 14 * 86_400_000), minutes: 60, hosts: 2, gear: [] }
  const { rooms } = await availability(world, { ...question, now: new Date() })
  say(`answer ${JSON.stringify({ ...rows[0], rooms: rooms.length })}`)
  for (let n = 0; n < 20; n++) {
    await world.store.pool.query("select pg_current_xact_id()")
    await availability(world, { ...question, now: new Date() })
  }
  say(`resident ${process.memoryUsage.rss()}`)
}

/** @param {any} world @param {{ book: { ask: any, wish: any }[], ways: number }} task */
async function books(world, { book: tasks, ways }) {
  const { book } = await built("core/booking.js")
  let next = 0
  await Promise.all(
    Array.from({ length: ways }, async () => {
      for (let task = tasks[next++]; task; task = tasks[next++]) {
        const { ask, wish } = task
        const outcome = await book(
          world,
          { ...ask, now: new Date() },
          { ...wish, start: new Date(wish.start), end: new Date(wish.end) },
        )
        if (outcome.is !== "booked") throw new Error(`not booked: ${JSON.stringify(outcome)}`)
        if (ways === 1) say("booked")
      }
    }),
  )
  say(`done ${again}`)
  again = 0
}
