import { readFileSync } from "node:fs"
import pg from "pg"
import { book } from "../../../src/core/booking.js"
import { after, hour } from "../../../src/core/interval.js"
import { openStore, type Store } from "../../../src/core/store/open.js"
import { silent } from "../../support/log.js"
import { actorFor, ask, testWorld } from "../../support/world.js"
import type { Measure } from "../measure.js"
import { startCluster } from "./cluster.js"
import { open, opening } from "./load.js"

/**
 * R6. On Postgres: the log is on disk up to and with each commit before "booked" is said, as the server itself reports. The embedded
 * store never calls fsync and is not measured: what is held is that the documentation says so.
 */
export const durability: Measure = {
  id: "R6",
  promise:
    "on Postgres nothing is said to be done before it is on disk; that the embedded store waits for no disk is said where one chooses",
  counts: "commits",
  times: { quick: 50, full: 10_000 },
  needs: ["cluster"],
  plants: ["answers before the disk"],
  async run({ times, plant }) {
    const early = plant === "answers before the disk"
    const cluster = await startCluster(early ? ["synchronous_commit=off", "wal_writer_delay=10s"] : [])
    const store = await openStore({ databaseUrl: cluster.databaseUrl, dataDir: "unused", log: silent })
    await open(store)
    const watching = new pg.Client({ connectionString: cluster.databaseUrl })
    await watching.connect()
    let before = ""
    const world = testWorld(
      noting(store, (place) => {
        before = place
      }),
      opening.toISOString(),
    )
    let commits = 0
    let unflushed = 0
    for (let n = 0; n < times; n++) {
      const start = after(opening, (n % 8) * hour + 2 * hour)
      const wish = { room: { room: `s1${n % 3}` }, start, end: after(start, hour / 2), hosts: 1, gear: [] }
      before = ""
      await book(world, ask(world, actorFor(`m${n % 6}`, "standard")), wish)
      if (before === "") continue
      commits++
      // The commit's own record comes after this place in the log.
      const { rows } = await watching.query<{ there: boolean }>(
        "select pg_current_wal_flush_lsn() > $1::pg_lsn as there",
        [before],
      )
      if (!rows[0]?.there) unflushed++
    }
    await watching.end()
    await store.close()
    await cluster.end()
    const said = /fsync|power cut/.test(readFileSync("README.md", "utf8") + readFileSync("docs/operating.md", "utf8"))
    return {
      figures: {
        commits,
        "said before they were on disk": unflushed,
        "embedded store": "not measured: it calls no fsync",
      },
      violations: [
        ...(unflushed > 0 ? [`${unflushed} of ${commits} commits were said before they were on disk`] : []),
        ...(said ? [] : ["nobody is told that the embedded store waits for no disk"]),
      ],
    }
  },
}

/** Notes where in the log the writing of a turn had come to. Refusals are writes too: they are kept for repeats. */
const noting = (store: Store, note: (place: string) => void): Store => ({
  ...store,
  query: async <Row extends pg.QueryResultRow>(statement: Parameters<Store["query"]>[0]) => {
    if (statement.name !== "apply_write") return store.query<Row>(statement)
    const text = `${statement.text}, pg_current_wal_insert_lsn()::text as place`
    const result = await store.query<Row & { place: string }>({ ...statement, name: "noted", text })
    note(result.rows[0]?.place ?? "")
    return result
  },
})
