// Holds the direction of imports, and that they were looked at: a cruiser that cannot parse finds nothing wrong with nothing.
import { execFileSync } from "node:child_process"

const least = 100
const args = ["src", "--config", ".dependency-cruiser.cjs", "--output-type", "json"]
const run = () => {
  try {
    return execFileSync("node_modules/.bin/depcruise", args, { encoding: "utf8", maxBuffer: 256 * 1024 * 1024 })
  } catch (error) {
    const { stdout } = /** @type {{ stdout?: string }} */ (error)
    if (!stdout) throw error
    return stdout
  }
}
const { summary } = JSON.parse(run())
for (const { rule, from, to } of summary.violations) process.stdout.write(`${rule.name}: ${from} → ${to}\n`)
process.stdout.write(
  `${summary.totalCruised} modules, ${summary.totalDependenciesCruised} imports, ${summary.violations.length} against the rules\n`,
)
if (summary.totalCruised < least) {
  process.stdout.write(`fewer than ${least} modules were read: the check does not work\n`)
  process.exitCode = 1
}
if (summary.violations.length > 0) process.exitCode = 1
