import { minute, second } from "./core/interval.js"
import { dueNow } from "./core/notices.js"
import type { World } from "./core/world.js"

/** Longer than this nothing that is due may wait: then this replica, or all of them, are not delivering. */
const oldestMost = 5 * minute
/** Replicas lease notices by their own clocks: further apart than this, two might send the same one. */
const clockOffMost = 10 * second

export type Readiness = {
  ready: boolean
  store: boolean
  platforms: boolean
  /** This machine's clock agrees with the store's. */
  clock: boolean
  notices: boolean
  /** How long the oldest notice that could be sent has waited. */
  oldestNoticeSeconds: number
}

/**
 * May this replica be given work? The store answers, the platforms have started, the clock is right, and what is due goes out. Notices
 * that wait for a platform that is away do not count: another replica would not reach it either.
 * @param machine the wall clock in ms, whatever time a demonstration shows
 */
export async function readiness(
  world: World,
  { platforms, machine }: { platforms: boolean; machine: () => number },
): Promise<Readiness> {
  const found = await Promise.all([dueNow(world), clockOff(world, machine)]).catch((error: unknown) => {
    world.log.warn({ err: error }, "not ready: the store does not answer")
    return null
  })
  const [due, off] = found ?? [null, Number.POSITIVE_INFINITY]
  const waited = due?.oldest ? Math.max(0, (world.clock().getTime() - due.oldest.getTime()) / world.speed) : 0
  const notices = due !== null && waited < oldestMost
  const clock = off < clockOffMost
  return {
    ready: notices && clock && platforms,
    store: due !== null,
    platforms,
    clock,
    notices,
    oldestNoticeSeconds: Math.round(waited / second),
  }
}

/** How far this machine's clock is from the store's, in ms; what the asking took is allowed for. */
async function clockOff({ store }: World, machine: () => number): Promise<number> {
  const before = machine()
  const { rows } = await store.query<{ now: Date }>({
    name: "clock",
    text: "select clock_timestamp() as now",
    values: [],
  })
  const after = machine()
  const at = rows[0]?.now.getTime() ?? Number.NaN
  return Math.max(0, before - at, at - after)
}
