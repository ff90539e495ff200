import { execFileSync, type SpawnOptions, spawn } from "node:child_process"
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { type AddressInfo, createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** A Postgres of one's own, to be stopped in the middle of what it does. */
export type Cluster = {
  databaseUrl: string
  /** As by a power cut: nothing is written out, all connections break. Then it recovers. @returns ms until it answers again */
  crash(): Promise<number>
  end(): Promise<void>
}

const versions = "/usr/lib/postgresql"
const bin = (): string | null =>
  existsSync(versions)
    ? (readdirSync(versions)
        .sort((a, b) => Number(a) - Number(b))
        .map((version) => join(versions, version, "bin"))
        .filter((folder) => existsSync(join(folder, "initdb")))
        .at(-1) ?? null)
    : null

/** Are its programs installed? */
export const hasCluster = (): boolean => bin() !== null

/** Postgres refuses to run as root; then it runs as its own user. */
function owner(): Pick<SpawnOptions, "uid" | "gid"> {
  if (process.getuid?.() !== 0) return {}
  const [, , uid, gid] = readFileSync("/etc/passwd", "utf8").match(/^postgres:([^:]*):(\d+):(\d+):/m) ?? []
  return { uid: Number(uid), gid: Number(gid) }
}

export async function startCluster(settings: readonly string[] = []): Promise<Cluster> {
  const programs = bin()
  if (!programs) throw new Error("no Postgres is installed here")
  const folder = mkdtempSync(join(tmpdir(), "anchordesk-cluster-"))
  const as = owner()
  if (as.uid !== undefined && as.gid !== undefined) chownSync(folder, as.uid, as.gid)
  const data = join(folder, "data")
  const run = (program: string, ...args: string[]): Promise<void> =>
    new Promise((resolve, reject) => {
      const child = spawn(join(programs, program), args, { ...as, cwd: folder, stdio: "ignore" })
      child.once("error", reject)
      child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}`))))
    })
  execFileSync(join(programs, "initdb"), ["-D", data, "-A", "trust", "-U", "postgres", "--no-sync"], {
    ...as,
    cwd: folder,
    stdio: "ignore",
  })
  const port = await freePort()
  const options = ["-h 127.0.0.1", `-p ${port}`, `-k ${folder}`, ...settings.map((setting) => `-c ${setting}`)].join(
    " ",
  )
  const start = () => run("pg_ctl", "-D", data, "-o", options, "-l", join(folder, "log"), "-w", "-s", "start")
  await start()
  return {
    databaseUrl: `postgres://postgres@127.0.0.1:${port}/postgres`,
    async crash() {
      await run("pg_ctl", "-D", data, "-m", "immediate", "-s", "stop")
      const stopped = performance.now()
      await start()
      return performance.now() - stopped
    },
    async end() {
      await run("pg_ctl", "-D", data, "-m", "immediate", "-s", "stop").catch(() => {})
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
