import { readFileSync } from "node:fs"
import { type Command, Option } from "commander"
import { invite } from "../core/invitations.js"
import { type Language, languages } from "../core/language.js"
import { addMember, importMembers, listMembers, OperatorError, setStatus } from "../core/members.js"
import { type Output, table } from "./output.js"
import { withWorld } from "./store.js"

export function memberCommands(program: Command, output: Output): void {
  const members = program.command("members").description("merchants with a membership")
  members
    .command("add")
    .description("add a member; prints the code that its owner joins with")
    .requiredOption("--name <name>", "the merchant's name")
    .requiredOption("--plan <plan>", "a plan of the centre file")
    .addOption(
      new Option("--language <language>", "what its people are greeted in").choices(languages).default("zh-Hant"),
    )
    .option("--json", "print JSON")
    .action(async (options: { name: string; plan: string; language: Language }, command: Command) => {
      const added = await withWorld((world) => addMember(world, options, { now: world.clock(), via: "cli" }))
      output.say(command, added, () => `${options.name} can join with ${added.inviteCode} (within 7 days, once).`)
    })
  members
    .command("import")
    .description("add members from a CSV file with the columns name, plan, language")
    .argument("<file>")
    .option("--dry-run", "only check the file")
    .option("--json", "print JSON")
    .action(async (file: string, { dryRun = false }: { dryRun?: boolean }, command: Command) => {
      const csv = readFileSync(file, "utf8")
      const result = await withWorld((world) => importMembers(world, csv, { now: world.clock(), via: "cli", dryRun }))
      if (result.is === "wrong") throw new OperatorError(`nothing was imported: ${result.problems.join("; ")}`)
      const lines = result.members.map(({ name, inviteCode }) => [name, inviteCode])
      output.say(command, result.members, () => (dryRun ? `${lines.length} members could be imported.` : table(lines)))
    })
  members
    .command("list")
    .option("--json", "print JSON")
    .action(async (_options, command: Command) => {
      const all = await withWorld(listMembers)
      const header = ["id", "name", "plan", "language", "status", "people"]
      output.say(command, all, () =>
        table([header, ...all.map((m) => [m.id, m.name, m.plan, m.language, m.status, String(m.people)])]),
      )
    })
  for (const [name, status] of [
    ["suspend", "suspended"],
    ["resume", "active"],
  ] as const) {
    members
      .command(name)
      .description(name === "suspend" ? "no new bookings until resumed; what is booked stays" : "allow bookings again")
      .argument("<id>")
      .option("--json", "print JSON")
      .action(async (id: string, _options, command: Command) => {
        const member = await withWorld((world) => setStatus(world, id, { status, now: world.clock(), via: "cli" }))
        output.say(command, member, () => `${member.name} is ${member.status}.`)
      })
  }
  program
    .command("staff")
    .description("the centre's own people")
    .command("invite")
    .requiredOption("--name <name>", "who it is for")
    .option("--json", "print JSON")
    .action(async ({ name }: { name: string }, command: Command) => {
      const inviteCode = await withWorld((world) => invite(world, { kind: "staff", name }, world.clock()))
      output.say(command, { inviteCode }, () => `${name} can join the staff with ${inviteCode} (within 7 days, once).`)
    })
}
