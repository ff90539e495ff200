import { minute } from "./core/interval.js"
import { dueNow } from "./core/notices.js"
import type { World } from "./core/world.js"

/** Longer than this nothing that is due may wait: then this replica, or all of them, are not delivering. */
const oldestMost = 5 * minute

export type Readiness = { ready: boolean; store: boolean; platforms: boolean; notices: boolean }

/**
 * May this replica be given work? The store answers, the platforms have started, and what is due goes out. Notices that wait for a
 * platform that is away do not count: another replica would not reach it either.
 */
export async function readiness(world: World, platforms: boolean): Promise<Readiness> {
  const due = await dueNow(world).catch((error: unknown) => {
    world.log.warn({ err: error }, "not ready: the store does not answer")
    return null
  })
  const waited = due?.oldest ? (world.clock().getTime() - due.oldest.getTime()) / world.speed : 0
  const notices = due !== null && waited < oldestMost
  return { ready: notices && platforms, store: due !== null, platforms, notices }
}
