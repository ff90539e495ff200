// Packs the package, installs it into an empty folder as somebody would who has only the registry, and runs it there: the bin, the
// doctor, the service to readiness and to its end. Prints what it weighs and takes. Needs a build, and a registry to install from.
import { execFileSync, spawn } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"

const folder = mkdtempSync(join(tmpdir(), "anchordesk-package-"))
const env = { ...process.env, DATA_DIR: join(folder, "data"), PORT: "0", LOG_LEVEL: "error" }
/** @type {(command: string, args: string[], cwd?: string) => string} */
const run = (command, args, cwd = folder) => execFileSync(command, args, { cwd, env, encoding: "utf8" })
/** @type {(since: number) => string} */
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`
const megabytes = (/** @type {number} */ bytes) => `${(bytes / 1e6).toFixed(1)} MB`
const told = (/** @type {string} */ line) => process.stdout.write(`${line}\n`)

/** @returns {Promise<string>} how long it took to be ready */
async function startAndStop() {
  const since = performance.now()
  const service = spawn(join(folder, "node_modules/.bin/anchordesk"), ["start"], { cwd: folder, env })
  const ended = new Promise((done) => service.once("exit", done))
  const address = await new Promise((done, failed) => {
    service.stdout.on("data", (data) => {
      const open = /is open: (\S+)/.exec(String(data))?.[1]
      if (open) done(open)
    })
    service.once("exit", (code) => failed(new Error(`the service ended with ${code}`)))
  })
  const ready = await fetch(`${address}/readyz`)
  for (const path of ["/", "/board", "/board/app.js"]) {
    const page = await fetch(address + path)
    if (!page.ok) throw new Error(`${path} ${page.status}`)
  }
  if (!ready.ok) throw new Error(`/readyz ${ready.status}: ${await ready.text()}`)
  const took = seconds(since)
  service.kill("SIGTERM")
  const code = await ended
  if (code !== 0) throw new Error(`told to stop, the service ended with ${code}`)
  return took
}

try {
  const name = run("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder], resolve(".")).trim()
  const tarball = join(folder, name.split("\n").at(-1) ?? "")
  writeFileSync(join(folder, "package.json"), "{}")
  const since = performance.now()
  run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", tarball])
  told(`package ${megabytes(statSync(tarball).size)}, installed without scripts in ${seconds(since)}`)
  told(`installed ${run("du", ["-sh", "node_modules"]).split("\t")[0]}`)
  const { version } = JSON.parse(readFileSync("package.json", "utf8"))
  const said = run("node_modules/.bin/anchordesk", ["--version"]).trim()
  if (said !== version) throw new Error(`--version said ${said}`)
  const { ok, checks } = JSON.parse(run("node_modules/.bin/anchordesk", ["doctor", "--json"]))
  if (!ok) throw new Error(`the doctor is not content: ${JSON.stringify(checks)}`)
  told(`ready ${await startAndStop()} after its first start`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
