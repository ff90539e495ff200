import { execFileSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import type { Driver } from "./driver.js"
import { consoleDriver } from "./drivers/console.js"
import { slackDriver } from "./drivers/slack.js"
import { telegramDriver } from "./drivers/telegram.js"
import { webDriver } from "./drivers/web.js"
import { type Played, play } from "./script.js"
import { openStage } from "./stage.js"

// Writes what a booking looks like on each platform, and how many lines each takes, into docs/platforms.md:
// `npx tsx test/bots/contract/transcripts.ts`

const path = "docs/platforms.md"
/** Up to the booking and its file. */
const steps = 4

const drivers: Record<string, Driver> = {
  Telegram: telegramDriver("grammy", "polling"),
  Slack: slackDriver("sockets"),
  "Web chat": webDriver,
  Terminal: consoleDriver,
}

/** `>` what Ana writes or taps, `<` a new message, `~` one that was changed in place. */
function drawn(played: readonly Played[], numbered: boolean): string {
  return played
    .flatMap(({ step, shown }) => [
      `> ${step}`,
      ...shown.flatMap(({ seen, inPlace }) => {
        const buttons = seen.buttons.map(({ label, data }) => (numbered ? `[${data}] ${label}` : `[${label}]`))
        const lines = [
          ...seen.pictures.map((alt) =>
            alt === seen.text ? "(picture)" : `(picture: ${alt.replace(/\/.*\//, "…/")})`,
          ),
          ...(seen.text === "" ? [] : seen.text.split("\n")),
          ...seen.files.map(() => "(file: booking.ics)"),
          ...(buttons.length > 0 ? [buttons.join(" ")] : []),
        ]
        return lines.map((line) => `${inPlace ? "~" : "<"} ${line}`)
      }),
    ])
    .join("\n")
}

async function transcript(driver: Driver): Promise<string> {
  const stage = await openStage(driver)
  const played = await play(stage, await stage.member("Ana"), steps)
  await stage.close()
  return drawn(played, driver === consoleDriver)
}

function linesIn(folder: string): string {
  const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", `src/bots/${folder}`], {
    encoding: "utf8",
  })
  const count = (pattern: RegExp) =>
    files
      .split("\n")
      .filter((file) => pattern.test(file))
      .reduce((sum, file) => sum + readFileSync(file, "utf8").split("\n").length - 1, 0)
  const page = count(/\/public\/.*\.(js|css|html)$/)
  return `${count(/\.ts$/)}${page > 0 ? `, and ${page} of page, styles and its words` : ""}`
}

/** Between its markers. */
function put(text: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const [before, rest = ""] = text.split(begin)
  if (!text.includes(begin) || !rest.includes(end)) throw new Error(`${path} has no place for ${name}`)
  return `${before}${begin}\n${content}\n${end}${rest.slice(rest.indexOf(end) + end.length)}`
}

let text = readFileSync(path, "utf8")
for (const [name, driver] of Object.entries(drivers))
  text = put(text, name, `\`\`\`text\n${await transcript(driver)}\n\`\`\``)
const rows = ["telegram", "slack", "web", "console"].map((folder) => `| \`src/bots/${folder}\` | ${linesIn(folder)} |`)
text = put(text, "lines", ["| folder | lines |", "|---|---|", ...rows].join("\n"))
writeFileSync(path, text)
process.exit(0)
