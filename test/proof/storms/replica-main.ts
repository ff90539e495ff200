import { read as readSlack } from "../../../src/bots/slack/read.js"
import { read as readTelegram } from "../../../src/bots/telegram/read.js"
import { deliver } from "../../../src/core/desk/deliver.js"
import { createDesk } from "../../../src/core/desk/desk.js"
import { newId } from "../../../src/core/ids.js"
import { openStore } from "../../../src/core/store/open.js"
import type { World } from "../../../src/core/world.js"
import { silent } from "../../support/log.js"
import { storm } from "../../support/storm.js"
import type { TestWorld } from "../../support/world.js"
import { decide } from "./decide.js"
import type { Heard, Job, ReplicaOptions, Said } from "./fleet.js"
import { planted } from "./planted.js"

/** A replica: the engine on a store in a process of its own, which does what its parent tells it and ends when that ends. */

const options: ReplicaOptions = JSON.parse(process.argv[2] ?? "{}")
const say = (said: Said): void => void process.send?.(said)
process.on("disconnect", () => process.exit())

const { databaseUrl, dataDir = "unused", plant } = options
const store = planted(await openStore({ dataDir, log: silent, ...(databaseUrl && { databaseUrl }) }), plant)
const world: World & TestWorld = { store, now: new Date(0), clock: () => world.now, newId, speed: 1, log: silent }

const desk = createDesk(world)

/** Reads it as its platform does, and answers. */
function hear({ platform, payload }: Heard): Promise<unknown> {
  const read =
    platform === "telegram"
      ? readTelegram(payload, { id: 4242, username: "desk" })
      : readSlack(payload, { user: "U0DESK01" })
  if (!read || !("turn" in read)) throw new Error("that is nothing to answer")
  return desk.hear(read.turn)
}

function perform(job: Job): Promise<unknown> {
  if (job.does === "command") return decide(world, job, job.now)
  if (job.does === "hear") return hear(job)
  if (job.does === "storm") return storm(world, job.storm)
  return deliver(world, {
    phrase: async (notice) => ({ text: [[notice.key]] }),
    send: async (_, reply) => {
      say({ is: "sent", notice: String(reply.text[0]?.[0]) })
      await new Promise((resolve) => setTimeout(resolve, 3))
      return { is: "sent", message: "1" }
    },
  })
}

process.on("message", async (job: Job) => {
  if (job.now > world.now) world.now = job.now
  try {
    say({ is: "answer", id: job.id, answer: await perform(job) })
  } catch (error) {
    say({ is: "failed", id: job.id, why: error instanceof Error ? error.message : String(error) })
  }
})
say({ is: "ready" })
