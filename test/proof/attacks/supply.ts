import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { z } from "zod"
import type { Finding, Measure } from "../measure.js"

/** S21: what comes in with what the desk depends on. */

const lock = z.object({
  lockfileVersion: z.literal(3),
  packages: z.record(
    z.string(),
    z.object({
      resolved: z.string().optional(),
      integrity: z.string().optional(),
      link: z.boolean().optional(),
      inBundle: z.boolean().optional(),
      hasInstallScript: z.boolean().optional(),
      version: z.string().optional(),
    }),
  ),
})
type Lock = z.output<typeof lock>

/** Packages whose installation would run something. None of it is needed: the desk is built and tested without. */
const knownScripts = ["@prisma/engines", "@swc/core", "esbuild", "prisma"]

/**
 * @returns one line for each package that does not come from one registry, by https, with its sha512. Without an address it comes from
 * the registry that npm is set to, wherever that is.
 */
export function lockFaults({ packages }: Lock): string[] {
  const foreign = Object.entries(packages).filter(([path]) => path !== "")
  const hosts = new Map<string, number>()
  for (const [, { resolved }] of foreign)
    if (resolved && URL.canParse(resolved))
      hosts.set(new URL(resolved).host, (hosts.get(new URL(resolved).host) ?? 0) + 1)
  return [
    ...foreign.flatMap(([path, { resolved, integrity = "", link, inBundle }]) => {
      if (inBundle) return []
      if (link || (resolved !== undefined && !resolved.startsWith("https://")))
        return [`${path} is not from a registry by https`]
      return integrity.startsWith("sha512-") ? [] : [`${path} has no sha512`]
    }),
    ...(hosts.size > 1 || (hosts.size === 1 && foreign.some(([, { resolved, inBundle }]) => !resolved && !inBundle))
      ? ["there are several registries"]
      : []),
    ...foreign.flatMap(([path, { hasInstallScript }]) => {
      const name = path.replace(/^.*node_modules\//, "")
      return hasInstallScript && !knownScripts.includes(name) ? [`${name} runs something when it is installed`] : []
    }),
  ]
}

/** Changes to a lock file that must be seen. */
const tampered: Record<string, (packages: Lock["packages"]) => void> = {
  "another registry": (packages) =>
    void Object.assign(packages["node_modules/zod"] ?? {}, { resolved: "https://registry.evil.test/zod.tgz" }),
  "no integrity": (packages) => void Object.assign(packages["node_modules/zod"] ?? {}, { integrity: "sha1-AAAA" }),
  "a git dependency": (packages) =>
    void Object.assign(packages["node_modules/zod"] ?? {}, { resolved: "git+ssh://git@evil.test/zod.git" }),
}

export const s21: Measure = {
  id: "S21",
  promise: "What is installed is what the lock file says, runs nothing while it is installed, and is listed",
  counts: "clones installed, built and tested without scripts",
  times: { quick: 0, full: 1 },
  needs: [],
  plants: Object.keys(tampered),
  async run({ times, plant, say }): Promise<Finding> {
    const read = lock.parse(JSON.parse(readFileSync("package-lock.json", "utf8")))
    if (plant) tampered[plant]?.(read.packages)
    const violations = lockFaults(read)
    const declared = z
      .object({ dependencies: z.record(z.string(), z.string()), devDependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync("package.json", "utf8")))
    for (const [name, range] of Object.entries({ ...declared.dependencies, ...declared.devDependencies }))
      if (!/^\d/.test(range)) violations.push(`${name} is not pinned: ${range}`)
    const listed = plant ? 0 : bill(violations)
    if (!plant) planted(violations)
    for (let n = 0; n < times; n++) say(clone(violations))
    return {
      figures: { packages: Object.keys(read.packages).length - 1, "in the bill of materials": listed },
      violations,
    }
  },
}

/** The bill of materials of what is installed with the desk. */
function bill(violations: string[]): number {
  const text = execFileSync("npm", ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"], {
    encoding: "utf8",
    maxBuffer: 1e8,
  })
  const { components } = z
    .object({
      bomFormat: z.literal("CycloneDX"),
      components: z.array(z.object({ name: z.string(), version: z.string(), purl: z.string().optional() })),
    })
    .parse(JSON.parse(text))
  const names = new Set(components.map(({ name }) => name))
  const { dependencies } = z
    .object({ dependencies: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync("package.json", "utf8")))
  for (const name of Object.keys(dependencies))
    if (!names.has(name)) violations.push(`the bill of materials lacks ${name}`)
  return components.length
}

/** A package that runs something when it is installed: it must not, and does where scripts are let run, or this shows nothing. */
function planted(violations: string[]): void {
  const folder = mkdtempSync(join(tmpdir(), "anchordesk-supply-"))
  try {
    const [evil, desk] = [join(folder, "evil"), join(folder, "desk")]
    for (const path of [evil, desk]) mkdirSync(path)
    const marker = join(folder, "ran")
    const scripts = { postinstall: `node -e "require('fs').writeFileSync('${marker}','')"` }
    writeFileSync(join(evil, "package.json"), JSON.stringify({ name: "evil", version: "1.0.0", scripts }))
    execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: evil })
    writeFileSync(
      join(desk, "package.json"),
      JSON.stringify({ name: "desk", version: "1.0.0", dependencies: { evil: "file:../evil-1.0.0.tgz" } }),
    )
    const npm = (...args: string[]) =>
      execFileSync("npm", [...args, "--no-audit", "--no-fund", "--offline", "--silent"], { cwd: desk })
    npm("install", "--ignore-scripts")
    npm("ci", "--ignore-scripts")
    if (existsSync(marker)) violations.push("a planted script ran")
    npm("ci")
    if (!existsSync(marker)) violations.push("the planted script does not run where it may: nothing is shown")
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The whole: a clone, installed without scripts, built and tested. */
function clone(violations: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "anchordesk-clone-"))
  try {
    execFileSync("git", ["clone", "--quiet", ".", folder])
    const run = (command: string, ...args: string[]) =>
      execFileSync(command, args, { cwd: folder, encoding: "utf8", maxBuffer: 1e9, stdio: ["ignore", "pipe", "pipe"] })
    run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    run("npm", "run", "build")
    run(
      "npx",
      "vitest",
      "run",
      "test/core/booking.test.ts",
      "test/core/rules.test.ts",
      "test/bots/web/security.test.ts",
    )
    return "a clone was installed without scripts, built, and passed its tests"
  } catch (error) {
    violations.push(`a clone without scripts: ${String(error).slice(0, 500)}`)
    return "failed"
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
