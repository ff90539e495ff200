// What a picture costs: laying it out, drawing it the first time and again, from memory, and what of that the event loop feels.
// Beside it the same picture as the canvas encodes it by itself. Run: npx tsx bench/picture.ts
import { monitorEventLoopDelay } from "node:perf_hooks"
import { createCanvas, loadImage } from "@napi-rs/canvas"
import type { Drawing } from "../src/core/picture/drawing.js"
import { heatmap } from "../src/core/picture/heatmap.js"
import type { Look } from "../src/core/picture/look.js"
import { toPng } from "../src/core/picture/png.js"
import { toSvg } from "../src/core/picture/svg.js"
import { timetable } from "../src/core/picture/timetable.js"
import { week } from "../src/core/picture/week.js"
import { sampleDay, sampleUse, sampleWeek } from "../test/core/picture/samples.js"

const runs = 15

async function timed<T>(work: () => T | Promise<T>): Promise<Timed<T>> {
  const start = performance.now()
  const value = await work()
  return { ms: performance.now() - start, value }
}

type Timed<T> = { ms: number; value: T }
const medianOf = (results: readonly Timed<unknown>[]): number =>
  results.map((each) => each.ms).toSorted((a, b) => a - b)[results.length >> 1] ?? Number.NaN
const print = (line: string) => process.stdout.write(`${line}\n`)
const ms = (value: number) => `${value.toFixed(1)} ms`
const kB = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`

const look = (form: Look["form"]): Look => ({ language: "zh-Hant", scheme: "light", form })
const layouts: Record<string, () => Drawing> = {
  "day, phone": () => timetable(sampleDay("zh-Hant"), look("phone")),
  "day, wide, staff": () => timetable(sampleDay("zh-Hant", { staff: true }), look("wide")),
  "week, phone": () => week(sampleWeek("zh-Hant"), look("phone")),
  "heatmap, phone": () => heatmap(sampleUse("zh-Hant"), look("phone")),
}

const day = await timed(() => timetable(sampleDay("zh-Hant"), look("phone")))
print(`first layout (reads the fonts' tables): ${ms(day.ms)}`)
print(`first picture (starts the thread, reads the fonts): ${ms((await timed(() => toPng(day.value))).ms)}`)

/** One run after the other. */
async function repeated<T>(work: (run: number) => T | Promise<T>): Promise<Timed<T>[]> {
  const results: Timed<T>[] = []
  for (let run = 1; run <= runs; run++) results.push(await timed(() => work(run)))
  return results
}

for (const [name, draw] of Object.entries(layouts)) {
  const laid = medianOf(await repeated(draw))
  const drawing = draw()
  const loop = monitorEventLoopDelay({ resolution: 1 })
  loop.enable()
  // Another height is another picture: the cache does not know it.
  const drawn = medianOf(await repeated((run) => toPng({ ...drawing, height: drawing.height + run })))
  loop.disable()
  const png = await toPng(drawing)
  const cached = medianOf(await repeated(() => toPng(drawing)))
  const delay = ms(loop.max / 1e6)
  print(`${name}: laid out in ${ms(laid)}, drawn in ${ms(drawn)} (event loop delayed ${delay} at most)`)
  print(`  cached ${ms(cached)}; PNG ${kB(png.length)}, SVG ${kB(toSvg(drawing, "").length)}`)
  const image = await loadImage(png)
  const canvas = createCanvas(image.width, image.height)
  canvas.getContext("2d").drawImage(image, 0, 0)
  const plain = await repeated(() => canvas.toBuffer("image/png"))
  print(`  the canvas's own encoder alone: ${ms(medianOf(plain))}, ${kB(plain[0]?.value.length ?? 0)}`)
}
print(`resident: ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB`)
