import type { Command } from "commander"
import { parseCentre } from "../core/centre-file.js"
import { applyCentre, type CheckedResult, checkCentre, currentCentre } from "../core/centre-store.js"
import { OperatorError } from "../core/members.js"
import { followCentre } from "../core/reminding.js"
import { readText } from "./files.js"
import type { Output } from "./output.js"
import { withWorld } from "./store.js"

export function centreCommands(program: Command, output: Output): void {
  const centre = program.command("centre").description("the centre's rooms, gear, hours and plans")
  centre
    .command("apply")
    .description("make a centre file the current one; safe to repeat")
    .argument("<file>", "a YAML file")
    .option("--dry-run", "only say what it would change, and what it would break")
    .option("--json", "print JSON")
    .action(async (file: string, { dryRun }: { dryRun?: boolean }, command: Command) => {
      const parsed = parseCentre(readText(file), file)
      if (parsed.is === "wrong") throw new OperatorError(parsed.problems.join("; "))
      if (dryRun) {
        const checked = await withWorld((world) => checkCentre(world, parsed.centre, world.clock()))
        if (checked.is === "refused")
          throw new OperatorError(`it could not be applied, it would break: ${checked.conflicts.join("; ")}`)
        return output.say(command, checked, () => wouldBe(checked))
      }
      const result = await withWorld(async (world) => {
        const now = world.clock()
        const applied = await applyCentre(world, parsed.centre, { now, via: "cli" })
        if (applied.is !== "refused") await followCentre(world, now)
        return applied
      })
      if (result.is === "refused")
        throw new OperatorError(`not applied, it would break: ${result.conflicts.join("; ")}`)
      output.say(command, result, () =>
        result.is === "unchanged" ? "Nothing has changed." : `Applied: version ${result.version}.`,
      )
    })
  centre
    .command("show")
    .description("print the current centre")
    .option("--json", "print JSON")
    .action(async (_options, command: Command) => {
      const current = await withWorld((world) => currentCentre(world))
      output.say(command, current, () => {
        const { names, zone } = { names: current.name.en, zone: current.zone }
        const gear = current.gear.map(({ names, quantity }) => `${quantity} × ${names.en}`).join(", ")
        const plans = current.plans.map(({ id, hoursPerMonth }) => `${id} (${hoursPerMonth} h)`).join(", ")
        return `${names}, ${zone}\n${current.rooms.length} rooms, ${current.floor} anchors at once\nGear: ${gear}\nPlans: ${plans}`
      })
    })
}

function wouldBe(checked: Exclude<CheckedResult, { is: "refused" }>): string {
  if (checked.is === "unchanged") return "Nothing would change."
  const { changes, kept } = checked
  return [...changes, ...kept, "It could be applied."].join("\n")
}
