/** A small seeded generator (mulberry32): the same seed gives the same run. */
export function seeded(seed: number) {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const int = (below: number): number => Math.floor(next() * below)
  return {
    next,
    int,
    pick: <T>(from: readonly T[]): T => {
      const one = from[int(from.length)]
      if (one === undefined) throw new Error("nothing to pick from")
      return one
    },
  }
}
