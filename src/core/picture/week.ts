import type { Drawing, Point, Shape, Weight } from "./drawing.js"
import { type Kind, type Look, type Measures, measures, type Palette, palette } from "./look.js"
import {
  type Box,
  baseline,
  block,
  clock,
  fullHours,
  heading,
  kindEntries,
  legend,
  ownMark,
  snap,
  words,
} from "./parts.js"
import { shorten, widthOf, wrap } from "./text.js"

/** One of the week's bookings. */
type Entry = {
  /** Index into the days. */
  day: number
  /** Minutes after that day's local midnight, past 1440 for the small hours. */
  start: number
  end: number
  kind: Kind
  /** Usually the room. */
  label: string
  /** Stands for the label where that does not fit, for example the room's number. */
  short?: string
  detail?: string
}

/** A person's or a merchant's week. Texts are in the reader's language already; several bookings may run at once. */
export type Week = {
  title: string
  subtitle?: string
  /** For example `{ name: "Tue", date: "24" }`. */
  days: readonly { name: string; date: string }[]
  from: number
  to: number
  entries: readonly Entry[]
  /** Left out on other weeks than this one. */
  now?: { day: number; minutes: number }
  words: Record<Kind, string>
}

type Frame = {
  week: Week
  sizes: Measures
  colors: Palette
  grid: Box
  x: (day: number) => number
  y: (minutes: number) => number
}

/** A week as calendars show it: a column a day, the hours downwards. */
export function week(shown: Week, look: Look): Drawing {
  const sizes = measures(look.form)
  const colors = palette(look.scheme)
  const head = heading(shown, sizes, colors)
  const kinds = shown.entries.map(({ kind }) => kind)
  const entries = new Set(kinds).size > 1 ? kindEntries(kinds, shown.words, colors) : []
  const key = legend(entries, head.height + sizes.text * 0.4, { sizes, colors })
  const top = snap((entries.length > 0 ? key.bottom : head.height) + sizes.text * 4.2)
  const left = snap(sizes.margin + widthOf("00", { size: sizes.label + 0.5, weight: "regular" }) + sizes.text * 0.6)
  const width = sizes.width - sizes.margin - left
  const height = ((shown.to - shown.from) / 60) * sizes.hour
  const frame: Frame = {
    week: shown,
    sizes,
    colors,
    grid: { x: left, y: top, width, height },
    x: (day) => snap(left + (day / shown.days.length) * width),
    y: (minutes) => snap(top + ((minutes - shown.from) / (shown.to - shown.from)) * height),
  }
  return {
    width: sizes.width,
    height: Math.ceil(top + height + sizes.margin),
    background: colors.paper,
    language: look.language,
    shapes: [...head.shapes, ...key.shapes, ...raster(frame), ...dayHeads(frame), ...blocks(frame), ...nowLine(frame)],
  }
}

function raster({ week: { days, from, to, now }, sizes, colors, grid, x, y }: Frame): Shape[] {
  const size = sizes.label + 0.5
  const bottom = grid.y + grid.height
  const past = days.flatMap((_, day): Shape[] => {
    if (now === undefined || day > now.day) return []
    const until = day < now.day ? bottom : y(Math.min(Math.max(now.minutes, from), to))
    return [{ is: "rect", x: x(day), y: grid.y, width: x(day + 1) - x(day), height: until - grid.y, fill: colors.past }]
  })
  const hours = fullHours({ from, to }).flatMap((minutes): Shape[] => {
    const marked = (minutes / 60) % sizes.hoursPerMark === 0
    const stroke = { color: marked ? colors.rule : colors.grid, width: marked ? 1 : 0.5 }
    const line: Shape = { is: "line", from: [grid.x, y(minutes)], to: [grid.x + grid.width, y(minutes)], stroke }
    const at: Point = [sizes.margin, baseline(y(minutes), size)]
    return [line, ...(marked ? words(clock(minutes).slice(0, 2), at, { size, color: colors.muted }) : [])]
  })
  const between = Array.from({ length: days.length + 1 }, (_, day): Shape => {
    const stroke = { color: colors.rule, width: 0.5 }
    return { is: "line", from: [x(day), grid.y - sizes.text * 3.2], to: [x(day), bottom], stroke }
  })
  return [...past, ...hours, ...between]
}

/** The day's name over its number; today's number on a pill. */
function dayHeads({ week: { days, now }, sizes, colors, grid, x }: Frame): Shape[] {
  const { text: size } = sizes
  return days.flatMap(({ name, date }, day) => {
    const middle = (x(day) + x(day + 1)) / 2
    const today = now?.day === day
    const room = x(day + 1) - x(day) - 4
    const number = { size: size * 1.25, weight: "bold" as const, align: "center" as const }
    const width = widthOf(date, number) + size
    const pill = { x: middle - width / 2, y: grid.y - size * 2, width, height: size * 1.65, radius: size * 0.5 }
    const at: Point = [middle, baseline(pill.y + pill.height / 2, number.size)]
    return [
      ...words(shorten(name, room, { size, weight: "regular" }), [middle, grid.y - size * 2.4], {
        size,
        color: colors.muted,
        align: "center",
      }),
      ...(today ? [{ is: "rect" as const, ...pill, fill: colors.now }] : []),
      ...words(date, at, { ...number, color: today ? colors.onNow : colors.ink }),
    ]
  })
}

