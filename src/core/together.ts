import type { Store } from "./store/open.js"
import type { World } from "./world.js"

type Asked<T> = { resolve(found: T | null): void; reject(error: unknown): void }

/**
 * Finds things by id, and asks the store once for all that are asked for at the same moment: a hundred reminders that are phrased side
 * by side need a hundred bookings, and one question costs little more than each of a hundred would.
 */
export function together<T>(
  findAll: (world: World, ids: readonly string[]) => Promise<ReadonlyMap<string, T>>,
): (world: World, id: string) => Promise<T | null> {
  const asking = new WeakMap<Store, Map<string, Asked<T>[]>>()
  const ask = async (world: World, asked: ReadonlyMap<string, Asked<T>[]>): Promise<void> => {
    asking.delete(world.store)
    try {
      const found = await findAll(world, [...asked.keys()])
      for (const [id, all] of asked) for (const { resolve } of all) resolve(found.get(id) ?? null)
    } catch (error) {
      for (const all of asked.values()) for (const { reject } of all) reject(error)
    }
  }
  return (world, id) =>
    new Promise((resolve, reject) => {
      const known = asking.get(world.store)
      const asked = known ?? new Map<string, Asked<T>[]>()
      asked.set(id, [...(asked.get(id) ?? []), { resolve, reject }])
      if (known) return
      asking.set(world.store, asked)
      // After everything that is ready to run now has run, and asked.
      process.nextTick(() => void ask(world, asked))
    })
}
