import { type Command, Option } from "commander"
import { type Language, languages } from "../core/language.js"
import { type Imported, importMembers } from "../core/member-file.js"
import { addMember, inviteTo, listMembers, OperatorError, setStatus } from "../core/members.js"
import { type Encoding, encodings, readText } from "./files.js"
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
  importCommand(members, output)
  members
    .command("invite")
    .description("a fresh code for a member's owner, or for somebody of its staff")
    .argument("<id>", "the member's, as members list shows it")
    .addOption(new Option("--role <role>", "what they may do there").choices(["owner", "staff"]).default("owner"))
    .option("--json", "print JSON")
    .action(async (id: string, { role }: { role: "owner" | "staff" }, command: Command) => {
      const invited = await withWorld((world) => inviteTo(world, id, { role, now: world.clock(), via: "cli" }))
      const { member, inviteCode } = invited
      output.say(
        command,
        { id, role, ...invited },
        () => `${member}'s ${role} can join with ${inviteCode} (within 7 days, once).`,
      )
    })
  members
    .command("list")
    .description("every member, by name")
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
}

type ImportOptions = { dryRun?: boolean; encoding: Encoding }

function importCommand(members: Command, output: Output): void {
  members
    .command("import")
    .description("add members from a CSV file with the columns name, plan, language: all of them, or none")
    .argument("<file>", "separated by commas, semicolons or tabs")
    .option("--dry-run", "only check the file")
    .addOption(new Option("--encoding <encoding>", "how the file is written").choices(encodings).default("utf-8"))
    .option("--json", "print JSON")
    .action(async (file: string, { dryRun = false, encoding }: ImportOptions, command: Command) => {
      const csv = readText(file, encoding)
      const result = await withWorld((world) => importMembers(world, csv, { now: world.clock(), via: "cli", dryRun }))
      if (result.is === "wrong") throw new OperatorError(`nothing was imported: ${told(result.problems)}`)
      output.say(command, result.members, () => imported(result, dryRun))
    })
}

/** The first of them: a sheet with a wrong column has as many as rows. */
const toldMost = 40
const told = (problems: readonly string[]): string =>
  [
    ...problems.slice(0, toldMost),
    ...(problems.length > toldMost ? [`and ${problems.length - toldMost} more`] : []),
  ].join("; ")

function imported({ members }: Extract<Imported, { is: "imported" }>, dryRun: boolean): string {
  const before = members.filter(({ id, inviteCode }) => id !== null && inviteCode === null).length
  const known = before > 0 ? [`${before} were members already; nothing changed for them.`] : []
  if (dryRun) return [`Could be imported: ${members.length - before}.`, ...known].join("\n")
  const codes = members.flatMap(({ name, inviteCode }) => (inviteCode === null ? [] : [[name, inviteCode]]))
  return [table(codes), ...known].filter(Boolean).join("\n")
}
