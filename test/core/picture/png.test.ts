import { createCanvas, loadImage } from "@napi-rs/canvas"
import { describe, expect, it } from "vitest"
import type { Drawing } from "../../../src/core/picture/drawing.js"
import { toPng } from "../../../src/core/picture/png.js"
import { timetable } from "../../../src/core/picture/timetable.js"
import { sampleDay } from "./samples.js"

const drawing: Drawing = {
  width: 60,
  height: 40,
  background: "#102030",
  language: "en",
  shapes: [{ is: "rect", x: 10, y: 10, width: 20, height: 20, fill: "#ff8000" }],
}

/** Decoded by a library that did not write it. */
async function pixelsOf(png: Uint8Array) {
  const image = await loadImage(png)
  const context = createCanvas(image.width, image.height).getContext("2d")
  context.drawImage(image, 0, 0)
  const at = (x: number, y: number) => Array.from(context.getImageData(x, y, 1, 1).data)
  return { width: image.width, height: image.height, at }
}

describe("a PNG", () => {
  it("has twice the drawing's pixels, in its colours", async () => {
    const { width, height, at } = await pixelsOf(await toPng(drawing))
    expect([width, height]).toEqual([120, 80])
    expect(at(2, 2)).toEqual([16, 32, 48, 255])
    expect(at(40, 40)).toEqual([255, 128, 0, 255])
    expect(at(61, 40)).toEqual([16, 32, 48, 255])
  })

  it("keeps its solid colours however many shades there are", async () => {
    const shades = Array.from({ length: 600 }, (_, i) => `#${(i * 27_961).toString(16).padStart(6, "0")}`)
    const shapes = shades.map((fill, i) => ({ is: "rect" as const, x: i, y: 0, width: 1, height: 1, fill }))
    const { at } = await pixelsOf(await toPng({ ...drawing, width: 600, shapes: [...drawing.shapes, ...shapes] }))
    expect(at(4, 60)).toEqual([16, 32, 48, 255])
    expect(at(40, 40)).toEqual([255, 128, 0, 255])
  })

  it("is small and crisp for a full day", async () => {
    const png = await toPng(timetable(sampleDay("zh-Hant"), { language: "zh-Hant", scheme: "light", form: "phone" }))
    expect((await pixelsOf(png)).width).toBe(780)
    expect(png.length).toBeLessThan(100_000)
  })
})

describe("asking again", () => {
  it("answers the same drawing from memory, even while it is being drawn", async () => {
    const fresh = { ...drawing, width: 61 }
    const [first, second] = await Promise.all([toPng(fresh), toPng(structuredClone(fresh))])
    expect(second).toBe(first)
    expect(await toPng(fresh)).toBe(first)
    expect(await toPng({ ...fresh, background: "#000000" })).not.toBe(first)
  })

  it("forgets what was not asked for the longest", async () => {
    const first = await toPng({ ...drawing, width: 100 })
    for (let i = 1; i <= 64; i++) await toPng({ ...drawing, width: 100 + i })
    expect(await toPng({ ...drawing, width: 100 })).not.toBe(first)
    expect(await toPng({ ...drawing, width: 164 })).toBe(await toPng({ ...drawing, width: 164 }))
  })

  it("says so when a drawing cannot be drawn, and goes on with the next", async () => {
    const broken = { ...drawing, shapes: [{ is: "polygon" }] } as unknown as Drawing
    await expect(toPng(broken)).rejects.toThrow("A picture could not be drawn")
    await expect(toPng(broken)).rejects.toThrow("A picture could not be drawn")
    expect((await toPng(drawing)).length).toBeGreaterThan(50)
  })
})
