/**
 * `npm run prove` runs every measure small; `npm run prove -- R8` one, at full size with `--full` or `--times N`, repeated with
 * `--seed N`, and with `--plant FAULT` to see it fail.
 */
import { parseArgs } from "node:util"
import { z } from "zod"
import { measures } from "./measures.js"

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    full: { type: "boolean", default: false },
    times: { type: "string" },
    seed: { type: "string" },
    plant: { type: "string" },
  },
})
const number = z.coerce.number().int().min(0)
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : number.parse(values.seed)
const out = (line: string) => process.stdout.write(`${line}\n`)
const wanted = positionals.map((id) => id.toUpperCase())
const unknown = wanted.filter((id) => !measures.some((one) => one.id === id))
if (unknown.length > 0) {
  out(`no such measure: ${unknown.join(", ")}; there are ${measures.map(({ id }) => id).join(", ")}`)
  process.exit(2)
}

for (const measure of measures) {
  if (wanted.length > 0 && !wanted.includes(measure.id)) continue
  const times = values.times === undefined ? measure.times[values.full ? "full" : "quick"] : number.parse(values.times)
  const { plant } = values
  if (plant !== undefined && !measure.plants.includes(plant)) {
    out(`${measure.id} has no fault "${plant}" to plant; it has: ${measure.plants.join(", ") || "none"}`)
    process.exit(2)
  }
  out(
    `${measure.id} ${measure.promise}\n   seed ${seed}, ${times} ${measure.counts}${plant ? `, planted: ${plant}` : ""}`,
  )
  const { figures, violations } = await measure.run({
    seed,
    times,
    ...(plant === undefined ? {} : { plant }),
    say: (line) => out(`   ${line}`),
  })
  for (const [name, value] of Object.entries(figures)) out(`   ${name}: ${value}`)
  for (const violation of violations.slice(0, 20)) out(`   VIOLATION ${violation}`)
  out(`   ${violations.length} violations`)
  if (violations.length > 0) process.exitCode = 1
}
for (const { done } of measures) await done?.()
// What was killed amid a transaction may keep a line open for ever.
process.exit()
