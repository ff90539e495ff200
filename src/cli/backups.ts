import { mkdirSync } from "node:fs"
import { join } from "node:path"
import type { Command } from "commander"
import type { Config } from "../config.js"
import { OperatorError } from "../core/members.js"
import { backup, restore } from "../core/store/backup.js"
import { BadBackup, type Head, readBack } from "../core/store/backup-file.js"
import type { Store } from "../core/store/open.js"
import type { World } from "../core/world.js"
import { asked } from "./files.js"
import type { Output } from "./output.js"
import { withWorld } from "./store.js"

export function backupCommands(program: Command, output: Output): void {
  program
    .command("backup")
    .description("write the whole store into one file, beside the running service or without it")
    .argument("<file>", "where to write it; a file that is there already is replaced")
    .option("--json", "print JSON")
    .action(async (file: string, _options, command: Command) => {
      const said = await withWorld(({ store, clock }) =>
        backup(store.jobs, { file, at: clock() }).catch((error: unknown) => explained(error, file)),
      )
      output.say(
        command,
        summary(file, said),
        () => `Written to ${file} (${counted(said)}). Read back and found whole.`,
      )
    })
  program
    .command("restore")
    .description(
      "bring a backup back, into either kind of store; what is there is kept in a file first; the service must not run",
    )
    .argument("<file>", "a file that `backup` wrote, from either kind of store")
    .option("--json", "print JSON")
    .action(async (file: string, _options, command: Command) => {
      const { said, kept } = await restored(file)
      output.say(
        command,
        { ...summary(file, said), kept },
        () =>
          `Restored (${counted(said)}) as of ${said.at}; every table is as it was.${kept ? ` What was there before is in ${kept}.` : ""}`,
      )
    })
}

/** Nothing is lost by a wrong file name or DATABASE_URL: what a store with people in it had is kept beside it. */
async function restored(file: string): Promise<{ said: Head; kept: string | null }> {
  // A wrong file is found out before anything is opened.
  await readBack(file).catch((error: unknown) => explained(error, file))
  const run = async (world: World, { dataDir }: Config) => {
    await assertAlone(world.store)
    const kept = await keep(world, dataDir)
    return { said: await restore(world.store.jobs, file).catch((error: unknown) => explained(error, file)), kept }
  }
  return withWorld(run, { alone: true })
}

function explained(error: unknown, file: string): never {
  if (error instanceof BadBackup) throw new OperatorError(error.message)
  throw asked(error, file)
}

/** Another process on the embedded store could not have been opened beside; on Postgres it is asked for. */
async function assertAlone({ kind, pool, jobs }: Store): Promise<void> {
  if (kind === "pglite") return
  const { rows } = await pool.query<{ all: number }>(
    `select count(*)::integer as all from pg_stat_activity
      where datname = current_database() and application_name = 'anchordesk'`,
  )
  if ((rows[0]?.all ?? 0) > pool.totalCount + jobs.totalCount)
    throw new OperatorError("the service runs on this database: stop it first")
}

async function keep({ store: { jobs, prisma }, clock }: World, dataDir: string): Promise<string | null> {
  if ((await prisma.member.count()) === 0 && (await prisma.person.count()) === 0) return null
  const at = clock()
  mkdirSync(dataDir, { recursive: true })
  const file = join(dataDir, `before-restore-${at.toISOString().replace(/\D/g, "").slice(0, 14)}.backup`)
  await backup(jobs, { file, at })
  return file
}

const summary = (file: string, { at, tables }: Head) => ({
  file,
  at,
  rows: tables.reduce((sum, { rows }) => sum + rows, 0),
  tables: Object.fromEntries(tables.map(({ name, rows, digest }) => [name, { rows, digest }])),
})

const counted = ({ tables }: Head): string => {
  const of = (name: string) => tables.find((table) => table.name === name)?.rows ?? 0
  return `bookings: ${of("booking")}, members: ${of("member")}, people: ${of("person")}`
}
