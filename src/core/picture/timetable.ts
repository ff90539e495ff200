import { type Cell, type Day, dayFacts, quarter } from "./day.js"
import type { Drawing, Point, Shape } from "./drawing.js"
import { type Look, type Measures, measures, type Palette, palette } from "./look.js"
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
import { shorten, widthOf } from "./text.js"

type Frame = {
  table: Day
  sizes: Measures
  colors: Palette
  /** The rows' area. */
  grid: Box
  x: (minutes: number) => number
  /** The top of each room's row. */
  rows: readonly number[]
  groups: readonly { name: string; y: number }[]
}

/** A day's timetable: rooms × hours, the floor's load along the lower edge, the time now as a line. */
export function timetable(table: Day, look: Look): Drawing {
  const sizes = measures(look.form)
  const colors = palette(look.scheme)
  const head = heading(table, sizes, colors)
  const key = legend(legendEntries(table, colors), head.height + sizes.text * 0.4, { sizes, colors })
  const frame = frameOf(table, { sizes, colors, top: snap(key.bottom + sizes.text * 2.6) })
  const edge = loadEdge(frame)
  return {
    width: sizes.width,
    height: Math.ceil(edge.bottom + sizes.margin),
    background: colors.paper,
    language: look.language,
    shapes: [
      ...head.shapes,
      ...key.shapes,
      ...raster(frame),
      ...cells(frame, (cell, box) => block(box, cell.kind, colors)),
      ...edge.shapes,
      // Over the blocks, yet under their labels.
      ...nowLine(frame),
      ...cells(frame, (cell, box) => cellText(cell, box, { sizes, colors })),
    ],
  }
}

function legendEntries({ words: word, cells: all, floor }: Day, colors: Palette) {
  const stroke = { color: colors.rule, width: 1 }
  const free = {
    word: word.free,
    swatch: (box: Box): Shape[] => [{ is: "rect", ...box, radius: 3, fill: colors.paper, stroke }],
  }
  const kinds = kindEntries(
    all.map(({ kind }) => kind),
    word,
    colors,
  )
  const full = { word: word.full, swatch: (box: Box) => [fullBar(box, colors)] }
  return [free, ...kinds, ...(floor.load.some((load) => load >= floor.limit) ? [full] : [])]
}

function frameOf(table: Day, { sizes, colors, top }: { sizes: Measures; colors: Palette; top: number }): Frame {
  const { margin, width, row, group, text: size, namesMost } = sizes
  const longest = Math.max(0, ...table.rooms.map(({ name }) => widthOf(name, { size, weight: "regular" })))
  const left = snap(margin + Math.min(longest, namesMost) + size * 0.7)
  const right = width - margin
  const rows: number[] = []
  const groups: { name: string; y: number }[] = []
  let y = top
  table.rooms.forEach((room, i) => {
    if (room.group !== undefined && room.group !== table.rooms[i - 1]?.group) {
      groups.push({ name: room.group, y })
      y += group
    }
    rows.push(y)
    y += row
  })
  return {
    table,
    sizes,
    colors,
    rows,
    groups,
    grid: { x: left, y: top, width: right - left, height: y - top },
    x: (minutes) => snap(left + ((minutes - table.from) / (table.to - table.from)) * (right - left)),
  }
}

