/** The tour in the docs: scripts that were played, as a page to read. See test/support/conversation.ts for how scripts are written. */

const intro = `# A tour of the desk

What people write and what they get, in the sample centre: a conversation for each thing the desk does. The page is made from
\`test/tour\` by playing it against a real desk, and the tests fail when it would say something else (\`npm run tour\` makes it anew).
`

const escaped = (text: string): string => text.replace(/[\\`*_<>#|]/g, "\\$&")

/** Buttons stand in code, as one would see them. */
const shown = (line: string): string =>
  /^(?:\[[^\]]*\] ?)+$/.test(line)
    ? line.replace(/\[([^\]]*)\]/g, (_, label: string) => `\`${label.replaceAll("`", "'")}\``)
    : escaped(line)

function stepText(step: string): string | null {
  if (step.startsWith("= ")) return `*${step.slice(2).replace("T", ", ")}*`
  const [, name, group, rest = ""] = /^> (\w+)(?: in (\w+))?:?(.*)$/su.exec(step) ?? []
  if (!name) return null
  const said = rest.trim()
  const where = group ? ` (in the group ${group})` : ""
  const label = /^\[(.+?)\](?: first| before)?$/u.exec(said)?.[1]
  return `**${name}**${where} ${label ? `presses \`${label}\`` : escaped(said)}`
}

/** One script as a section: its comments are the heading and the text under it. */
export function section(script: string): string {
  const lines = script.split("\n")
  const [title = "", ...about] = lines.filter((line) => line.startsWith("# ")).map((line) => line.slice(2))
  const out = [`## ${title}`, ...(about.length > 0 ? ["", ...about] : [])]
  let quoted = ""
  for (const line of lines) {
    const answer = /^([<~]) ?(.*)$/.exec(line)
    const to = /^[<~] \((to \w+|\w+ only)\)$/.exec(line)?.[1]
    if (to) out.push("", `*${to}*`)
    if (to) quoted = ""
    else if (answer) {
      // What replaces the message that was pressed is told apart from what is new.
      if (quoted !== answer[1]) out.push("", ...(answer[1] === "~" ? ["> *(in its place)*  "] : []))
      quoted = answer[1] ?? ""
      out.push(`> ${shown(answer[2] ?? "")}  `.replace("> \\(picture)", "> *(picture)*"))
    } else {
      quoted = ""
      const text = stepText(line)
      if (text) out.push("", text)
    }
  }
  return out.join("\n")
}

export const tourPage = (scripts: readonly string[]): string =>
  `${[intro.trimEnd(), ...scripts.map(section)].join("\n\n")}\n`
