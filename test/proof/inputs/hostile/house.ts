import { createDesk } from "../../../../src/core/desk/desk.js"
import { written } from "../../../../src/core/desk/press.js"
import type { Hear } from "../../../../src/core/desk/turn.js"
import type { Log } from "../../../../src/core/log.js"
import { schoolDesk } from "../../../support/desk-centre.js"
import { team } from "../../../support/slack/world.js"
import { empty, freshStore, withCentre } from "../../../support/store.js"
import { addMembers, type TestWorld, testWorld } from "../../../support/world.js"

/** The desk on the embedded store, with two merchants and a clerk whom every platform knows, and a log in which failures are found. */

export type House = {
  world: TestWorld
  hear: Hear
  /** What was logged as an error since it was last asked. */
  failures(): string[]
  /** As at the beginning: whatever was booked, closed or erased. */
  reset(): Promise<void>
  close(): Promise<void>
}

const opening = "2026-11-23T10:00+08:00"

/** Who speaks where: the ids that the payloads have. */
export const speakers = {
  telegram: { "p-m1": "7", "p-m2": "8", clerk: "9" },
  slack: { "p-m1": `${team}:U0ANAQ`, "p-m2": `${team}:U0BO`, clerk: `${team}:U0CLEO` },
  web: { "p-m1": "ana", "p-m2": "bo", clerk: "cleo" },
} as const

export async function openHouse(): Promise<House> {
  const { store, dispose } = await freshStore("pglite")
  const world = testWorld(store, opening)
  const told: string[] = []
  world.log = noting(told)
  const reset = async () => {
    await empty(store)
    world.now = new Date(opening)
    await withCentre(store, schoolDesk, world.now)
    await furnish(world)
    await book(world)
  }
  await reset()
  return { world, hear: createDesk(world).hear, failures: () => told.splice(0), reset, close: dispose }
}

/** A log of which only errors are kept. */
export function noting(told: string[]): Log {
  const error = (facts: unknown, text?: string): void => {
    const err = typeof facts === "object" && facts !== null && "err" in facts ? facts.err : facts
    const stack = err instanceof Error ? (err.stack ?? "").split("\n").slice(0, 6).join(" ") : JSON.stringify(err)
    told.push(`${text ?? ""}: ${stack}`)
  }
  return { debug() {}, info() {}, warn() {}, error, child: () => noting(told) as never } as Log
}

async function furnish(world: TestWorld): Promise<void> {
  const { prisma } = world.store
  await addMembers(world, { m1: "standard", m2: "roomy" })
  await prisma.person.create({ data: { id: "clerk", name: "Cleo", language: "pt", staff: true, createdAt: world.now } })
  await prisma.person.update({ where: { id: "p-m2" }, data: { language: "zh-Hant" } })
  for (const [platform, people] of Object.entries(speakers))
    for (const [personId, userId] of Object.entries(people))
      await prisma.account.create({
        data: {
          ...{ id: `${platform}-${personId}`, platform, userId, personId, createdAt: world.now },
          address: `${platform}:${userId.split(":").at(-1)}`,
        },
      })
}

/** Something of each merchant's that can be shown, moved, cancelled. */
async function book(world: TestWorld): Promise<void> {
  const { hear } = createDesk(world)
  for (const [n, id] of [speakers.web["p-m1"], speakers.web["p-m2"]].entries()) {
    const sketch = { start: `2026-11-2${5 + n}T15:00`, minutes: 120, room: { room: `studio-${n + 1}` }, hosts: 1 }
    await hear({
      ...{ key: `web:opening-${n}`, platform: "web", from: { id, name: id }, addressed: true },
      ...{
        chat: { address: `web:${id}`, kind: "private" },
        said: { kind: "press", data: written({ do: "book", sketch }) },
      },
    })
  }
}
