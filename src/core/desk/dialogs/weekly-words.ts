import type { Refusal } from "../../outcome.js"
import { type Heatmap, heatmap, heatmapFacts } from "../../picture/heatmap.js"
import { toPng } from "../../picture/png.js"
import type { WeekFacts } from "../../weekly.js"
import type { World } from "../../world.js"
import type { Phrasing } from "../phrasing.js"
import { lines } from "../scene.js"
import type { Line, Picture } from "../turn.js"
import type { Words } from "../words/index.js"
import { brokenThing } from "./afterwards.js"

/** The weekly report in words and as a picture. */

export function weeklyLines(say: Phrasing, facts: WeekFacts): Line[] {
  const { weekly } = say.words
  const { sessions, cancelled, missed, use, peak, floor, refusals } = facts
  const map = mapOf(say, facts)
  const { averages, busiest } = map ? heatmapFacts(map) : { averages: [], busiest: null }
  return [
    [{ bold: weekly.title(spanOf(say, facts)) }],
    ...lines(
      sessions + cancelled + missed === 0 ? weekly.quiet : weekly.sessions(sessions, cancelled),
      missed > 0 && say.words.arrival.count(missed),
      use !== null && weekly.use(say.percent(use)),
      ...averages.map(({ class: name, use }) => use !== null && weekly.classUse(name, say.percent(use))),
      peak !== null && weekly.busiest(peak.anchors, floor, say.when(peak.at)),
      busiest !== null &&
        busiest.use > 0 &&
        weekly.fullest({
          kind: busiest.class,
          day: fullDay(say, facts, busiest.day),
          hour: hourOf(busiest.start),
          share: say.percent(busiest.use),
        }),
      ...wentLines(say, facts),
      refusals.length > 0 && "",
      refusals.length > 0 && weekly.refusals(refusals.reduce((sum, { count }) => sum + count, 0)),
      ...reasons(say, refusals),
    ),
  ]
}

/** What people said after their sessions; nothing where nobody did. */
function wentLines(say: Phrasing, { went: { fine, broken } }: WeekFacts): string[] {
  const { shows } = say.words
  const many = broken.reduce((sum, { count }) => sum + count, 0)
  if (fine + many === 0) return []
  return [shows.went(fine, many), ...broken.map((one) => shows.broken(brokenThing(say, one), one.count))]
}

/** The map knows days by their short names. */
const fullDay = (say: Phrasing, { days }: WeekFacts, short: string): string =>
  say.weekday(days.find((day) => say.weekdayShort(day) === short) ?? days[0] ?? "")

const hourOf = (minutes: number): string => `${String((minutes / 60) % 24).padStart(2, "0")}:00`

type Why = keyof Words["weekly"]["why"]
const named: Partial<Record<Refusal["why"], Why>> = {
  taken: "taken",
  floor_full: "floor_full",
  gear_short: "gear_short",
  closed: "closed",
  hours_spent: "hours",
  peak_spent: "hours",
  too_far: "too_far",
  too_many_open: "too_many_open",
}

function reasons(say: Phrasing, refusals: WeekFacts["refusals"]): string[] {
  const { why: words, whyLine } = say.words.weekly
  const counts = new Map<Why, number>()
  for (const { why, count } of refusals) {
    const name = named[why] ?? "other"
    counts.set(name, (counts.get(name) ?? 0) + count)
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([why, count]) => whyLine(words[why], count))
}

const spanOf = (say: Phrasing, { days }: WeekFacts): string =>
  say.words.weekly.span(say.day(days[0] ?? ""), say.day(days.at(-1) ?? ""))

function mapOf(say: Phrasing, facts: WeekFacts): Heatmap | null {
  const { weekly } = say.words
  if (facts.hours === null) return null
  return {
    title: weekly.title(spanOf(say, facts)),
    ...(facts.use === null ? {} : { subtitle: weekly.use(say.percent(facts.use)) }),
    classes: facts.classes.map(({ id, use }) => ({ name: say.className(id), use })),
    days: facts.days.map((day) => say.weekdayShort(day)),
    ...facts.hours,
    words: { average: weekly.average, closed: weekly.closed },
  }
}

/** @returns null when closed all week, or when it could not be drawn: the text says what matters */
export async function weeklyPicture(world: World, say: Phrasing, facts: WeekFacts): Promise<Picture | null> {
  const map = mapOf(say, facts)
  if (!map) return null
  try {
    const png = await toPng(heatmap(map, { language: say.language, scheme: "light", form: "phone" }))
    const stop = say.language.startsWith("zh") ? "。" : "."
    const alt = weeklyLines(say, { ...facts, refusals: [] })
      .flatMap((line) => line.map((span) => (typeof span === "string" ? span : "bold" in span ? span.bold + stop : "")))
      .join(" ")
    return { name: `week-${facts.days[0]}.png`, png, alt }
  } catch (error) {
    world.log.warn({ err: error }, "a weekly report could not be drawn")
    return null
  }
}
