/** What came of the inputs: each is read or refused; what throws, fails or is never answered is a violation. */

export type Taken = "read" | "refused"

/** Longer than anything takes: what has not answered by then never will. */
export const patienceMs = 30_000
/** Alike ones are told of once. */
const alikeMost = 1

export class Found {
  readonly violations: string[] = []
  readonly counts = { read: 0, refused: 0 }
  slowest = { ms: 0, what: "" }
  readonly #alike = new Map<string, number>()

  /** Notes one that was answered. */
  took(door: string, taken: Taken, ms: number): void {
    this.counts[taken] += 1
    if (ms > this.slowest.ms) this.slowest = { ms, what: door }
  }

  violation(door: string, why: string, input: string): void {
    const kind = `${door}: ${why.replace(/\d+/g, "0").slice(0, 120)}`
    const known = this.#alike.get(kind) ?? 0
    this.#alike.set(kind, known + 1)
    if (known < alikeMost) this.violations.push(`${door}: ${why} << ${input.slice(0, 400)}`)
  }

  async judged(door: string, input: string, act: () => Promise<Taken>): Promise<void> {
    const began = performance.now()
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error("was never answered")), patienceMs)
    })
    try {
      this.took(door, await Promise.race([act(), late]), performance.now() - began)
    } catch (error) {
      this.violation(door, error instanceof Error ? `${error.message} ${placeOf(error)}` : String(error), input)
    } finally {
      clearTimeout(timer)
    }
  }
}

export const placeOf = ({ stack = "" }: Error): string =>
  stack
    .split("\n")
    .filter((line) => /^\s+at .*\/src\//.test(line))
    .slice(0, 2)
    .join(" ")
    .replace(/\(\S*\/src\//g, "(src/")
