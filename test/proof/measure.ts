/**
 * A promise, and a means that could show the contrary. Measures are run by hand at full size (`npm run prove -- R8 --times 50000`) and
 * small in the test suite; each is seeded, prints its seed and its figures, and can be shown to fail: with a `plant`, a fault is put
 * into what it judges, and it must find it.
 */
export interface Measure {
  /** "R1" to "R17", "S01" to "S22". */
  id: string
  /** What is promised, as the table of `docs/reliability.md` has it. */
  promise: string
  /** What `times` counts: "decisions", "kills", "seeds", … */
  counts: string
  /** How many in the test suite, and how many by hand. */
  times: { quick: number; full: number }
  /** What it needs beside Node: a Postgres that answers; Postgres' programs, for one of its own; a browser. */
  needs: readonly ("postgres" | "cluster" | "chromium")[]
  /** Faults that it must find, each by the word to plant it by. */
  plants: readonly string[]
  run(asked: { seed: number; times: number; plant?: string; say(line: string): void }): Promise<Finding>
  /** Lets go of what its runs, and those of others, share. */
  done?(): Promise<void>
}

/** Figures carry their unit in their name ("slowest, ms"); no violations means the promise held. */
export interface Finding {
  figures: Record<string, number | string>
  violations: readonly string[]
}
