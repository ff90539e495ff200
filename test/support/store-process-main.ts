import { lockFolder } from "../../src/core/store/lock.js"
import { openStore } from "../../src/core/store/open.js"
import { silent } from "./log.js"

const [does, folder = ""] = process.argv.slice(2)
const say = (line: string) => process.stdout.write(`${line}\n`)

// Ends with the test that started it, however that ends.
process.stdin.resume().on("end", () => process.exit())

try {
  if (does === "hold") {
    await lockFolder(folder)
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
