import { execFileSync } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"

/** The program as it was before the newest migration, from the repository's history, built with today's dependencies. */

const git = (...args: string[]): string => execFileSync("git", args, { encoding: "utf8", stdio: "pipe" }).trim()

/** The commit before the one that added the newest migration; null where the history does not reach that far. */
export function commitBefore(): string | null {
  try {
    const added = git("log", "-1", "--diff-filter=A", "--format=%H", "--", "prisma/migrations/*/migration.sql")
    // In a shallow clone the oldest commit seems to have added everything.
    return git("rev-parse", "--verify", `${added}^`)
  } catch {
    return null
  }
}

export function buildVersion(commit: string): { root: string; remove(): void } {
  const root = mkdtempSync(join(tmpdir(), "anchordesk-before-"))
  const archive = execFileSync("git", ["archive", commit], { maxBuffer: 256 * 1024 * 1024 })
  execFileSync("tar", ["x"], { cwd: root, input: archive })
  const modules = join(root, "node_modules")
  mkdirSync(modules)
  for (const name of readdirSync("node_modules")) {
    if (name === ".cache") continue
    const ours = resolve("node_modules", name)
    // The board's page may only be made of what lies below its own folders.
    if (name === "preact") cpSync(ours, join(modules, name), { recursive: true })
    else symlinkSync(ours, join(modules, name))
  }
  execFileSync(process.execPath, ["scripts/build.mjs"], { cwd: root, stdio: "pipe" })
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) }
}
