import { randomUUID } from "node:crypto"
import { type Command, InvalidArgumentError } from "commander"
import { publishedBallot } from "../core/ballot-record.js"
import { latestBallots } from "../core/ballot-rows.js"
import { ballotState, callOff, entriesOf, openBallot, wishesMost } from "../core/ballots.js"
import { readPeriod } from "../core/centre.js"
import { type AppliedCentre, currentCentre } from "../core/centre-store.js"
import { clipped } from "../core/clipped.js"
import { phrasing } from "../core/desk/phrasing.js"
import { draw } from "../core/draw.js"
import type { Interval } from "../core/interval.js"
import { languageSchema } from "../core/language.js"
import { OperatorError } from "../core/members.js"
import type { Ask } from "../core/outcome.js"
import { addDays, instantAt, isLocalDay, localMinute } from "../core/time.js"
import type { World } from "../core/world.js"
import { type Output, table } from "./output.js"
import { withWorld } from "./store.js"

/** Campaign days given out by lot: opened, looked at, drawn, called off. */

const day = (text: string): string => {
  if (!isLocalDay(text)) throw new InvalidArgumentError("a day like 2026-12-12 was expected")
  return text
}
const moment = (text: string): string => {
  if (!/^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d$/.test(text) || !isLocalDay(text.slice(0, 10)))
    throw new InvalidArgumentError("a moment like 2026-12-08T18:00 was expected")
  return text
}
const hours = (text: string): { from: number; to: number } => {
  const period = readPeriod(text)
  if (!period) throw new InvalidArgumentError("hours like 18:00-02:00, on the quarter hour, were expected")
  return period
}
const count = (text: string): number => {
  const number = /^\d{1,2}$/.test(text) ? Number(text) : 0
  if (number < 1 || number > wishesMost) throw new InvalidArgumentError(`a number from 1 to ${wishesMost} was expected`)
  return number
}

type OpenOptions = {
  name: string
  day: string
  to?: string
  hours: { from: number; to: number }
  deadline: string
  wishes: number
  wins: number
  announce: boolean
}

export function ballotCommands(program: Command, output: Output): void {
  const ballot = program.command("ballot").description("campaign days that are given out by lot")
  openCommand(ballot, output)
  ballot
    .command("list")
    .description("the latest, drawn or not")
    .option("--json", "print JSON")
    .action(async (_options, command: Command) => {
      const lines = await withWorld(linesOf)
      output.say(command, lines, () =>
        table(lines.map((line) => [line.id, line.name, line.status, line.deadline, `${line.members} members`])),
      )
    })
  ballot
    .command("show")
    .description("what is published of one: with --json, all that is needed to draw it again")
    .argument("<id>")
    .option("--members", "which member has which ticket")
    .option("--json", "print JSON")
    .action(async (id: string, options: { members?: true }, command: Command) => {
      const shown = await withWorld((world) => shownOf(world, id, options))
      output.say(command, shown, () => JSON.stringify(shown, null, 2))
    })
  drawCommands(ballot, output)
}

function openCommand(ballot: Command, output: Output): void {
  ballot
    .command("open")
    .description("open one: from now on members wish for these hours, and nobody but staff books them")
    .requiredOption("--name <name>", "as members are told, like 12.12")
    .requiredOption("--day <day>", "the day, or the first", day)
    .option("--to <day>", "the last day; the same hours on each", day)
    .requiredOption("--hours <hours>", "by the centre's clock, like 18:00-02:00", hours)
    .requiredOption("--deadline <moment>", "until when members wish, like 2026-12-08T18:00", moment)
    .option("--wishes <count>", "how many wishes a member has", count, 5)
    .option("--wins <count>", "how many of them may come true", count, 1)
    .option("--no-announce", "tell nobody")
    .option("--json", "print JSON")
    .action(async (options: OpenOptions, command: Command) => {
      const opened = await withWorld((world) => open(world, options))
      output.say(
        command,
        opened,
        () =>
          `${options.name} is open until ${options.deadline}; ${opened.told} people are told. Its id is ${opened.id}.`,
      )
    })
}

