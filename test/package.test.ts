import { execFileSync } from "node:child_process"
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { services } from "./support/service.js"

/** What `npm pack` makes, run where none of the sources are. (`scripts/try-package.mjs` also installs it from the registry.) */

let folder: string
let root: string
beforeAll(() => {
  execFileSync(process.execPath, ["scripts/build.mjs"])
  folder = mkdtempSync(join(tmpdir(), "anchordesk-package-"))
  execFileSync("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder])
  const [tarball = ""] = readdirSync(folder)
  execFileSync("tar", ["xzf", tarball], { cwd: folder })
  // As npm lays a package out: itself beside what it depends on.
  root = join(folder, "node_modules", "anchordesk")
  mkdirSync(join(folder, "node_modules"))
  execFileSync("mv", [join(folder, "package"), root])
  symlinkSync(resolve("node_modules"), join(root, "node_modules"))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test("has what it needs and nothing else, starts on an empty folder at once, and the doctor is content", async () => {
  expect(
    readdirSync(root)
      .filter((name) => name !== "node_modules")
      .sort(),
  ).toEqual(["LICENSE", "README.md", "bin", "dist", "package.json", "prisma"])
  const { start, command, end } = services({ DATA_DIR: join(folder, "data"), LOG_LEVEL: "debug" }, root)
  try {
    const service = await start()
    const statuses = await Promise.all(
      ["/", "/healthz", "/readyz", "/metrics"].map(async (path) => (await fetch(`${service.address}${path}`)).status),
    )
    expect(statuses).toEqual([200, 200, 200, 200])
    // The store that the build made was used: nothing had to be migrated.
    expect(service.log.join("\n")).not.toContain("schema brought up to date")
    expect(command("doctor")).toMatchObject({ ok: true })
    expect(command("members", "add", "--name", "Padaria Lua", "--plan", "standard")).toMatchObject({
      id: expect.any(String),
    })
    expect(await service.stop("SIGTERM")).toBe(0)
  } finally {
    await end()
  }
})
