/**
 * `npm run bench` measures everything and writes `bench/results/`; `npm run bench -- B4 B5` some of it; `npm run bench -- --check`
 * the cheap ones, and fails where a ratio misses its goal and is clearly worse than what is kept of it.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { cpus, totalmem } from "node:os"
import { parseArgs } from "node:util"
import { z } from "zod"
import { benchmarks } from "./benchmarks.js"
import { type Goal, met, type Ratio, steppedBack } from "./harness.js"

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { check: { type: "boolean", default: false }, pairs: { type: "string", default: "7" } },
})
const pairs = z.coerce.number().int().min(1).parse(values.pairs)
const wanted = positionals.map((id) => id.toUpperCase())
const unknown = wanted.filter((id) => !benchmarks.some((one) => one.id === id))
const out = (line: string) => process.stdout.write(`${line}\n`)
if (unknown.length > 0) {
  out(`no such benchmark: ${unknown.join(", ")}; there are ${benchmarks.map(({ id }) => id).join(", ")}`)
  process.exit(2)
}

type Result = { id: string; title: string; on: string; machine: string; ratios: Ratio[] }
const machine = `${cpus().length} cores (${cpus()[0]?.model ?? "unknown"}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`
const goal = (of: Goal) => (of.kind === "reported" ? "reported" : `${of.kind === "at_least" ? "≥" : "≤"} ${of.ratio}`)
const short = (value: number | string) => (typeof value === "number" ? Number(value.toPrecision(4)).toString() : value)
const verdict = (ratio: Ratio) => (ratio.goal.kind === "reported" ? "" : met(ratio) ? "met" : "**not met**")

const results: Result[] = []
for (const benchmark of benchmarks) {
  if (wanted.length > 0 ? !wanted.includes(benchmark.id) : values.check && !benchmark.cheap) continue
  out(`${benchmark.id} ${benchmark.title}`)
  const ratios = await benchmark.run({ pairs, say: (line) => out(`   ${line}`) })
  for (const one of ratios) {
    out(`   ${one.what}: ${short(one.ratio)} ± ${short(one.spread)} (${goal(one.goal)}) ${verdict(one)}`)
    for (const [name, value] of Object.entries(one.facts)) out(`      ${name}: ${short(value)}`)
  }
  results.push({ id: benchmark.id, title: benchmark.title, on: new Date().toISOString().slice(0, 10), machine, ratios })
}

const file = "bench/results/results.json"
if (values.check) {
  const kept = readKept()
  const back = results.flatMap(({ id, ratios }) => {
    const before = kept.find((one) => one.id === id)?.ratios ?? []
    return ratios.flatMap((one) => {
      const then = before.find(({ what }) => what === one.what)
      return steppedBack(one, then)
        ? [`${id} ${one.what}: ${short(one.ratio)}, was ${short(then?.ratio ?? "not kept")}`]
        : []
    })
  })
  out(back.length === 0 ? "no step back" : `a clear step back: ${back.join("; ")}`)
  process.exitCode = back.length === 0 ? 0 : 1
} else {
  keep(results)
}

function readKept(): Result[] {
  try {
    return JSON.parse(readFileSync(file, "utf8"))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error
    return []
  }
}

/** What was measured replaces what was kept of the same benchmarks; the table is drawn from all that is kept. */
function keep(fresh: readonly Result[]): void {
  mkdirSync("bench/results", { recursive: true })
  const kept = readKept()
  const all = benchmarks.flatMap(({ id }) =>
    [fresh, kept].flatMap((of) => of.filter((one) => one.id === id)).slice(0, 1),
  )
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`)
  const rows = all.flatMap(({ id, on, ratios }) =>
    ratios.map(
      (one) =>
        `| ${id} | ${one.what} | ${short(one.ratio)} ± ${short(one.spread)} | ${goal(one.goal)} | ${verdict(one)} | ` +
        `${Object.entries(one.facts)
          .map(([name, value]) => `${name}: ${short(value)}`)
          .join("; ")} | ${on} |`,
    ),
  )
  const head =
    "| | what / against what | ratio ± spread | goal | | sides (medians) | measured |\n|---|---|---|---|---|---|---|"
  writeFileSync("bench/results/table.md", `${head}\n${rows.join("\n")}\n`)
  out("bench/results/table.md")
}
