import type { Command } from "commander"
import { invite } from "../core/invitations.js"
import { listStaff, removeStaff } from "../core/staff.js"
import { type Output, table } from "./output.js"
import { withWorld } from "./store.js"

export function staffCommands(program: Command, output: Output): void {
  const staff = program.command("staff").description("the centre's own people")
  staff
    .command("invite")
    .description("a code with which one of them joins")
    .requiredOption("--name <name>", "who it is for")
    .option("--json", "print JSON")
    .action(async ({ name }: { name: string }, command: Command) => {
      const inviteCode = await withWorld((world) =>
        invite(world, { kind: "staff", name }, { now: world.clock(), via: "cli" }),
      )
      output.say(command, { inviteCode }, () => `${name} can join the staff with ${inviteCode} (within 7 days, once).`)
    })
  staff
    .command("list")
    .description("everybody of the staff, by name")
    .option("--json", "print JSON")
    .action(async (_options, command: Command) => {
      const all = await withWorld(listStaff)
      const header = ["id", "name", "language", "since"]
      output.say(command, all, () =>
        table([header, ...all.map(({ id, name, language, since }) => [id, name, language, since.slice(0, 10)])]),
      )
    })
  staff
    .command("remove")
    .description("no longer of the staff: refused from the next action on, out of the board at once")
    .argument("<id>", "as staff list shows it")
    .option("--json", "print JSON")
    .action(async (id: string, _options, command: Command) => {
      const removed = await withWorld((world) => removeStaff(world, id, { now: world.clock(), via: "cli" }))
      output.say(command, removed, () => `${removed.name} is no longer of the staff.`)
    })
}
