import type { Point, Shape, Weight } from "./drawing.js"
import type { Kind, Measures, Palette } from "./look.js"
import { drawable, shorten, widthOf } from "./text.js"

/** What the layouts share: words, the look of a stretch of time, headings, the legend, the hours. */

export type Box = { x: number; y: number; width: number; height: number }

type Style = {
  size: number
  color: string
  weight?: Weight
  align?: "left" | "center" | "right"
}

/** A line of text on a baseline. */
export function words(text: string, at: Point, { size, color, weight = "regular", align = "left" }: Style): Shape[] {
  const shown = drawable(text)
  return shown === "" ? [] : [{ is: "text", text: shown, at, size, weight, color, align }]
}

/** The baseline that centres capitals and Chinese characters on a height. */
export const baseline = (middle: number, size: number): number => middle + size * 0.36

/** To half a pixel, which is a whole one at twice the resolution: edges stay crisp. */
export const snap = (px: number): number => Math.round(px * 2) / 2

/** Minutes after midnight as a clock shows them: 1560 is 02:00. */
export const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`

/** The look of a stretch: taken is solid with an edge, own is solid and strong, held is dashed, closed is hatched. */
export function block(box: Box, kind: Kind, colors: Palette): Shape[] {
  const radius = Math.min(3, box.width / 2)
  switch (kind) {
    case "taken":
      return [
        {
          is: "rect",
          ...within(box, 0.75),
          radius,
          fill: colors.taken,
          stroke: { color: colors.takenEdge, width: 0.75 },
        },
      ]
    case "own":
      return [{ is: "rect", ...box, radius, fill: colors.own }]
    case "held": {
      const stroke = { color: colors.held, width: 1.5, dash: [3, 2] }
      return [{ is: "rect", ...within(box, 1.5), radius, fill: colors.heldPaper, stroke }]
    }
    case "closed": {
      return [{ is: "rect", ...box, fill: colors.closedPaper, hatch: { color: colors.closed, gap: 7 } }]
    }
  }
}

/** The box whose border of this width lies within. */
const within = ({ x, y, width, height }: Box, border: number): Box => ({
  x: x + border / 2,
  y: y + border / 2,
  width: width - border,
  height: height - border,
})

/** A diamond: marks what is the reader's own where no label fits. */
export function diamond([x, y]: Point, radius: number, fill: string): Shape {
  return {
    is: "polygon",
    fill,
    points: [
      [x, y - radius],
      [x + radius, y],
      [x, y + radius],
      [x - radius, y],
    ],
  }
}

/** Marks the reader's own where no label does. */
export const ownMark = (box: Box, colors: Palette): Shape =>
  diamond([box.x + box.width / 2, box.y + box.height / 2], Math.min(4, box.width / 3), colors.onOwn)

/** The full hours of a day, in minutes. */
export const fullHours = ({ from, to }: { from: number; to: number }): number[] =>
  Array.from({ length: Math.floor(to / 60) - Math.ceil(from / 60) + 1 }, (_, i) => (Math.ceil(from / 60) + i) * 60)

type Entry = { word: string; swatch: (box: Box) => Shape[] }

/** The legend's entries for those kinds that occur. */
export const kindEntries = (used: readonly Kind[], words: Record<Kind, string>, colors: Palette): Entry[] =>
  (["taken", "own", "held", "closed"] as const)
    .filter((kind) => used.includes(kind))
    .map((kind) => ({
      word: words[kind],
      swatch: (box) => [...block(box, kind, colors), ...(kind === "own" ? [ownMark(box, colors)] : [])],
    }))

/** The heading at the top left, a long title a little smaller; `height` is what it takes. */
export function heading(
  { title, subtitle }: { title: string; subtitle?: string | undefined },
  sizes: Measures,
  colors: Palette,
): { shapes: Shape[]; height: number } {
  const { margin, width, text } = sizes
  const room = width - 2 * margin
  const wish = widthOf(title, { size: sizes.title, weight: "bold" })
  const size = Math.max(sizes.title * 0.75, Math.min(sizes.title, (sizes.title * room) / wish))
  const top = margin + sizes.title
  // A hair more than the room, lest rounding cuts what was made to fit.
  const main = shorten(title, room + 0.01, { size, weight: "bold" })
  const shapes = words(main, [margin, top], { size, weight: "bold", color: colors.ink })
  if (subtitle === undefined) return { shapes, height: top + sizes.title * 0.5 }
  const line = top + text * 1.7
  const under = shorten(subtitle, room, { size: text + 1, weight: "regular" })
  shapes.push(...words(under, [margin, line], { size: text + 1, color: colors.muted }))
  return { shapes, height: line + text * 0.8 }
}

/** Swatches with their words from `left` on, over as many lines as they need; `bottom` is where they end. */
export function legend(
  entries: readonly Entry[],
  top: number,
  { sizes, colors, left = sizes.margin }: { sizes: Measures; colors: Palette; left?: number },
): { shapes: Shape[]; bottom: number } {
  const { margin, width, text: size } = sizes
  const swatch = { width: size * 1.7, height: size * 1.15 }
  const shapes: Shape[] = []
  let x = left
  let y = top
  for (const entry of entries) {
    const length = swatch.width + size * 0.5 + widthOf(entry.word, { size, weight: "regular" })
    if (x > margin && x + length > width - margin) {
      x = margin
      y += size * 1.8
    }
    shapes.push(...entry.swatch({ x: snap(x), y: snap(y), ...swatch }))
    const at: Point = [x + swatch.width + size * 0.5, baseline(y + swatch.height / 2, size)]
    shapes.push(...words(entry.word, at, { size, color: colors.ink }))
    x += length + size * 1.3
  }
  return { shapes, bottom: y + swatch.height }
}
