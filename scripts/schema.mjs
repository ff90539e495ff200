// Prisma's schema engine, without its binary (which `prisma migrate` would download): the same engine compiled to WebAssembly, on
// embedded Postgres instances that live in memory. It compares prisma/schema.prisma with what prisma/migrations make of a database.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { PGlite } from "@electric-sql/pglite"
import { btree_gist } from "@electric-sql/pglite/contrib/btree_gist"
import { PrismaPg } from "@prisma/adapter-pg"
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils"
import * as engineModule from "@prisma/schema-engine-wasm/schema_engine_bg"
import pg from "pg"
import { serve } from "../src/core/store/embedded-server.js"

/** @typedef {{ schema?: string, migrations?: string }} Paths */

/**
 * @param {Paths} [paths]
 * @returns {Promise<{ summary: string, sql: string }>} how the schema differs from the migrations; both empty when it does not
 */
export async function difference({ schema = "prisma/schema.prisma", migrations = "prisma/migrations" } = {}) {
  const databases = await memoryDatabases()
  try {
    const engine = await schemaEngine(databases.factory)
    /** @param {boolean} script */
    const diff = async (script) => {
      const { exitCode, stdout } = await engine.diff({
        from: { tag: "migrations", ...migrationList(migrations) },
        to: { tag: "schemaDatamodel", files: [{ path: schema, content: readFileSync(schema, "utf8") }] },
        script,
        exitCode: true,
        filters: { externalTables: [], externalEnums: [] },
      })
      return exitCode === 0 ? "" : (stdout ?? "")
    }
    const sql = await diff(true)
    return { summary: sql && (await diff(false)), sql }
  } finally {
    await databases.close()
  }
}

/** @param {string} folder */
export function migrationList(folder) {
  return {
    baseDir: folder,
    lockfile: { path: "migration_lock.toml", content: readFileSync(join(folder, "migration_lock.toml"), "utf8") },
    shadowDbInitScript: "",
    migrationDirectories: readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort()
      .map((path) => ({
        path,
        migrationFile: {
          path: "migration.sql",
          content: /** @type {const} */ ({
            tag: "ok",
            value: readFileSync(join(folder, path, "migration.sql"), "utf8"),
          }),
        },
      })),
  }
}

/** The engine is one to a process: a second instance would meet the first's memory. @type {Promise<any> | undefined} */
let loaded
const load = async () => {
  const require = createRequire(import.meta.url)
  const file = join(dirname(require.resolve("@prisma/schema-engine-wasm")), "schema_engine_bg.wasm")
  // Where the engine reports a panic, after which its promises never settle.
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: stop } })
  const { WebAssembly } = /** @type {any} */ (globalThis)
  const { instance } = await WebAssembly.instantiate(readFileSync(file), { "./schema_engine_bg.js": engineModule })
  const { __wbg_set_wasm, SchemaEngine } = /** @type {any} */ (engineModule)
  __wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  return SchemaEngine
}

/** @param {string} message */
const stop = (message) => {
  process.stderr.write(`the schema engine panicked: ${message}\n`)
  process.exit(1)
}

/**
 * @param {object} factory a driver adapter factory that can also connect to shadow databases
 * @returns {Promise<import("@prisma/schema-engine-wasm").SchemaEngine>}
 */
export async function schemaEngine(factory) {
  loaded ??= load()
  return (await loaded).new(
    { datamodels: undefined },
    () => {},
    bindMigrationAwareSqlAdapterFactory(/** @type {any} */ (factory)),
  )
}

async function memoryDatabases() {
  const folder = mkdtempSync(join(tmpdir(), "anchordesk-schema-"))
  /** @type {(() => Promise<void>)[]} */
  const closing = []
  let count = 0
  const connect = async () => {
    const db = await PGlite.create({ extensions: { btree_gist } })
    const port = ++count
    const server = await serve(db, join(folder, `.s.PGSQL.${port}`), { leaveMs: 0 })
    closing.push(async () => {
      await server.stop()
      await db.close()
    })
    return engineAdapter(new pg.Pool({ host: folder, port, user: "postgres", database: "postgres" }))
  }
  return {
    factory: { provider: "postgres", adapterName: "anchordesk", connect, connectToShadowDb: connect },
    async close() {
      for (const close of closing) await close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/**
 * Prisma's adapter with two corrections that the schema engine needs: it does not know Postgres' internal type "char" (OID 18), of which
 * the catalogue is full, and cuts a script at every semicolon, also inside a function's body.
 * @param {pg.Pool} pool
 */
export async function engineAdapter(pool) {
  /** @type {number[]} */
  let chars = []
  const query = pool.query.bind(pool)
  pool.query = /** @type {any} */ (
    async (/** @type {any} */ statement, /** @type {any} */ values) => {
      const result = await query(statement, values)
      chars = (result.fields ?? []).flatMap(({ dataTypeID }, column) => (dataTypeID === 18 ? [column] : []))
      for (const column of chars) Object.assign(result.fields[column] ?? {}, { dataTypeID: 25 })
      return result
    }
  )
  const adapter = await new PrismaPg(pool, { disposeExternalPool: true }).connect()
  const queryRaw = adapter.queryRaw.bind(adapter)
  adapter.queryRaw = async (params) => {
    const result = await queryRaw(params)
    for (const column of chars) result.columnTypes[column] = ColumnTypeEnum.Character
    return result
  }
  adapter.executeScript = async (script) => void (await query(script))
  return adapter
}
