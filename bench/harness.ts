/**
 * How speed is told: as ratios of two sides measured in one run, interleaved (ABBA), never as absolute figures, which swing by two
 * times on one machine. `bench/main.ts` runs them.
 */

/** What a ratio should be; `reported` has no goal. `margin` is how many times worse than kept a ratio must be for a step back. */
export type Goal =
  | { kind: "at_least"; ratio: number; margin?: number }
  | { kind: "at_most"; ratio: number; margin?: number }
  | { kind: "reported" }

/** One line of the table. `ratio` is the median of the paired ratios, `spread` their median absolute deviation. */
export interface Ratio {
  /** What against what, in words. */
  what: string
  goal: Goal
  ratio: number
  spread: number
  pairs: number
  /** Medians of both sides and what else is worth knowing, with their unit in the name: "ours, bookings/s". */
  facts: Record<string, number | string>
}

export interface Benchmark {
  /** "B1" to "B17". */
  id: string
  title: string
  /** Runs in well under a minute and steady enough for the regression check. */
  cheap: boolean
  run(options: { pairs: number; say(line: string): void }): Promise<Ratio[]>
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]]
  return (low + high) / 2
}

/**
 * Both sides, interleaved: ours, theirs, theirs, ours, … so that what drifts in the machine hits both. Each side gives one figure a
 * call, in the same unit. Every side runs once before, unmeasured.
 */
export async function abba(options: {
  what: string
  goal: Goal
  unit: string
  pairs: number
  ours(): Promise<number> | number
  theirs(): Promise<number> | number
}): Promise<Ratio> {
  const { what, goal, unit, pairs } = options
  await options.ours()
  await options.theirs()
  const both: { ours: number; theirs: number }[] = []
  for (let n = 0; n < pairs; n++) {
    if (n % 2 === 0) {
      const ours = await options.ours()
      both.push({ ours, theirs: await options.theirs() })
    } else {
      const theirs = await options.theirs()
      both.push({ ours: await options.ours(), theirs })
    }
  }
  return {
    ...pairedRatio(both),
    what,
    goal,
    facts: {
      [`ours, ${unit}`]: median(both.map(({ ours }) => ours)),
      [`theirs, ${unit}`]: median(both.map(({ theirs }) => theirs)),
    },
  }
}

/** The median of the paired ratios and their median absolute deviation. */
export function pairedRatio(
  both: readonly { ours: number; theirs: number }[],
): Pick<Ratio, "ratio" | "spread" | "pairs"> {
  const ratios = both.map(({ ours, theirs }) => ours / theirs)
  const ratio = median(ratios)
  return { ratio, spread: median(ratios.map((one) => Math.abs(one - ratio))), pairs: both.length }
}

/** Is the goal met? */
export const met = ({ goal, ratio }: Pick<Ratio, "goal" | "ratio">): boolean =>
  goal.kind === "reported" || (goal.kind === "at_least" ? ratio >= goal.ratio : ratio <= goal.ratio)

/** Does it miss its goal, and is it worse than `then` by more than its margin? What was never kept is held against its goal. */
export function steppedBack({ goal, ratio }: Ratio, then: Ratio | undefined): boolean {
  if (goal.kind === "reported" || met({ goal, ratio })) return false
  const before = then?.ratio ?? goal.ratio
  const margin = goal.margin ?? 2
  return goal.kind === "at_least" ? ratio * margin < before : ratio > before * margin
}

/** A module of the product as it is built, which is how it runs: what runs the benchmarks names every function anew, and that costs a fifth. */
export const built = async <T>(path: string): Promise<T> => (await import(`../dist/${path}`)) as T

export const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN
