import { describe, expect, it } from "vitest"
import { type Week, week } from "../../../src/core/picture/week.js"

const shown: Week = {
  title: "A week",
  days: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].map((name, i) => ({ name, date: String(23 + i) })),
  from: 480,
  to: 1560,
  entries: [],
  words: { taken: "Taken", own: "Yours", held: "Held", closed: "Closed" },
}

function drawn(entries: Week["entries"], more: Partial<Week> = {}) {
  const look = { language: "en", scheme: "light", form: "phone" } as const
  const { shapes } = week({ ...shown, ...more, entries }, look)
  const own = shapes.filter((shape) => shape.is === "rect").filter(({ fill }) => fill === "#0b5c94")
  return { own, texts: shapes.flatMap((shape) => (shape.is === "text" ? [shape.text] : [])) }
}
const own = (start: number, end: number) => ({
  day: 2,
  start,
  end,
  kind: "own" as const,
  label: "Studio 2",
  short: "2",
})

describe("a week", () => {
  it("sets bookings of the same time side by side, as many lanes as needed", () => {
    const { own: blocks } = drawn([own(600, 720), own(660, 780), own(720, 840), own(900, 960)])
    const [a, b, c, alone] = blocks
    if (!a || !b || !c || !alone) throw new Error("expected four blocks")
    expect(a.x + a.width).toBeLessThanOrEqual(b.x)
    // The third begins when the first ends: it takes that lane.
    expect(c.x).toBe(a.x)
    expect(c.width).toBe(a.width)
    expect(alone.width).toBeGreaterThan(a.width * 1.9)
  })

  it("says start and room where they fit, in a narrow lane the room's short name", () => {
    expect(drawn([own(600, 720)]).texts).toEqual(expect.arrayContaining(["10:00", "Studio 2"]))
    const narrow = drawn([own(600, 720), own(600, 720), own(600, 720)]).texts
    expect(narrow.filter((text) => text === "2")).toHaveLength(3)
    expect(narrow).not.toContain("10:00")
  })

  it("has a legend once there are two kinds", () => {
    expect(drawn([own(600, 720)]).texts).not.toContain("Yours")
    expect(drawn([own(600, 720), { ...own(800, 900), kind: "held" }]).texts).toEqual(
      expect.arrayContaining(["Yours", "Held"]),
    )
  })
})
