import { execFile } from "node:child_process"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import type { Store } from "../src/core/store/open.js"
import { median } from "./harness.js"

/** Postgres' own driver of load, in C: what a hand-written statement can do on this machine. */

/** As Debian's packages have it (the newest there is), or on the path. */
function pgbenchPath(): string {
  const root = "/usr/lib/postgresql"
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : []
  const found = versions.map((version) => join(root, version, "bin", "pgbench")).find((path) => existsSync(path))
  return found ?? "pgbench"
}

const run = promisify(execFile)

type Load = {
  /** One transaction, in pgbench's words. */
  script: string
  clients: number
  /** Of each client. */
  transactions: number
  variables?: Record<string, number>
}

/** Prepared, on connections of its own to the store's Postgres. @returns transactions a second, and the median of how long they took, in ms */
export async function pgbench(store: Store, load: Load): Promise<{ perSecond: number; p50: number }> {
  const { script, clients, transactions, variables = {} } = load
  const folder = mkdtempSync(join(tmpdir(), "anchordesk-pgbench-"))
  const file = join(folder, "script.sql")
  writeFileSync(file, script)
  const defined = Object.entries(variables).flatMap(([name, value]) => ["-D", `${name}=${value}`])
  const counts = ["-c", String(clients), "-j", String(Math.min(2, clients)), "-t", String(transactions)]
  const flags = ["-n", "-M", "prepared", "-l", ...counts, ...defined, "-f", file]
  try {
    const { stdout } = await run(pgbenchPath(), [...flags, String(store.pool.options.connectionString)], {
      cwd: folder,
    })
    const number = (after: RegExp) => Number(after.exec(stdout)?.[1])
    if (number(/actually processed: (\d+)/) !== clients * transactions) throw new Error(stdout)
    const logs = readdirSync(folder).filter((name) => name.startsWith("pgbench_log"))
    // Each line: client, count, microseconds, …
    const lines = logs.flatMap((name) => readFileSync(join(folder, name), "utf8").trim().split("\n"))
    return { perSecond: number(/tps = ([\d.]+)/), p50: median(lines.map((line) => Number(line.split(" ")[2]) / 1000)) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