function blocks({ week: { days, entries, from, to, now }, sizes, colors, x, y }: Frame): Shape[] {
  return days.flatMap((_, day) =>
    lanes(entries.filter((entry) => entry.day === day)).flatMap(({ entry, lane, of }) => {
      const start = Math.max(entry.start, from)
      const end = Math.min(entry.end, to)
      if (start >= end) return []
      const width = (x(day + 1) - x(day) - 2) / of
      const left = snap(x(day) + 1 + lane * width)
      const box = { x: left + 0.5, y: y(start) + 1, width: snap(width) - 1, height: y(end) - y(start) - 2 }
      const over = now !== undefined && (day < now.day || (day === now.day && entry.end <= now.minutes))
      const veil: Shape[] = over ? [{ is: "rect", ...box, fill: colors.veil }] : []
      return [...block(box, entry.kind, colors), ...blockText(entry, box, { sizes, colors }), ...veil]
    }),
  )
}

/** The start, the label over as many lines as it takes, and the detail, as far as they fit; the mark where nothing does. */
function blockText(entry: Entry, box: Box, { sizes, colors }: { sizes: Measures; colors: Palette }): Shape[] {
  const size = sizes.label
  const own = entry.kind === "own"
  const pad = size * 0.35
  const line = size * 1.22
  // Half an hour on a phone holds one line and no margin.
  const most = Math.max(Math.floor((box.height - pad) / line), box.height >= size * 1.2 ? 1 : 0)
  const first = most > 1 ? box.y + pad * 0.5 + line * 0.82 : baseline(box.y + box.height / 2, size)
  const lines = most < 1 ? [] : linesOf(entry, { width: box.width - 2 * pad, most, size })
  if (lines.length === 0) return own ? [ownMark(box, colors)] : []
  const color = own ? colors.onOwn : colors.ink
  // On hatching, letters need a ground.
  const longest = Math.max(...lines.map(({ text, weight }) => widthOf(text, { size, weight })))
  const ground = { x: box.x, y: box.y, width: longest + 2 * pad, height: lines.length * line + pad }
  return [
    ...(entry.kind === "closed" ? [{ is: "rect" as const, ...ground, fill: colors.closedPaper }] : []),
    ...lines.flatMap(({ text, weight }, i) => words(text, [box.x + pad, first + line * i], { size, weight, color })),
  ]
}

type Words = { text: string; weight: Weight }

function linesOf(entry: Entry, { width, most, size }: { width: number; most: number; size: number }): Words[] {
  const regular = { size, weight: "regular" as const }
  const start = clock(entry.start)
  const timed = entry.kind !== "closed" && most > 1 && widthOf(start, { size, weight: "bold" }) <= width
  const time: Words[] = timed ? [{ text: start, weight: "bold" }] : []
  const wrapped = wrap(entry.label, width, regular)
  const fits = wrapped !== null && time.length + wrapped.length <= most
  const label = fits ? wrapped : [shorten(entry.short ?? entry.label, width, regular)]
  const rest = [...label, shorten(entry.detail ?? "", width, regular)].filter((text) => text !== "")
  return [...time, ...rest.map((text) => ({ text, weight: "regular" as const }))].slice(0, most)
}

type Lane = { entry: Entry; lane: number; of: number }

/** Bookings at the same time side by side: each gets the first lane that is free, and a run of overlapping ones equal widths. */
function lanes(entries: readonly Entry[]): Lane[] {
  const placed: Lane[] = []
  let run: Lane[] = []
  let ends: number[] = []
  const close = () => {
    placed.push(...run.map((each) => ({ ...each, of: ends.length })))
    run = []
    ends = []
  }
  for (const entry of [...entries].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (ends.every((end) => end <= entry.start)) close()
    const free = ends.findIndex((end) => end <= entry.start)
    const lane = free < 0 ? ends.length : free
    ends[lane] = entry.end
    run.push({ entry, lane, of: 1 })
  }
  close()
  return placed
}

function nowLine({ week: { now, from, to }, sizes, colors, grid, x, y }: Frame): Shape[] {
  if (now === undefined || now.minutes < from || now.minutes > to) return []
  const at = y(now.minutes)
  const [left, right] = [x(now.day), x(now.day + 1)]
  const size = sizes.label
  return [
    { is: "line", from: [grid.x, at], to: [grid.x + grid.width, at], stroke: { color: colors.now, width: 0.5 } },
    { is: "line", from: [left, at], to: [right, at], stroke: { color: colors.now, width: 2 } },
    {
      is: "polygon",
      fill: colors.now,
      points: [
        [left, at - size * 0.4],
        [left + size * 0.5, at],
        [left, at + size * 0.4],
      ],
    },
  ]
}
