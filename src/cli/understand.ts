import { type Command, InvalidArgumentError, Option } from "commander"
import { clockOf } from "../config.js"
import { readConfiguredCentre } from "../configured-centre.js"
import { toJson, understand } from "../core/desk/understand/index.js"
import { vocabulary } from "../core/desk/vocabulary.js"
import { type Language, languageSchema, languages } from "../core/language.js"
import { OperatorError } from "../core/members.js"
import { instantAt } from "../core/time.js"
import { readText } from "./files.js"
import type { Output } from "./output.js"
import { configured } from "./store.js"

type Options = { file?: string; now?: string; language: Language }

const zoned = /(Z|[+-]\d{2}:?\d{2})$/i
const instant = (text: string): string => {
  if (!/^\d{4}-\d{2}-\d{2}(T|$)/.test(text) || Number.isNaN(Date.parse(text)))
    throw new InvalidArgumentError(
      "an instant like 2026-11-23T10:00+08:00 was expected, or 2026-11-23T10:00 by the centre's clock",
    )
  return text
}

/** Without a zone, by the centre's clock. */
function instantOf(text: string, zone: string): Date {
  const clock = text.slice(11)
  if (clock !== "" && zoned.test(clock)) return new Date(text)
  const sinceMidnight = clock === "" ? 0 : Date.parse(`1970-01-01T${clock}Z`)
  return new Date(
    instantAt(text.slice(0, 10), Math.floor(sinceMidnight / 60_000), zone).getTime() + (sinceMidnight % 60_000),
  )
}

/** What the desk reads in a message, without acting: needs no store. */
export function understandCommand(program: Command, output: Output): void {
  program
    .command("understand")
    .description("what the desk reads in a message, without acting")
    .argument("[text]", "a message")
    .option("--file <file>", 'a message a line, "language<TAB>text"; prints one JSON document a line')
    .option("--now <instant>", "as if it were then; without a zone, by the centre's clock", instant)
    .addOption(new Option("--language <language>", "the language of the person").choices(languages).default("en"))
    .option("--json", "print JSON")
    .action((text: string | undefined, options: Options, command: Command) => {
      const config = configured()
      const centre = { ...readConfiguredCentre(config), version: 0, ballots: [] }
      const now = options.now === undefined ? clockOf(config, Date.now)() : instantOf(options.now, centre.zone)
      const context = { now, zone: centre.zone, centre: vocabulary(centre) }
      const read = (message: string, language: Language) => toJson(understand(message, { ...context, language }))
      if (options.file !== undefined) {
        for (const line of messages(options.file)) output.raw(`${JSON.stringify(read(line.text, line.language))}\n`)
      } else if (text !== undefined) {
        const reading = read(text, options.language)
        output.say(command, reading, () => JSON.stringify(reading, null, 2))
      } else throw new OperatorError('say what to understand: understand "TEXT", or --file F')
    })
}

function messages(file: string): { language: Language; text: string }[] {
  return readText(file)
    .split(/\r?\n/)
    .flatMap((line, index) => {
      if (line.trim() === "") return []
      const tab = line.indexOf("\t")
      const language = languageSchema.safeParse(line.slice(0, Math.max(0, tab)))
      if (!language.success)
        throw new OperatorError(
          `${file}:${index + 1}: expected a language (${languages.join(", ")}), a tab, and a message`,
        )
      return [{ language: language.data, text: line.slice(tab + 1) }]
    })
}
