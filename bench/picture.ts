import { createCanvas, GlobalFonts, loadImage } from "@napi-rs/canvas"
import type { Drawing } from "../src/core/picture/drawing.js"
import { fontFiles } from "../src/core/picture/fonts.js"
import type { Look } from "../src/core/picture/look.js"
import { toSvg } from "../src/core/picture/svg.js"
import { sampleDay } from "../test/core/picture/samples.js"
import { abba, type Benchmark, built, median } from "./harness.js"

/** Pixels to a CSS pixel, as the desk draws. */
const scale = 2
const look: Look = { language: "zh-Hant", scheme: "light", form: "phone" }
const drawings = 5
/** What takes no drawing is over so soon that only many of them tell how long it takes. */
const lookups = 200

/** The SVG by itself, as the canvas's own reader and encoder make a PNG of it. */
async function rasterised(svg: Buffer): Promise<Buffer> {
  const image = await loadImage(svg)
  const canvas = createCanvas(image.width * scale, image.height * scale)
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height)
  return canvas.encode("png")
}

/** The median of some runs, in ms. */
async function milliseconds(work: (run: number) => Promise<unknown>, runs = drawings): Promise<number> {
  const took: number[] = []
  for (let run = 0; run < runs; run++) {
    const start = performance.now()
    await work(run)
    took.push(performance.now() - start)
  }
  return median(took)
}

/** A full day of 24 rooms, laid out and drawn, and again while nothing changed, against a PNG of the same SVG. */
export const picture: Benchmark = {
  id: "B16",
  title: "a day's timetable as a picture",
  cheap: true,
  async run({ pairs, say }) {
    type Timetable = (day: ReturnType<typeof sampleDay>, look: Look) => Drawing
    const { timetable } = await built<{ timetable: Timetable }>("core/picture/timetable.js")
    const { toPng } = await built<{ toPng(drawing: Drawing): Promise<Uint8Array> }>("core/picture/png.js")
    for (const [name, file] of Object.entries(fontFiles)) GlobalFonts.registerFromPath(file, name)
    const day = sampleDay("zh-Hant")
    // The families that the page's SVG names are a browser's; here the desk's own fonts are what is drawn with.
    const svg = toSvg(timetable(day, look), "").replace(/font-family="[^"]*"/, `font-family="HantRegular"`)
    const bytes = Buffer.from(svg)
    let height = 0
    const theirs = () => milliseconds(() => rasterised(bytes))
    // Another height is another picture, which the cache does not know.
    const cold = () =>
      milliseconds(() => {
        const drawing = timetable(day, look)
        return toPng({ ...drawing, height: drawing.height + (++height % 40) + 1 })
      })
    const cached = () => milliseconds(() => toPng(timetable(day, look)), lookups)
    await cached()
    const [ours, plain] = [await toPng(timetable(day, look)), await rasterised(bytes)]
    say(`PNG ${Math.round(ours.byteLength / 1000)} kB, rasterised ${Math.round(plain.byteLength / 1000)} kB`)
    const against = "rasterising the same SVG alone"
    return [
      await abba({
        what: `laid out and drawn / ${against}`,
        goal: { kind: "at_most", ratio: 1.3 },
        unit: "ms",
        pairs,
        ours: cold,
        theirs,
      }),
      await abba({
        what: `asked for again / ${against}`,
        goal: { kind: "at_most", ratio: 0.02, margin: 3 },
        unit: "ms",
        pairs,
        ours: cached,
        theirs,
      }),
    ]
  },
}
