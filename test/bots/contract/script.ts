import type { Person, Seen } from "./driver.js"
import type { Stage } from "./stage.js"

/** One conversation, played on every platform: what it means must be the same, how it looks is each platform's own. */

const script = [
  "what's free tomorrow evening?",
  "book Studio 2 tomorrow 3-5pm, 2 hosts, 1 ring light",
  "make it 3 hours",
  "[Confirm]",
  "聽晚八點到十點訂2號直播間,兩個主播",
  "[取消]",
  "move my 3pm to 5pm",
  "[Confirm]",
  "cancel tomorrow's session",
  "[Yes, cancel it]",
]

/** What one step brought: new messages, and those that were changed in place. */
export type Played = { step: string; shown: readonly { seen: Seen; inPlace: boolean }[] }

export async function play(stage: Stage, person: Person, steps = script.length): Promise<Played[]> {
  const all: Played[] = []
  for (const step of script.slice(0, steps)) {
    const before = new Map(person.sees().map((seen) => [seen.id, JSON.stringify(seen)]))
    const label = /^\[(.*)\]$/.exec(step)?.[1]
    await (label ? person.presses(label) : person.says(step))()
    await stage.quiet()
    const shown = person
      .sees()
      .filter((seen) => before.get(seen.id) !== JSON.stringify(seen))
      .map((seen) => ({ seen, inPlace: before.has(seen.id) }))
    all.push({ step, shown })
  }
  return all
}

/** What was said, whatever it looked like: the words, the buttons, that there was a picture or a file. */
export function meaning(played: readonly Played[]): string {
  return played
    .flatMap(({ step, shown }) => {
      const seen = shown.map((one) => one.seen)
      return [
        `> ${step}`,
        ...seen.map(({ text }) => text).filter((text) => text !== ""),
        ...seen.flatMap(({ buttons }) =>
          buttons.length > 0 ? [buttons.map(({ label }) => `[${label}]`).join(" ")] : [],
        ),
        ...seen.flatMap(({ pictures }) => pictures.map(() => "(picture)")),
        ...seen.flatMap(({ files }) => files.map((file) => `(file: ${file.split("\r\n")[0]})`)),
        "",
      ]
    })
    .join("\n")
}