/** Room names, group headings, hours and the lines between. */
function raster(frame: Frame): Shape[] {
  const { table, sizes, colors, grid, rows, groups, x } = frame
  const { margin, text: size, row } = sizes
  const shapes: Shape[] = []
  if (table.now !== undefined && table.now > table.from) {
    const past = x(Math.min(table.now, table.to)) - grid.x
    shapes.push({ is: "rect", x: grid.x, y: grid.y, width: past, height: grid.height, fill: colors.past })
  }
  for (const minutes of fullHours(table)) {
    const marked = (minutes / 60) % sizes.hoursPerMark === 0
    const stroke = { color: marked ? colors.rule : colors.grid, width: marked ? 1 : 0.5 }
    shapes.push({ is: "line", from: [x(minutes), grid.y], to: [x(minutes), grid.y + grid.height], stroke })
  }
  shapes.push(...hourMarks(frame, grid.y - size * 0.6, nowPill(frame)))
  const line = (y: number, color: string): Shape => ({
    is: "line",
    from: [margin, y],
    to: [grid.x + grid.width, y],
    stroke: { color, width: 0.5 },
  })
  for (const { name, y } of groups) {
    // The heading lies over the hour lines.
    shapes.push({
      is: "rect",
      x: margin,
      y,
      width: grid.x + grid.width - margin,
      height: sizes.group,
      fill: colors.paper,
    })
    const style = { size: size - 0.5, weight: "bold" as const, color: colors.muted }
    shapes.push(...words(name, [margin, baseline(y + sizes.group * 0.58, style.size)], style))
    shapes.push(line(y + sizes.group, colors.rule))
  }
  table.rooms.forEach(({ name }, i) => {
    const y = rows[i] ?? grid.y
    const shown = shorten(name, grid.x - margin - size * 0.5, { size, weight: "regular" })
    shapes.push(...words(shown, [margin, baseline(y + row / 2, size)], { size, color: colors.ink }))
    shapes.push(line(y + row, colors.grid))
  })
  return shapes
}

/** The hours under or over the lines; not where the time now stands. */
function hourMarks({ table, sizes, colors, x }: Frame, y: number, taken?: Box): Shape[] {
  const size = sizes.label + 0.5
  const clear = (at: number) =>
    taken === undefined || at + size * 0.7 < taken.x || at - size * 0.7 > taken.x + taken.width
  return fullHours(table)
    .filter((minutes) => (minutes / 60) % sizes.hoursPerMark === 0 && clear(x(minutes)))
    .flatMap((minutes) =>
      words(clock(minutes).slice(0, 2), [x(minutes), y], { size, color: colors.muted, align: "center" }),
    )
}

/** What `draw` makes of each cell, dimmed where it is over. */
function cells({ table, sizes, colors, rows, x }: Frame, draw: (cell: Cell, box: Box) => Shape[]): Shape[] {
  return table.cells.flatMap((cell) => {
    const top = rows[cell.room]
    const start = Math.max(cell.start, table.from)
    const end = Math.min(cell.end, table.to)
    if (top === undefined || start >= end) return []
    const inset = cell.kind === "closed" ? 0.5 : 1.5
    const box = { x: x(start) + 0.5, y: top + inset, width: x(end) - x(start) - 1, height: sizes.row - 2 * inset }
    const drawn = draw(cell, box)
    const over = table.now !== undefined && end <= table.now
    return over && drawn.length > 0 ? [...drawn, { is: "rect", ...box, fill: colors.veil }] : drawn
  })
}

/** What fits of the label and the note: both, else the whole label, else some of it. */
function cellText(cell: Cell, box: Box, { sizes, colors }: { sizes: Measures; colors: Palette }): Shape[] {
  const { label = "", note = "" } = cell
  const size = sizes.label
  const type = { size, weight: cell.kind === "own" ? ("bold" as const) : ("regular" as const) }
  const color = cell.kind === "own" ? colors.onOwn : colors.ink
  const pad = size * 0.4
  const y = baseline(box.y + box.height / 2, size)
  const room = box.width - 2 * pad
  const beside = room - pad - widthOf(note, { size, weight: "bold" })
  const alone = note === "" || (widthOf(label, type) > beside && widthOf(label, type) <= room)
  const both = alone ? "" : shorten(label, beside, type)
  const shown = both || shorten(label, room, type)
  // Their own, people know by its colour and mark; a cut label would add noise.
  const cut = cell.kind === "own" && shown.endsWith("…") && !label.endsWith("…")
  if (shown === "" || cut) return cell.kind === "own" ? [ownMark(box, colors)] : []
  const shapes = words(shown, [box.x + pad, y], { ...type, color })
  if (both === "") return shapes
  const at: Point = [box.x + box.width - pad, y]
  return [...shapes, ...words(note, at, { size, weight: "bold", color, align: "right" })]
}

