import type { Drawing, Point, Shape } from "./drawing.js"
import { type Look, type Measures, measures, type Palette, palette } from "./look.js"
import { type Box, baseline, block, clock, diamond, fullHours, heading, legend, snap, words } from "./parts.js"
import { shorten, widthOf } from "./text.js"

/** How much each class of room was used in each hour of a week. Texts are in the reader's language already. */
export type Heatmap = {
  title: string
  subtitle?: string
  classes: readonly {
    name: string
    /** Per day, per hour beginning at `from`: the share of the class's room time in use, 0 to 1; null while closed. */
    use: readonly (readonly (number | null)[])[]
  }[]
  /** The days' short names. */
  days: readonly string[]
  /** Full hours, in minutes after the day's local midnight. */
  from: number
  to: number
  words: { average: string; closed: string }
}

type Cell = { class: string; day: string; start: number; use: number }

/** What a heatmap shows, in figures; shares are 0 to 1, null where nothing was open. */
export type HeatmapFacts = {
  averages: readonly { class: string; use: number | null }[]
  /** The first of the fullest, and of the emptiest hours. */
  busiest: Cell | null
  quietest: Cell | null
}

export function heatmapFacts({ classes, days, from }: Heatmap): HeatmapFacts {
  const cells = classes.flatMap(({ name, use }) =>
    use.flatMap((hours, day) =>
      hours.flatMap((share, hour): Cell[] =>
        share === null ? [] : [{ class: name, day: days[day] ?? "", start: from + hour * 60, use: share }],
      ),
    ),
  )
  return {
    averages: classes.map(({ name, use }) => ({ class: name, use: average(use.flat()) })),
    busiest: cells.reduce<Cell | null>((most, cell) => (most === null || cell.use > most.use ? cell : most), null),
    quietest: cells.reduce<Cell | null>((least, cell) => (least === null || cell.use < least.use ? cell : least), null),
  }
}

function average(shares: readonly (number | null)[]): number | null {
  const open = shares.filter((share) => share !== null)
  return open.length === 0 ? null : open.reduce((sum, share) => sum + share, 0) / open.length
}

type Frame = {
  map: Heatmap
  sizes: Measures
  colors: Palette
  percent: (share: number) => string
  /** The cells of all classes. */
  grid: Box
  x: (minutes: number) => number
}

/** From this share on an hour counts as full and carries a mark. */
const nearlyFull = 0.9

/** A weekly report's picture: a block a class, a row a day, a column an hour; the darker (in the dark: the lighter) the fuller. */
export function heatmap(map: Heatmap, look: Look): Drawing {
  const sizes = measures(look.form)
  const colors = palette(look.scheme)
  const format = new Intl.NumberFormat(look.language === "pt" ? "pt-PT" : look.language, { style: "percent" })
  const percent = (share: number) => format.format(share)
  const head = heading(map, sizes, colors)
  const key = scaleBar({ map, sizes, colors, percent }, snap(head.height + sizes.text * 0.4))
  const { text: size, margin } = sizes
  const type = { size, weight: "regular" as const }
  const left = snap(margin + Math.max(...map.days.map((day) => widthOf(day, type))) + size * 0.7)
  const right = snap(sizes.width - margin - widthOf(percent(1), { size, weight: "bold" }) - size * 0.7)
  const top = snap(key.bottom + size * 2.6)
  const height = map.classes.length * (sizes.group * 1.25 + map.days.length * sizes.heat)
  const frame: Frame = {
    map,
    sizes,
    colors,
    percent,
    grid: { x: left, y: top, width: right - left, height },
    x: (minutes) => snap(left + ((minutes - map.from) / (map.to - map.from)) * (right - left)),
  }
  return {
    width: sizes.width,
    height: Math.ceil(top + height + margin),
    background: colors.paper,
    language: look.language,
    shapes: [
      ...head.shapes,
      ...key.shapes,
      ...hourMarks(frame),
      ...map.classes.flatMap((_, i) => classBlock(frame, i)),
    ],
  }
}

