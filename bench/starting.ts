import { cpSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { abba, type Benchmark, type Ratio } from "./harness.js"
import { worker } from "./process.js"
import { asking, openStage, pastOf, placeOf, wishAt } from "./stage.js"

const rooms = 60
const few = 10_000

/** A data folder with so many past bookings, closed. */
async function folderWith(past: number): Promise<string> {
  const stage = await openStage("pglite", { rooms, past })
  const folder = mkdtempSync(join(tmpdir(), "anchordesk-bench-"))
  await stage.world.store.close()
  cpSync(stage.dataDir, folder, { recursive: true })
  await stage.dispose().catch(() => rmSync(stage.dataDir, { recursive: true, force: true }))
  return folder
}

/** Beyond the fortnight that is full already. */
let taken = rooms * 14 * 40

/** Books as a service does, is killed in the midst of it. @returns how many bookings were acknowledged */
async function killedWhileBooking(folder: string): Promise<number> {
  const service = worker("open", folder)
  await service.said("open")
  const tasks = Array.from({ length: 500 }, () => {
    taken += 1
    return { ask: asking(taken), wish: wishAt(placeOf(taken, { rooms, days: 300 })) }
  })
  const free = tasks.filter(({ wish }) => wish.start.getTime() > Date.now() + 20 * 86_400_000)
  service.tell({ book: free, ways: 1 })
  let acknowledged = 0
  while (acknowledged < 25) {
    await service.said("booked")
    acknowledged += 1
  }
  await service.kill("SIGKILL")
  return acknowledged
}

/** From the start of the process to its first answer, in ms. @throws when it lacks what was acknowledged */
async function answers(does: "answer" | "bare", folder: string, least: number): Promise<number> {
  const began = performance.now()
  const one = worker(does, folder)
  const answer = JSON.parse(await one.said("answer"))
  const ms = performance.now() - began
  await one.kill("SIGKILL")
  if (answer.count < least) throw new Error(`acknowledged bookings are gone: ${answer.count} of ${least}`)
  return ms
}

async function recovered(pairs: number): Promise<Ratio> {
  const folder = await folderWith(few)
  let acknowledged = few + rooms * 8 * 14
  try {
    return await abba({
      what: "kill -9 while booking to the first right answer / the bare database opened and asked",
      goal: { kind: "at_most", ratio: 1.5 },
      unit: "ms",
      pairs,
      async ours() {
        acknowledged += await killedWhileBooking(folder)
        return answers("answer", folder, acknowledged)
      },
      async theirs() {
        acknowledged += await killedWhileBooking(folder)
        return answers("bare", folder, acknowledged)
      },
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The resident memory of a process that has answered twenty questions about a fortnight, in MB. */
async function resident(folder: string): Promise<number> {
  const one = worker("answer", folder)
  const bytes = Number(await one.said("resident"))
  await one.kill("SIGTERM")
  return bytes / 1e6
}

async function memory(pairs: number): Promise<Ratio> {
  const [small, large] = [await folderWith(few), await folderWith(pastOf)]
  try {
    return await abba({
      what: `memory with ${pastOf.toLocaleString("en")} past bookings / with 10,000`,
      goal: { kind: "at_most", ratio: 1.1 },
      unit: "MB resident",
      pairs,
      ours: () => resident(large),
      theirs: () => resident(small),
    })
  } finally {
    for (const folder of [small, large]) rmSync(folder, { recursive: true, force: true })
  }
}

/** From the start of the process to an open store, in ms. */
async function opens(folder: string): Promise<number> {
  const began = performance.now()
  const one = worker("open", folder)
  await one.said("open")
  const ms = performance.now() - began
  await one.kill("SIGKILL")
  return ms
}

async function firstStart(pairs: number): Promise<Ratio> {
  const root = mkdtempSync(join(tmpdir(), "anchordesk-bench-"))
  const later = join(root, "later")
  let first = 0
  try {
    await opens(later)
    return await abba({
      what: "first start / later start",
      goal: { kind: "at_most", ratio: 2 },
      unit: "ms",
      pairs,
      ours: () => {
        first += 1
        return opens(join(root, `first-${first}`))
      },
      theirs: () => opens(later),
    })
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

/** The embedded store: processes of their own, as the service opens it. */
export const starting: Benchmark = {
  id: "B12",
  title: "starting, coming back after kill -9, memory: the embedded store",
  cheap: false,
  run: async ({ pairs }) => [await recovered(pairs), await memory(Math.min(3, pairs)), await firstStart(pairs)],
}