/** Where the load stands below the rows. */
function loadBox({ sizes, grid }: Frame): Box {
  const y = snap(grid.y + grid.height + sizes.text * 4)
  return { x: grid.x, y, width: grid.width, height: sizes.load }
}

/** Anchors on the floor along the lower edge, a bar a quarter hour, with the limit as a dashed line and the peak in figures. */
function loadEdge(frame: Frame): { shapes: Shape[]; bottom: number } {
  const { table, sizes, colors, x } = frame
  const { limit, load } = table.floor
  const { text: size, label, margin } = sizes
  const area = loadBox(frame)
  const bottom = area.y + area.height
  const right = area.x + area.width
  const height = (anchors: number) => snap((anchors / Math.max(limit, ...load)) * area.height)
  const captionStyle = { size: size - 0.5, weight: "bold" as const, color: colors.muted }
  const shapes = words(table.words.load, [margin, area.y - size * 1.9], captionStyle)
  load.forEach((anchors, i) => {
    const start = table.from + i * quarter
    if (anchors <= 0 || start >= table.to) return
    const high = height(anchors)
    // Bars overlap by a hair: browsers show the paper between edges that merely touch.
    const width = Math.min(x(start + quarter) + 0.5, right) - x(start)
    const box = { x: x(start), y: bottom - high, width, height: high }
    shapes.push(anchors >= limit ? fullBar(box, colors) : { is: "rect", ...box, fill: colors.load })
  })
  const limitY = bottom - height(limit)
  const dashed = { color: colors.ink, width: 1, dash: [4, 3] }
  shapes.push({ is: "line", from: [area.x, limitY], to: [right, limitY], stroke: dashed })
  shapes.push({ is: "line", from: [area.x, bottom], to: [right, bottom], stroke: { color: colors.rule, width: 1 } })
  const mark = { size: label + 0.5, color: colors.ink, align: "right" as const }
  shapes.push(...words(String(limit), [area.x - size * 0.5, baseline(limitY, mark.size)], { ...mark, weight: "bold" }))
  shapes.push(...words("0", [area.x - size * 0.5, bottom], { ...mark, color: colors.muted }))
  const { peak } = dayFacts(table)
  if (peak.load > 0) {
    const at: Point = [x(peak.start + quarter / 2), Math.min(bottom - height(peak.load), limitY) - label * 0.4]
    shapes.push(...words(String(peak.load), at, { ...mark, weight: "bold", align: "center" }))
  }
  shapes.push(...hourMarks(frame, bottom + label * 1.5))
  return { shapes, bottom: bottom + label * 1.6 }
}

function fullBar(box: Box, colors: Palette): Shape {
  return { is: "rect", ...box, fill: colors.full, hatch: { color: colors.fullHatch, gap: 5.5 } }
}

/** The time now, above the rows. */
function nowPill({ table: { now, from, to }, sizes, grid, x }: Frame): Box | undefined {
  if (now === undefined || now < from || now > to) return undefined
  const size = sizes.label + 0.5
  const width = widthOf(clock(now), { size, weight: "bold" }) + 8
  const left = Math.min(Math.max(x(now) - width / 2, grid.x), grid.x + grid.width - width)
  return { x: snap(left), y: snap(grid.y - size * 1.85), width, height: size * 1.5 }
}

/** The line down from the time now, through the rows and through the load. */
function nowLine(frame: Frame): Shape[] {
  const { table, sizes, colors, grid, x } = frame
  const pill = nowPill(frame)
  if (pill === undefined || table.now === undefined) return []
  const at = x(table.now)
  const area = loadBox(frame)
  const size = sizes.label + 0.5
  const stroke = { color: colors.now, width: 1.5 }
  const middle: Point = [pill.x + pill.width / 2, baseline(pill.y + pill.height / 2, size)]
  return [
    { is: "line", from: [at, pill.y + size], to: [at, grid.y + grid.height], stroke },
    { is: "line", from: [at, area.y], to: [at, area.y + area.height], stroke },
    { is: "rect", ...pill, radius: 3, fill: colors.now },
    ...words(clock(table.now), middle, { size, weight: "bold", color: colors.onNow, align: "center" }),
  ]
}
