import { createHash } from "node:crypto"
import { basename } from "node:path"

/**
 * Draws a share of the mutants by lot, each for itself, so that every module is in it by its size; the same seed draws the same. What is
 * not drawn is told to Stryker as something that would not compile, which no score counts.
 */
class Sample {
  async init() {}

  /** @param {{ id: string, fileName: string, location: object, replacement: string }[]} mutants */
  async check(mutants) {
    const { SHARE = "1", SEED = "17" } = process.env
    return Object.fromEntries(
      mutants.map(({ id, fileName, location, replacement }) => {
        const text = JSON.stringify([SEED, basename(fileName), location, replacement])
        const lot = createHash("sha256").update(text).digest().readUInt32BE() / 2 ** 32
        return [id, lot < Number(SHARE) ? { status: "passed" } : { status: "compileError", reason: "not drawn" }]
      }),
    )
  }
}

export const strykerPlugins = [{ kind: "Checker", name: "sample", injectableClass: Sample }]
