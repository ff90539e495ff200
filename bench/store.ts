// What the embedded store costs: starts, memory, single writes through its socket, and what they do to the event loop.
// Run: npx tsx bench/store.ts
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { monitorEventLoopDelay, performance } from "node:perf_hooks"
import { FolderHeld } from "../src/core/store/lock.js"
import { openStore } from "../src/core/store/open.js"
import { silent } from "../test/support/log.js"

const log = silent
const dataDir = mkdtempSync(join(tmpdir(), "anchordesk-bench-"))
const say = (what: string, value: string) => process.stdout.write(`${what.padEnd(44)}${value}\n`)
const timed = async <T>(run: () => Promise<T>): Promise<[T, number]> => {
  const start = performance.now()
  const result = await run()
  return [result, performance.now() - start]
}
const ms = (value: number) => `${value.toFixed(value < 10 ? 2 : 0)} ms`

const [first, firstMs] = await timed(() => openStore({ dataDir, log }))
say("first start", ms(firstMs))
await first.close()
const [store, laterMs] = await timed(() => openStore({ dataDir, log }))
say("later start", ms(laterMs))
const [error, refusedMs] = await timed(() => openStore({ dataDir, log }).catch((problem: unknown) => problem))
say("second opener refused", `${ms(refusedMs)} ${error instanceof FolderHeld ? "" : "WRONG"}`)

await store.pool.query("create table bench (id bigserial primary key, text text not null)")
const insert = () =>
  store.query({
    name: "bench",
    text: "insert into bench (text) values ($1)",
    values: ["直播間 booking row of usual size"],
  })
const delay = monitorEventLoopDelay({ resolution: 1 })
for (const ways of [1, 5, 10]) {
  let left = 8000
  delay.enable()
  delay.reset()
  const [, took] = await timed(() =>
    Promise.all(
      Array.from({ length: ways }, async () => {
        while (left-- > 0) await insert()
      }),
    ),
  )
  delay.disable()
  say(
    `inserts a second, ${ways} at once`,
    `${Math.round(8000 / (took / 1000))}  (longest stall ${ms(delay.max / 1e6)})`,
  )
}
const [, pings] = await timed(async () => {
  for (let n = 0; n < 2000; n++) await store.query({ name: "ping", text: "select $1::integer", values: [n] })
})
say("select round trip", ms(pings / 2000))
say("resident memory", `${Math.round(process.memoryUsage.rss() / 1e6)} MB`)
const [, closedMs] = await timed(() => store.close())
say("close", ms(closedMs))
rmSync(dataDir, { recursive: true, force: true })
