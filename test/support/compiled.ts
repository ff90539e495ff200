import { mkdirSync, readdirSync, rmSync } from "node:fs"
import { join, relative } from "node:path"
import { fileURLToPath } from "node:url"
import { buildSync } from "esbuild"

const root = fileURLToPath(new URL("../..", import.meta.url))
/** Within the package, so that its dependencies and migrations are found from there. */
const caches = join(root, "node_modules", ".cache")
const prefix = "anchordesk-compiled-"
let folder: string | undefined

/**
 * A script of the sources or the tests, as plain JavaScript among all it may import: its process starts in half the time that it takes
 * through tsx, and storms start thousands. Compiled once by each process that asks, and gone with it; what a
 * process that was killed has left goes with the next.
 * @param script its file's URL
 */
export function compiled(script: URL): string {
  folder ??= compile()
  return join(folder, relative(root, fileURLToPath(script)).replace(/\.ts$/, ".js"))
}

function compile(): string {
  mkdirSync(caches, { recursive: true })
  for (const name of readdirSync(caches))
    if (name.startsWith(prefix) && !lives(Number(name.slice(prefix.length))))
      rmSync(join(caches, name), { recursive: true, force: true })
  const outdir = join(caches, `${prefix}${process.pid}`)
  process.on("exit", () => rmSync(outdir, { recursive: true, force: true }))
  buildSync({
    absWorkingDir: root,
    entryPoints: ["src/**/*.ts", "src/core/**/*.js", "test/support/**/*.ts", "test/proof/**/*.ts"],
    outdir,
    outbase: root,
    format: "esm",
    platform: "node",
    logLevel: "error",
  })
  return outdir
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
