import { keepDelivering } from "../../../src/core/desk/deliver.js"
import { createDesk } from "../../../src/core/desk/desk.js"
import type { Address, Hear, Reply } from "../../../src/core/desk/turn.js"
import type { Log } from "../../../src/core/log.js"
import type { Notice } from "../../../src/core/notices.js"
import type { Store } from "../../../src/core/store/open.js"
import type { World } from "../../../src/core/world.js"
import { eachMinute, servingLine } from "../../../src/each-minute.js"
import type { Faults } from "./faults.js"
import type { Platform } from "./platform.js"
import { as, type Owner, type Schedule } from "./schedule.js"

/** One process of the service, wired as `main.ts` wires it, but for its store, its platforms and its clock. */

export type Replica = Owner & {
  /** Its clock is ahead of the true time by so many milliseconds. */
  skew: number
  hear: Hear
}

export type ReplicaOptions = {
  name: string
  skew: number
  store: (replica: Owner) => Store
  schedule: Schedule
  platform: Platform
  faults: Faults
  newId: () => string
  log: (replica: Owner) => Log
  /** Is what a notice says still so? Asked of the store itself, when it is about to be put into words. */
  stands: (notice: Notice) => Promise<boolean>
}

export function startReplica(options: ReplicaOptions): Replica {
  const { name, schedule, platform, faults } = options
  const replica: Replica = { name, alive: true, skew: options.skew, hear: async () => [] }
  const world: World = {
    store: options.store(replica),
    clock: () => new Date(schedule.now() + replica.skew),
    newId: options.newId,
    speed: 1,
    log: options.log(replica),
    pages: "https://desk.example",
  }
  const desk = createDesk(world)
  const about = new WeakMap<Reply, { notice: Notice; phrased: number; stood: boolean }>()
  as(replica, () => {
    const delivering = keepDelivering(world, {
      async phrase(notice, now) {
        const stood = await new Promise<boolean>((known) => {
          schedule.after(0, `stands ${notice.key}`, async () => known(await options.stands(notice)), replica)
        })
        const phrased = schedule.now()
        const reply = await (faults.phrase ?? desk.phrase)(notice, now)
        const said = reply ?? faults.saidAllTheSame?.(notice) ?? null
        if (said) about.set(said, { notice, phrased, stood })
        return said
      },
      async send(address: Address, reply: Reply) {
        const known = about.get(reply)
        if (!known) throw new Error("sent what was never phrased")
        const delivery = await platform.send(replica, address, { reply, ...known })
        return faults.heard?.(delivery) ?? delivery
      },
    })
    world.freed = servingLine(world, delivering.poke).freed
    replica.hear = (turn) =>
      as(replica, async () => {
        const replies = await desk.hear(turn)
        delivering.poke()
        return replies
      })
    ticking(world, delivering.poke)
  })
  return replica
}

/** As by cron: at each full minute of its clock, unless it is still busy with the one before. */
function ticking(world: World, poke: () => void): void {
  let busy = false
  const tick = (): void => {
    if (busy) return
    busy = true
    eachMinute(world)
      .then(poke)
      .catch((error: unknown) => world.log.error({ err: error }, "the minute tick failed"))
      .finally(() => {
        busy = false
      })
  }
  tick()
  setInterval(tick, 60_000)
}
