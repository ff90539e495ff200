import type { Drawing, Shape, Stroke } from "./drawing.js"

/** The drawing as an SVG document for the web; `alt` is what a screen reader says instead. Browsers bring their own fonts. */
export function toSvg(drawing: Drawing, alt: string): string {
  const { width, height, language } = drawing
  const patterns = new Map<string, string>()
  const body = drawing.shapes.map((shape) => element(shape, patterns)).join("")
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`,
    ` role="img" aria-label="${escaped(alt)}" lang="${language}" font-family="${escaped(families(language))}">`,
    patterns.size > 0 ? `<defs>${[...patterns.values()].join("")}</defs>` : "",
    `<rect width="${width}" height="${height}" fill="${drawing.background}"/>${body}</svg>`,
  ].join("")
}

const traditional = "'Noto Sans TC','Noto Sans HK','PingFang HK','Microsoft JhengHei'"
const simplified = "'Noto Sans SC','PingFang SC','Microsoft YaHei'"
const families = (language: Drawing["language"]): string =>
  `${language === "zh-Hans" ? `${simplified},${traditional}` : `${traditional},${simplified}`},sans-serif`

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

const anchors = { left: "start", center: "middle", right: "end" } as const

function element(shape: Shape, patterns: Map<string, string>): string {
  switch (shape.is) {
    case "rect": {
      const { x, y, width, height, radius = 0, fill = "none" } = shape
      const place = `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}"`
      const base = `${place} fill="${fill}"${stroked(shape.stroke)}/>`
      return shape.hatch === undefined ? base : `${base}${place} fill="url(#${pattern(shape.hatch, patterns)})"/>`
    }
    case "line": {
      const [[x1, y1], [x2, y2]] = [shape.from, shape.to]
      return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"${stroked(shape.stroke)}/>`
    }
    case "polygon":
      return `<polygon points="${shape.points.join(" ")}" fill="${shape.fill}"/>`
    case "text": {
      const [x, y] = shape.at
      const weight = shape.weight === "bold" ? ` font-weight="700"` : ""
      const type = `font-size="${shape.size}"${weight} fill="${shape.color}" text-anchor="${anchors[shape.align]}"`
      return `<text x="${x}" y="${y}" ${type}>${escaped(shape.text)}</text>`
    }
  }
}

function stroked(stroke: Stroke | undefined): string {
  if (stroke === undefined) return ""
  const dash = stroke.dash === undefined ? "" : ` stroke-dasharray="${stroke.dash.join(" ")}"`
  return ` stroke="${stroke.color}" stroke-width="${stroke.width}"${dash}`
}

type Hatch = NonNullable<Extract<Shape, { is: "rect" }>["hatch"]>

/** The id of the hatch's pattern, made at its first use. Named by its content: several pictures may share one page. */
function pattern({ color, gap }: Hatch, patterns: Map<string, string>): string {
  const id = `hatch-${color.replace(/\W/g, "")}-${String(gap).replace(".", "_")}`
  const across = round(gap * Math.SQRT1_2)
  const frame = `width="${across}" height="${across}" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"`
  // Half of a stroke on the tile's edge is cut off, so this is as wide as the other renderer's.
  const line = `<path d="M0 0V${across}" stroke="${color}" stroke-width="2.5" fill="none"/>`
  patterns.set(id, `<pattern id="${id}" ${frame}>${line}</pattern>`)
  return id
}

const round = (px: number): number => Math.round(px * 100) / 100
