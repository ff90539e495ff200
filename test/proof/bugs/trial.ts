import { execFile } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { z } from "zod"
import type { Bug } from "./bug.js"

/** Runs tests on a copy of the product that has a bug; the working tree is never touched. */

/** `blind`: the named tests pass all the same. `broken`: they fail, but for another reason than that an expectation was not met. */
export type Verdict = { is: "caught"; by: string } | { is: "blind" } | { is: "broken"; why: string }

const copied = ["src", "prisma", "test", "scripts", "bin", "package.json", "tsconfig.json", "vitest.config.ts"]
/** A bug may make a test wait for what never comes. */
const patienceMs = 240_000

/**
 * A copy of the tree with packages by reference, and a cache of stores of its own: a changed migration makes another store. What other
 * tests compile there comes and goes meanwhile.
 */
function copyOfTree(): string {
  const folder = mkdtempSync(join(tmpdir(), "anchordesk-bugs-"))
  for (const name of copied) cpSync(name, join(folder, name), { recursive: true })
  mkdirSync(join(folder, "node_modules"))
  for (const name of readdirSync("node_modules"))
    if (name === ".bin" || !name.startsWith("."))
      symlinkSync(join(process.cwd(), "node_modules", name), join(folder, "node_modules", name))
  const stores = join("node_modules", ".cache")
  cpSync(stores, join(folder, stores), { recursive: true, filter: (path) => !/knip|compiled/.test(path) })
  return folder
}

const report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
})
type Ran = { name: string; passed: boolean; skipped: boolean; why: string }

const literally = (text: string): string => text.replace(/[.*+?^$()[\]{}|\\]/g, "\\$&")

/** One line for each test of a file that bears on one of these bugs; `trouble`: the file could not be run. */
async function run(folder: string, bugs: readonly Bug[]): Promise<{ tests: Map<string, Ran[]>; trouble: string }> {
  if (bugs.length === 0) return { tests: new Map(), trouble: "" }
  const out = join(folder, "report.json")
  rmSync(out, { force: true })
  const names = bugs.flatMap(({ named }) => (named === undefined ? [] : [literally(named)]))
  const { VITEST: _, VITEST_POOL_ID: __, VITEST_WORKER_ID: ___, NODE_OPTIONS: ____, ...own } = process.env
  // The embedded store is quicker to begin with, and enough but for what several connections do.
  const env = bugs.some(({ postgres }) => postgres) ? own : { ...own, TEST_POSTGRES_URL: "postgres://127.0.0.1:9/none" }
  const args = [
    join("node_modules", "vitest", "vitest.mjs"),
    ...["run", "--reporter=json", `--outputFile=${out}`],
    ...(names.length > 0 ? ["-t", names.join("|")] : []),
    ...new Set(bugs.map(({ test }) => test)),
  ]
  const said = await new Promise<string>((resolve) =>
    execFile(
      process.execPath,
      args,
      { cwd: folder, env, timeout: patienceMs * Math.max(1, bugs.length / 8) },
      (error, stdout, stderr) => resolve(error ? `${stdout}\n${stderr}\n${error.message}` : ""),
    ),
  )
  const read = report.safeParse(parsed(out))
  if (!read.success) return { tests: new Map(), trouble: said.slice(-400) || "nothing was reported" }
  const { testResults } = read.data
  const tests = testResults.map(({ name, assertionResults }): [string, Ran[]] => [
    name.slice(name.indexOf("/test/") + 1),
    assertionResults.map(({ fullName, status, failureMessages }) => ({
      name: fullName,
      passed: status === "passed",
      skipped: status !== "passed" && status !== "failed",
      why: failureMessages?.join("\n") ?? "",
    })),
  ])
  return { tests: new Map(tests), trouble: testResults.map(({ message = "" }) => message).join("") }
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"))
  } catch {
    return undefined
  }
}

/** An expectation was not met; anything else is a bug that the test stumbles over rather than finds. */
const expectation = /^(AssertionError|Error: Property failed|Error: promise (resolved|rejected) )/m

/** Those of a run's tests that a bug's row names. */
const meant = (tests: Map<string, Ran[]>, { test, named = "" }: Bug): Ran[] =>
  (tests.get(test) ?? []).filter(({ name, skipped }) => !skipped && name.includes(named))

/** @throws when a row does not fit the code any more: its text is not there, or not once */
export function planted({ name, file, from, to }: Bug): string {
  const parts = readFileSync(file, "utf8").split(from)
  if (parts.length !== 2) throw new Error(`"${name}": its text stands ${parts.length - 1} times in ${file}`)
  return parts.join(to)
}

/** Runs the tests as they are, and then once for each bug. */
export async function tried(
  bugs: readonly Bug[],
  each: (bug: Bug, verdict: Verdict, seconds: number) => void,
): Promise<void> {
  const folder = copyOfTree()
  try {
    const asIs = await unplanted(folder, bugs)
    for (const bug of bugs) {
      const began = performance.now()
      const before = meant(asIs.tests, bug).filter(({ passed }) => passed)
      const verdict = before.length === 0 ? nothingPasses(bug, asIs) : await withBug(folder, bug, before)
      each(bug, verdict, (performance.now() - began) / 1000)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Whole files by themselves: beside them, the tests that others name could not be picked out. */
async function unplanted(folder: string, bugs: readonly Bug[]): ReturnType<typeof run> {
  const kindOf = ({ named, postgres }: Bug) => `${named === undefined} ${postgres === true}`
  const tests = new Map<string, Ran[]>()
  let trouble = ""
  for (const kind of new Set(bugs.map(kindOf))) {
    const ran = await run(
      folder,
      bugs.filter((bug) => kindOf(bug) === kind),
    )
    for (const [file, results] of ran.tests) tests.set(file, [...(tests.get(file) ?? []), ...results])
    trouble += ran.trouble
  }
  return { tests, trouble }
}

const nothingPasses = (bug: Bug, { tests, trouble }: Awaited<ReturnType<typeof run>>): Verdict => ({
  is: "broken",
  why: `without it no such test passes: ${meant(tests, bug)[0]?.why || trouble || bug.named || bug.test}`.slice(0, 600),
})

async function withBug(folder: string, bug: Bug, before: readonly Ran[]): Promise<Verdict> {
  writeFileSync(join(folder, bug.file), planted(bug))
  try {
    const { tests, trouble } = await run(folder, [bug])
    const ran = meant(tests, bug).filter(({ name }) => before.some((one) => one.name === name))
    const failed = ran.filter(({ passed }) => !passed)
    const found = failed.find(({ why }) => expectation.test(why))
    if (found) return { is: "caught", by: found.name }
    if (ran.length > 0 && failed.length === 0) return { is: "blind" }
    return { is: "broken", why: (failed[0]?.why || trouble || "it was never done").slice(0, 400) }
  } finally {
    cpSync(bug.file, join(folder, bug.file))
  }
}
