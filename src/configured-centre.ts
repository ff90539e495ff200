import { readFileSync } from "node:fs"
import type { Config } from "./config.js"
import type { Centre } from "./core/centre.js"
import { parseCentre, sampleCentreText } from "./core/centre-file.js"
import { type AppliedResult, applyCentre } from "./core/centre-store.js"
import { OperatorError } from "./core/members.js"
import { followCentre } from "./core/reminding.js"
import type { World } from "./core/world.js"

/** The centre of `CENTRE_FILE`, or the built-in sample when there is no such file. @throws {OperatorError} with every problem's line */
export function readConfiguredCentre(config: Config): Centre {
  const { text, name } = textOf(config.centreFile)
  const parsed = parseCentre(text, name)
  if (parsed.is === "wrong") throw new OperatorError(parsed.problems.join("; "))
  return parsed.centre
}

function textOf(file: string): { text: string; name: string } {
  try {
    return { text: readFileSync(file, "utf8"), name: file }
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT")
      return { text: sampleCentreText(), name: "the sample centre" }
    throw error
  }
}

/**
 * Applies the configured centre at a start. A sample that stands in for a missing file never replaces a centre that was applied
 * before; a file that would break bookings is refused.
 */
export async function applyConfiguredCentre(world: World, config: Config): Promise<AppliedResult | { is: "kept" }> {
  const applied = await world.store.prisma.centre.findUnique({ where: { id: 1 }, select: { version: true } })
  if (applied && textOf(config.centreFile).name !== config.centreFile) return { is: "kept" }
  const now = world.clock()
  const result = await applyCentre(world, readConfiguredCentre(config), { now, via: "start" })
  if (result.is === "applied") await followCentre(world, now)
  return result
}
