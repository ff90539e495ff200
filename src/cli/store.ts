import { pino } from "pino"
import { type Config, clockOf, readConfig } from "../config.js"
import { applyConfiguredCentre } from "../configured-centre.js"
import { currentCentre } from "../core/centre-store.js"
import { newId } from "../core/ids.js"
import { OperatorError } from "../core/members.js"
import { openStore } from "../core/store/open.js"
import type { World } from "../core/world.js"

/**
 * Runs a command on the store: beside the service when it runs, alone when it does not.
 * @throws {FolderHeld} with `alone`, where the embedded store is in use
 */
export async function withWorld<T>(
  run: (world: World, config: Config) => Promise<T>,
  { alone = false }: { alone?: boolean } = {},
): Promise<T> {
  const config = configured()
  const log = pino({ level: "silent" })
  const store = await openStore({
    dataDir: config.dataDir,
    log,
    join: !alone,
    ...(config.databaseUrl && { databaseUrl: config.databaseUrl.reveal() }),
  })
  const world: World = { store, clock: clockOf(config, Date.now), newId, speed: config.clock.speed, log }
  try {
    if (!(await store.prisma.centre.findUnique({ where: { id: 1 } }))) await applyConfiguredCentre(world, config)
    await currentCentre(world)
    return await run(world, config)
  } finally {
    await store.close()
  }
}

/** @throws {OperatorError} naming the variable that is wrong */
export function configured(): Config {
  const read = readConfig(process.env)
  if ("problem" in read) throw new OperatorError(read.problem)
  return read.ok
}