/** The shades as one bar with its percentages beneath, and after it the marks. */
function scaleBar({ map, sizes, colors, percent }: Omit<Frame, "grid" | "x">, top: number) {
  const { text: size, margin, label } = sizes
  const [width, height] = [size * 2.5, size * 1.15]
  const last = colors.scale.length
  const bar = colors.scale.map(
    (fill, step): Shape => ({
      is: "rect",
      x: snap(margin + step * width),
      y: snap(top),
      width: snap(width),
      height,
      fill,
    }),
  )
  const figures = Array.from({ length: last + 1 }, (_, step) => {
    const at: Point = [margin + step * width, top + height + label * 1.3]
    const figure = step === last ? percent(1) : String(Math.round((step / last) * 100))
    return words(figure, at, { size: label, color: colors.muted, align: step === 0 ? "left" : "center" })
  })
  const full = { word: `≥ ${percent(nearlyFull)}`, swatch: (box: Box) => heatCell(1, box, { colors, label: "" }) }
  const closed = { word: map.words.closed, swatch: (box: Box) => block(box, "closed", colors) }
  const anyClosed = map.classes.some(({ use }) => use.flat().includes(null))
  const left = margin + last * width + size * 2.2
  const key = legend(anyClosed ? [full, closed] : [full], top, { sizes, colors, left })
  return {
    shapes: [...bar, ...figures.flat(), ...key.shapes],
    bottom: Math.max(key.bottom, top + height + label * 1.5),
  }
}

/** The hours over the columns and the word over the averages, which goes before the hours. */
function hourMarks({ map, sizes, colors, grid, x }: Frame): Shape[] {
  const size = sizes.label + 0.5
  const y = grid.y - sizes.text * 0.5
  const style = { size, color: colors.muted }
  const right = sizes.width - sizes.margin
  const clear = right - widthOf(map.words.average, { size, weight: "regular" }) - size
  const marks = fullHours(map)
    .filter((minutes) => (minutes / 60) % sizes.hoursPerMark === 0 && x(minutes) < clear)
    .flatMap((minutes) => words(clock(minutes).slice(0, 2), [x(minutes), y], { ...style, align: "center" }))
  return [...marks, ...words(map.words.average, [right, y], { ...style, align: "right" })]
}

/** A class's name and average, and under them its days. */
function classBlock({ map, sizes, colors, percent, grid, x }: Frame, index: number): Shape[] {
  const { name = "", use = [] } = map.classes[index] ?? {}
  const { text: size, heat, margin } = sizes
  const headHeight = sizes.group * 1.25
  const top = grid.y + index * (headHeight + map.days.length * heat)
  const right = sizes.width - margin
  const share = (value: number | null) => (value === null ? "–" : percent(value))
  const headline = baseline(top + headHeight * 0.6, size)
  const title = shorten(name, grid.width, { size, weight: "bold" })
  const strong = { size, weight: "bold" as const, color: colors.ink }
  const shapes = [
    ...words(title, [margin, headline], strong),
    ...words(share(average(use.flat())), [right, headline], { ...strong, align: "right" }),
  ]
  map.days.forEach((day, row) => {
    const y = snap(top + headHeight + row * heat)
    const hours = use[row] ?? []
    const line = baseline(y + heat / 2, size)
    const style = { size: size - 0.5, color: colors.muted }
    shapes.push(...words(day, [margin, line], style))
    shapes.push(...words(share(average(hours)), [right, line], { ...style, align: "right" }))
    hours.forEach((value, hour) => {
      const start = map.from + hour * 60
      const box = { x: x(start) + 0.5, y: y + 0.5, width: x(start + 60) - x(start) - 1, height: heat - 1 }
      const figure = value === null ? "" : String(Math.round(value * 100))
      const fits = widthOf("100", { size: sizes.label, weight: "regular" }) < box.width - 4
      shapes.push(...heatCell(value, box, { colors, label: fits ? figure : "", size: sizes.label }))
    })
  })
  return shapes
}

/** An hour: its shade by fifths, and its figure where there is room, else a mark when it is full. */
function heatCell(
  share: number | null,
  box: Box,
  { colors, label, size = 0 }: { colors: Palette; label: string; size?: number },
): Shape[] {
  if (share === null) return block(box, "closed", colors)
  const last = colors.scale.length - 1
  const step = Math.min(last, Math.floor(share * colors.scale.length))
  const on = step >= 3 ? colors.onOwn : colors.ink
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  const shapes: Shape[] = [{ is: "rect", ...box, radius: 2, fill: colors.scale[step] ?? colors.paper }]
  if (label !== "") return [...shapes, ...words(label, [x, baseline(y, size)], { size, color: on, align: "center" })]
  return share >= nearlyFull ? [...shapes, diamond([x, y], 3, on)] : shapes
}