function drawCommands(ballot: Command, output: Output): void {
  ballot
    .command("draw")
    .description("draw one whose deadline has passed, rather than wait for the service to do so")
    .argument("<id>")
    .option("--json", "print JSON")
    .action(async (id: string, _options, command: Command) => {
      const drawn = await withWorld((world) => drawNow(world, id))
      output.say(
        command,
        drawn,
        () => `Drawn: ${drawn.members} members, ${drawn.wins} sessions booked, ${drawn.waiting} in line.`,
      )
    })
  ballot
    .command("off")
    .description("call one off before it is drawn: whoever wished is told, the wishes are deleted")
    .argument("<id>")
    .option("--json", "print JSON")
    .action(async (id: string, _options, command: Command) => {
      const off = await withWorld(async (world) => {
        const done = await callOff(world, asOperator(world), id)
        if (done.is !== "off") throw new OperatorError(`there is no ballot ${id} that is not drawn yet`)
        return { id, members: done.members }
      })
      output.say(command, off, () => `Called off; ${off.members} members had wished.`)
    })
}

/** The operator may do what staff may. */
const asOperator = (world: World): Ask => ({
  actor: {
    person: { id: "operator", name: "", language: languageSchema.parse("en"), staff: true },
    member: null,
    members: [],
    via: "cli",
  },
  now: world.clock(),
  key: `cli:${randomUUID()}`,
})

const wrong = {
  begun: "those hours have begun already",
  deadline: "the deadline has to be in the future, and before the first of those hours",
  numbers: "there cannot be more wins than wishes",
  hours: "those hours overlap, or are none",
} as const

async function open(world: World, options: OpenOptions): Promise<{ id: string; told: number; commitment: string }> {
  const centre = await currentCentre(world)
  const { name, wishes: wishesMax, wins: winsMax, announce, deadline } = options
  const opened = await openBallot(world, asOperator(world), {
    ...{ name: clipped(name.trim(), 40), wishesMax, winsMax, announce },
    windows: windowsOf(centre, options),
    deadline: instantAt(deadline.slice(0, 10), minutesIn(deadline), centre.zone),
  })
  if (opened.is === "bad") throw new OperatorError(wrong[opened.what])
  if (opened.is === "already") throw new OperatorError(`ballot ${opened.ballot} gives out some of those hours already`)
  if (opened.is !== "opened") throw new OperatorError("the ballot was not opened")
  const published = await publishedBallot(world, opened.ballot)
  return { id: opened.ballot, told: opened.told, commitment: published?.commitment ?? "" }
}

const minutesIn = (local: string): number => Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16))

/** The same hours on each of the days. */
function windowsOf({ zone }: AppliedCentre, { day: first, to: last = first, hours }: OpenOptions): Interval[] {
  const windows: Interval[] = []
  for (let date = first; date <= last && windows.length <= 31; date = addDays(date, 1))
    windows.push({ start: instantAt(date, hours.from, zone), end: instantAt(date, hours.to, zone) })
  if (windows.length > 31) throw new OperatorError("a ballot is over at most 31 days")
  return windows
}

async function linesOf(world: World) {
  const centre = await currentCentre(world)
  const say = phrasing("en", centre, world.clock())
  const all = await latestBallots(world, 100)
  return Promise.all(
    all.map(async ({ id, name, status, deadline, windows }) => ({
      ...{ id, name, status, deadline: localMinute(deadline, centre.zone) },
      over: windows.map(say.when).join("; "),
      members: (await ballotState(world, id))?.members ?? 0,
    })),
  )
}

async function shownOf(world: World, id: string, { members }: { members?: true }) {
  const published = await publishedBallot(world, id)
  if (!published) throw new OperatorError(`there is no ballot ${id}; npx anchordesk ballot list shows them`)
  if (!members) return published
  const names = await world.store.prisma.member.findMany({ select: { id: true, name: true } })
  const nameOf = new Map(names.map((member) => [member.id, member.name]))
  const entries = await entriesOf(world, id)
  return {
    ...published,
    members: entries.map(({ ticket, member }) => ({ ticket, member: nameOf.get(member) ?? member })),
  }
}

async function drawNow(
  world: World,
  id: string,
): Promise<{ id: string; members: number; wins: number; waiting: number }> {
  const { zone } = await currentCentre(world)
  const drawn = await draw(world, asOperator(world), id)
  if (drawn.is === "too_early") throw new OperatorError(`members may wish until ${localMinute(drawn.until, zone)}`)
  if (drawn.is === "over") throw new OperatorError(`ballot ${id} was drawn before, or called off`)
  if (drawn.is !== "drawn") throw new OperatorError(`there is no ballot ${id}; npx anchordesk ballot list shows them`)
  const { members, wins, waiting } = drawn
  return { id, members, wins, waiting }
}
