import { addStaff, fullEvening, startBoard } from "./board.js"
import { freshStore } from "./store.js"
import { testWorld } from "./world.js"

// The board on a full evening, to look at: `npx tsx test/support/board-serve.ts`. Anyone is let in as the front desk.
const { store, dispose } = await freshStore("pglite")
const world = testWorld(store, "2026-11-23T10:00:00+08:00")
await fullEvening(world)
await addStaff(world, "Lai")
const began = Date.now()
const from = world.now.getTime()
world.clock = () => new Date(from + Date.now() - began)
const server = await startBoard(world, { demo: "Lai" })
process.stdout.write(`${server.url}/board\n`)
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void server.close().then(dispose))
