import { setTimeout as delay } from "node:timers/promises"
import { FolderHeld, lockFolder } from "../../src/core/store/lock.js"
import { openStore } from "../../src/core/store/open.js"
import { silent } from "./log.js"

const [does, folder = ""] = process.argv.slice(2)
const say = (line: string) => process.stdout.write(`${line}\n`)

// Ends with the test that started it, however that ends.
process.stdin.resume().on("end", () => process.exit())

/** On a busy machine two that start may give way to each other; as the store does, who gave way to one that has not got it yet tries again. */
async function held(): Promise<void> {
  const error = await lockFolder(folder).then(
    () => null,
    (reason: unknown) => reason,
  )
  if (error === null) return
  if (!(error instanceof FolderHeld) || error.by !== "candidate") throw error
  await delay(20)
  return held()
}

try {
  if (does === "hold") {
    await held()
    say("held")
    setInterval(() => {}, 60_000)
  } else {
    const store = await openStore({ dataDir: folder, log: silent })
    say("open")
    if (does === "write") {
      const { rows } = await store.pool.query<{ count: string }>("select count(*) from room")
      const writer = async (name: string) => {
        for (let n = Number(rows[0]?.count); ; n++) {
          await store.pool.query("insert into room (id) values ($1)", [`${name}-${n}`])
          say(`wrote ${name}-${n}`)
        }
      }
      await Promise.all(["a", "b", "c"].map(writer))
    }
  }
} catch (error) {
  say(`refused ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
}
