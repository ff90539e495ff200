import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import type { Config } from "./config.js"
import type { Centre } from "./core/centre.js"
import { parseCentre, sampleCentreText } from "./core/centre-file.js"
import { type AppliedResult, applyCentre } from "./core/centre-store.js"
import { OperatorError } from "./core/members.js"
import { followCentre } from "./core/reminding.js"
import type { World } from "./core/world.js"

const fileByDefault = "./centre.yaml"

/** Where a centre comes from: a file's text, or the built-in sample when no file was named and there is none by default. */
type Source = { text: string; name: string; sample: boolean }

/** The configured centre. @throws {OperatorError} with every problem's line, or when a file that was named is missing */
export function readConfiguredCentre(config: Config): Centre {
  return parsed(sourceOf(config))
}

/** What a start will go by, as it is told to people; null for the sample. */
export const centreFileOf = (config: Config): string | null => {
  const { name, sample } = sourceOf(config)
  return sample ? null : name
}

function parsed({ text, name }: Source): Centre {
  const read = parseCentre(text, name)
  if (read.is === "wrong") throw new OperatorError(read.problems.join("; "))
  return read.centre
}

function sourceOf({ centreFile }: Config): Source {
  const name = centreFile ?? fileByDefault
  try {
    return { text: readFileSync(name, "utf8"), name, sample: false }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null
    if (code === "ENOENT" && centreFile === undefined)
      return { text: sampleCentreText(), name: "the sample centre", sample: true }
    if (code === "ENOENT") throw new OperatorError(`CENTRE_FILE: expected a file, and there is none at ${name}`)
    throw error
  }
}

/**
 * Applies the configured centre at a start, unless a start has applied this very text before: what `centre apply` did since then
 * stays until the file itself is changed. A sample never replaces a centre; a file that would break bookings is refused.
 */
export async function applyConfiguredCentre(world: World, config: Config): Promise<AppliedResult | { is: "kept" }> {
  const source = sourceOf(config)
  const digest = createHash("sha256").update(source.text).digest("hex")
  const { rows } = await world.store.query<{ from: string | null }>({
    name: "started-from",
    text: `select started_from as "from" from centre`,
    values: [],
  })
  const [applied] = rows
  if (applied && (source.sample || applied.from === digest)) return { is: "kept" }
  const now = world.clock()
  const result = await applyCentre(world, parsed(source), { now, via: "start" })
  if (result.is !== "refused") await followCentre(world, now)
  if (result.is !== "refused")
    await world.store.prisma.centre.update({ where: { id: 1 }, data: { startedFrom: digest } })
  return result
}
