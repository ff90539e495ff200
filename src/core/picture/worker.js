// Draws pictures off the main thread: a day's timetable takes tens of milliseconds, in which nobody else would be answered.
// Plain JavaScript, so that it runs from the sources as well as from the build.
import { parentPort, workerData } from "node:worker_threads"
import { createCanvas, GlobalFonts } from "@napi-rs/canvas"
import { encodePng } from "./encode.js"

/** @import { Drawing, Shape, Stroke } from "./drawing.js" */
/** @import { SKRSContext2D } from "@napi-rs/canvas" */

/** Pixels to a CSS pixel: crisp on phones. */
const scale = 2

/** @type {Record<string, string>} */
const files = workerData
for (const [name, path] of Object.entries(files)) {
  if (GlobalFonts.registerFromPath(path, name) === null) throw new Error(`The pictures' font ${name} cannot be read.`)
}

/** @type {(drawing: Drawing) => Uint8Array} */
function png(drawing) {
  const canvas = createCanvas(drawing.width * scale, drawing.height * scale)
  const context = canvas.getContext("2d")
  context.scale(scale, scale)
  context.fillStyle = drawing.background
  context.fillRect(0, 0, drawing.width, drawing.height)
  const fonts = drawing.language === "zh-Hans" ? ["Hans", "Hant"] : ["Hant", "Hans"]
  for (const shape of drawing.shapes) draw(shape, context, fonts)
  return encodePng(canvas.data(), canvas.width, canvas.height)
}

/** @type {(shape: Shape, context: SKRSContext2D, fonts: string[]) => void} */
function draw(shape, context, fonts) {
  switch (shape.is) {
    case "rect":
      context.beginPath()
      context.roundRect(shape.x, shape.y, shape.width, shape.height, shape.radius ?? 0)
      if (shape.fill !== undefined) {
        context.fillStyle = shape.fill
        context.fill()
      }
      if (shape.hatch !== undefined) hatch(shape, context)
      if (shape.stroke !== undefined) stroke(shape.stroke, context)
      return
    case "line":
      context.beginPath()
      context.moveTo(...shape.from)
      context.lineTo(...shape.to)
      return stroke(shape.stroke, context)
    case "polygon":
      context.beginPath()
      for (const point of shape.points) context.lineTo(...point)
      context.closePath()
      context.fillStyle = shape.fill
      return context.fill()
    case "text": {
      const weight = shape.weight === "bold" ? "Bold" : "Regular"
      context.font = `${shape.size}px ${fonts.map((font) => font + weight).join(", ")}`
      context.textAlign = shape.align
      context.fillStyle = shape.color
      context.fillText(shape.text, ...shape.at)
    }
  }
}

/** @type {(style: Stroke, context: SKRSContext2D) => void} */
function stroke({ color, width, dash = [] }, context) {
  context.strokeStyle = color
  context.lineWidth = width
  context.setLineDash([...dash])
  context.stroke()
}

/**
 * Fills the current path, a rectangle, with lines. They are counted from the picture's origin, so that those of neighbours meet.
 * @type {(rect: Extract<Shape, { is: "rect" }>, context: SKRSContext2D) => void}
 */
function hatch({ x, y, width, height, hatch }, context) {
  if (hatch === undefined) return
  const { color, gap } = hatch
  context.save()
  context.clip()
  context.beginPath()
  for (let at = Math.floor((x + y) / gap) * gap; at <= x + y + width + height; at += gap) {
    context.moveTo(at - y, y)
    context.lineTo(at - y - height, y + height)
  }
  stroke({ color, width: 1.25 }, context)
  context.restore()
}

parentPort?.on("message", ({ id, drawing }) => {
  try {
    parentPort?.postMessage({ id, bytes: png(drawing) })
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) })
  }
})
