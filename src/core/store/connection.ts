import { PrismaPg } from "@prisma/adapter-pg"
import pg from "pg"
import type { Log } from "../log.js"
import { backUpBeforeUpgrade, backupsIn } from "./backup-rotation.js"
import { assertPromisesInCatalogue } from "./catalogue.js"
import type { Embedded } from "./embedded.js"
import { PrismaClient } from "./generated/client.js"
import { migrate } from "./migrate.js"
import { keepUp } from "./upkeep.js"

/** The one store: Prisma for what is asked plainly, `query` for the few statements that decide how fast an answer is. */
export type Store = {
  kind: "pglite" | "postgres"
  prisma: PrismaClient
  /**
   * One statement, prepared under its name where connections are their own (Postgres); the embedded store's connections share one
   * session, in which names would collide. A name has at most {@link nameMost} bytes and stands for one text: else it is an error here,
   * in either store, since Postgres would refuse the second on some connections and not on others.
   */
  query<Row extends pg.QueryResultRow>(statement: {
    name: string
    text: string
    values: unknown[]
  }): Promise<pg.QueryResult<Row>>
  pool: pg.Pool
  /** For what goes through everything there is (a backup, a migration): nothing is too long for it. Embedded, it is `pool`. */
  jobs: pg.Pool
  /** Rejects when the embedded database stops by itself; never settles otherwise. */
  failed: Promise<never>
  close(): Promise<void>
}

/** Postgres cuts longer names off, and two that begin alike would be taken for one: NAMEDATALEN - 1. */
const nameMost = 63

/** Connections of one process. One that cannot be had in time is an outage, not a reason to wait for ever. */
const outageMs = 10_000
/**
 * No statement is waited for longer: first the server gives it up, then, where the server cannot be heard any more (a failover, a
 * firewall that forgot the connection), this end. Without it TCP decides, a quarter of an hour later. The server is told on the open
 * connection, not at its start: a pooler in between refuses what it does not know there.
 */
const bounded: pg.PoolConfig = {
  query_timeout: 20_000,
  onConnect: async (client) => void (await client.query("set statement_timeout = '15s'")),
}
const poolOf = {
  max: 10,
  connectionTimeoutMillis: outageMs,
  keepAlive: true,
  keepAliveInitialDelayMillis: outageMs,
  application_name: "anchordesk",
}
export const transactionLimits = { maxWait: outageMs, timeout: outageMs }
const oldestPostgres = 15

/** Brings the schema up to date, and makes sure that the constraints the promises rest on are there. */
export async function ready(store: Store, { dataDir, log }: { dataDir: string; log: Log }): Promise<Store> {
  const { pool, jobs } = store
  try {
    await assertRecentPostgres(pool)
    const kept = store.kind === "pglite" && (await backUpBeforeUpgrade(jobs, backupsIn(dataDir)))
    if (kept) log.info({ file: kept }, "kept what there was before the schema changes")
    const { applied, unknown } = await migrate(jobs)
    if (applied.length > 0) log.info({ applied }, "schema brought up to date")
    if (unknown.length > 0) log.warn({ unknown }, "the database is newer than this version")
    await assertPromisesInCatalogue(pool)
    return store
  } catch (error) {
    await store.close()
    throw error
  }
}

export function connect(to: Embedded | { connectionString: string }, log: Log): Store {
  const embedded = "host" in to ? to : null
  const at = "host" in to ? { host: to.host, port: to.port, user: "postgres", database: "postgres" } : to
  const pool = opened({ ...poolOf, ...at, ...(embedded ? {} : bounded) }, log)
  const jobs = embedded ? pool : opened({ ...poolOf, ...at, max: 2 }, log)
  let prisma: PrismaClient | null = null
  const texts = new Map<string, string>()
  const endUpkeep = embedded?.own ? keepUp(pool, log) : null
  return {
    kind: embedded ? "pglite" : "postgres",
    // Made when it is first asked: to be ready takes it a third of a second, which the first answers need not wait for.
    get prisma() {
      prisma ??= new PrismaClient({ adapter: new PrismaPg(pool), transactionOptions: transactionLimits })
      return prisma
    },
    pool,
    jobs,
    query: ({ name, text, values }) => {
      if (name.length > nameMost) throw new Error(`the name of a statement is too long: ${name}`)
      if ((texts.get(name) ?? text) !== text) throw new Error(`two statements of one name: ${name}`)
      texts.set(name, text)
      return queryOn(pool, embedded ? { text, values } : { name, text, values })
    },
    failed: embedded?.failed ?? new Promise(() => {}),
    async close() {
      await endUpkeep?.()
      await prisma?.$disconnect()
      await pool.end()
      if (jobs !== pool) await jobs.end()
      await embedded?.close()
    },
  }
}

function opened(config: pg.PoolConfig, log: Log): pg.Pool {
  const pool = new pg.Pool(config)
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on("error", (error) => log.warn({ err: error }, "a database connection broke"))
  // Nor may one that breaks while it is used: what was asked on it fails, and that is how it is heard of.
  pool.on("connect", (client) => client.on("error", () => {}))
  return pool
}

async function assertRecentPostgres(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ version: string }>("select current_setting('server_version') as version")
  const version = rows[0]?.version ?? ""
  if (Number.parseInt(version, 10) < oldestPostgres)
    throw new Error(`DATABASE_URL: expected Postgres ${oldestPostgres} or newer, found ${version}`)
}

/** Connection exceptions, and the server shutting down or ending the session: Postgres' appendix A, classes 08 and 57. */
const endsConnection = /^(?:08|57P)/

/**
 * Unlike `pool.query`, keeps the connection when the database refuses a statement: refusals are everyday here, connections are dear.
 */
async function queryOn<Row extends pg.QueryResultRow>(
  pool: pg.Pool,
  statement: pg.QueryConfig,
): Promise<pg.QueryResult<Row>> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    return await client.query<Row>(statement)
  } catch (error) {
    const refusal = error instanceof pg.DatabaseError && !endsConnection.test(error.code ?? "")
    if (!refusal) broken = error instanceof Error ? error : new Error(String(error))
    throw error
  } finally {
    client.release(broken)
  }
}
