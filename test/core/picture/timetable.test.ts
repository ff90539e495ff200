import { describe, expect, it } from "vitest"
import { type Day, dayFacts } from "../../../src/core/picture/day.js"
import type { Shape } from "../../../src/core/picture/drawing.js"
import { timetable } from "../../../src/core/picture/timetable.js"
import { sampleDay } from "./samples.js"

const plain: Day = {
  title: "Monday",
  rooms: [{ name: "A" }, { name: "B" }],
  from: 480,
  to: 1560,
  cells: [],
  floor: { load: [], limit: 52 },
  words: { free: "Free", taken: "Taken", own: "Yours", held: "Held", closed: "Closed", load: "Load", full: "Full" },
}
const look = { language: "en", scheme: "light", form: "phone" } as const

/** A shape without its place and colours. */
function form(shape: Shape): string {
  if (shape.is !== "rect") return shape.is
  return ["rect", shape.hatch && "hatched", shape.stroke && (shape.stroke.dash ? "dashed" : "outlined")].join(" ")
}

const wordsOf = (day: Day, form: "phone" | "wide") =>
  timetable(day, { ...look, form }).shapes.flatMap((shape) => (shape.is === "text" ? [shape.text] : []))

describe("what stands on it", () => {
  it.each(["phone", "wide"] as const)("names every room and the limit (%s)", (form) => {
    const shown = wordsOf(sampleDay("pt"), form)
    expect(sampleDay("pt").rooms.filter(({ name }) => !shown.includes(name))).toEqual([])
    expect(shown).toContain("52")
  })

  it("shows a label and a note that fit, and cuts the label before it goes without", () => {
    const cell = { room: 0, start: 600, kind: "taken" as const, label: "Harbour Goods", note: "2" }
    const labels = (end: number) => {
      const without = wordsOf({ ...plain, cells: [{ room: 0, start: 600, end, kind: "taken" }] }, "wide")
      return wordsOf({ ...plain, cells: [{ ...cell, end }] }, "wide").filter((word) => !without.includes(word))
    }
    expect(labels(840)).toEqual(["Harbour Goods", "2"])
    expect(labels(675)).toEqual(["Harbou…", "2"])
    expect(labels(615)).toEqual([])
  })

  it("leaves out what lies outside the hours and rooms that do not exist", () => {
    const cells = [
      { room: 0, start: 0, end: 480, kind: "taken" as const },
      { room: 9, start: 600, end: 660, kind: "taken" as const },
    ]
    const bare = timetable(plain, look).shapes.length
    // Only the legend's swatch and word are more.
    expect(timetable({ ...plain, cells }, look).shapes.length).toBe(bare + 2)
  })

  it("draws the time now on its own day only", () => {
    expect(wordsOf({ ...plain, now: 875 }, "phone")).toContain("14:35")
    expect(wordsOf({ ...plain, now: 300 }, "phone")).not.toContain("05:00")
    expect(wordsOf({ ...plain, now: 1500 }, "phone")).toContain("01:00")
  })
})

describe("telling kinds apart without colour", () => {
  const kinds = ["taken", "own", "held", "closed"] as const
  it("each kind has its own pattern, outline or mark", () => {
    const forms = kinds.map((kind) => {
      const { shapes } = timetable({ ...plain, cells: [{ room: 0, start: 600, end: 660, kind }] }, look)
      const added = shapes.map(form)
      for (const known of timetable(plain, look).shapes.map(form)) added.splice(added.indexOf(known), 1)
      return added.join()
    })
    expect(new Set(forms).size).toBe(kinds.length)
  })
})

describe("what a day shows, in figures", () => {
  const day: Day = {
    ...plain,
    cells: [
      { room: 1, start: 1200, end: 1320, kind: "own" },
      { room: 0, start: 480, end: 600, kind: "taken" },
      { room: 0, start: 660, end: 1560, kind: "closed" },
    ],
    floor: { load: [10, 52, 52, 40, 52], limit: 52 },
  }

  it("lists what is free from now on, per room", () => {
    expect(dayFacts({ ...day, now: 630 }).free).toEqual([
      { room: "A", start: 630, end: 660 },
      { room: "B", start: 630, end: 1200 },
      { room: "B", start: 1320, end: 1560 },
    ])
    expect(dayFacts({ ...day, now: 630 }).freeNow).toBe(2)
    expect(dayFacts({ ...day, now: 590 }).freeNow).toBe(1)
    expect(dayFacts({ ...day, now: 1560 })).toMatchObject({ free: [], freeNow: 0 })
  })

  it("counts from the beginning where there is no now", () => {
    expect(dayFacts(day).free[0]).toEqual({ room: "A", start: 600, end: 660 })
    expect(dayFacts(day).freeNow).toBeNull()
  })

  it("lists own and closed stretches, the peak and when the floor is full", () => {
    expect(dayFacts(day)).toMatchObject({
      own: [{ room: "B", start: 1200, end: 1320 }],
      closed: [{ room: "A", start: 660, end: 1560 }],
      held: [],
      peak: { load: 52, start: 495 },
      full: [
        { start: 495, end: 525 },
        { start: 540, end: 555 },
      ],
    })
  })
})
