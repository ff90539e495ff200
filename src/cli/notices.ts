import { writeFileSync } from "node:fs"
import { type Command, InvalidArgumentError, Option } from "commander"
import { broadcastDay } from "../core/centre.js"
import { currentCentre } from "../core/centre-store.js"
import { digestLines } from "../core/desk/dialogs/digest-words.js"
import { dayPicture } from "../core/desk/dialogs/timetable.js"
import { phrasing } from "../core/desk/phrasing.js"
import { textOf } from "../core/desk/turn.js"
import { digestOf } from "../core/digest.js"
import { after, day as dayMs } from "../core/interval.js"
import { type Language, languages } from "../core/language.js"
import { OperatorError } from "../core/members.js"
import { listNotices, type NoticeLine } from "../core/notice-list.js"
import { isLocalDay, localMinute } from "../core/time.js"
import type { World } from "../core/world.js"
import { type Output, table } from "./output.js"
import { withWorld } from "./store.js"

type Choice = { due?: true; failed?: true; for?: string }
type Which = { date?: string; language: Language; png?: string }

/** What the desk says unasked: the outbox, and the digest. */
export function noticeCommands(program: Command, output: Output): void {
  program
    .command("notices")
    .description("reminders, digests and other messages said unasked: what is due, and what became of them")
    .addOption(new Option("--due", "only what is still to be sent").conflicts("failed"))
    .option("--failed", "only what reached nobody: refused, blocked, or too late")
    .option("--for <member>", "only a member's, by name or id")
    .option("--json", "print JSON")
    .action(async (choice: Choice, command: Command) => {
      const lines = await withWorld((world) => linesOf(world, choice))
      output.say(command, lines, () =>
        lines.length === 0
          ? "There are none."
          : table(
              lines.map(({ due, state, kind, to, member, why }) => [due, state, kind, to, member ?? "", why ?? ""]),
            ),
      )
    })
  program
    .command("digest")
    .description("the digest as staff would get it")
    .option("--date <day>", "of which day; today unless said", (text) => {
      if (!isLocalDay(text)) throw new InvalidArgumentError("a day like 2026-11-24 was expected")
      return text
    })
    .addOption(new Option("--language <language>").choices(languages).default("zh-Hant"))
    .option("--png <file>", "write the day's picture there")
    .option("--json", "print JSON")
    .action(async (which: Which, command: Command) => {
      const { text, png, ...facts } = await withWorld((world) => digestFor(world, which))
      if (which.png !== undefined) {
        if (!png)
          throw new OperatorError(`there is no picture of ${facts.day}: the centre is closed, or it could not be drawn`)
        writeFileSync(which.png, png)
      }
      output.say(command, { ...facts, text }, () => text)
    })
}

const asked = ({ due, failed }: Choice): { states?: NoticeLine["state"][] } =>
  due ? { states: ["due"] } : failed ? { states: ["failed", "blocked", "dropped"] } : {}

async function linesOf(world: World, choice: Choice) {
  const { zone } = await currentCentre(world)
  const lines = await listNotices(world, { ...asked(choice), ...(choice.for ? { member: choice.for } : {}) })
  return lines.map((line) => ({
    ...line,
    due: localMinute(line.due, zone),
    settled: line.settled && localMinute(line.settled, zone),
  }))
}

async function digestFor(world: World, { date, language, png }: Which) {
  const [centre, now] = [await currentCentre(world), world.clock()]
  const day = date ?? broadcastDay(centre, now)
  const say = phrasing(language, centre, now)
  const facts = await digestOf(world, day, after(now, -dayMs))
  const picture = png === undefined ? null : await dayPicture({ world, centre, say, now, own: null, named: true }, day)
  const text = digestLines(say, facts)
    .map((line) => line.map(textOf).join(""))
    .join("\n")
  return { ...facts, text, png: picture?.png }
}
