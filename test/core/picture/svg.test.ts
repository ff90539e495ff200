import { expect, it } from "vitest"
import { toSvg } from "../../../src/core/picture/svg.js"
import { timetable } from "../../../src/core/picture/timetable.js"
import { sampleDay } from "./samples.js"

it("says every shape, escaped, and the alt text for screen readers", () => {
  const svg = toSvg(
    {
      width: 10,
      height: 20,
      background: "#fff",
      language: "zh-Hans",
      shapes: [
        { is: "rect", x: 1, y: 2, width: 3, height: 4, radius: 1, fill: "#eee", hatch: { color: "#abc", gap: 4 } },
        { is: "line", from: [0, 1], to: [2, 3], stroke: { color: "#000", width: 0.5, dash: [3, 2] } },
        {
          is: "polygon",
          points: [
            [0, 0],
            [1, 0],
            [0, 1],
          ],
          fill: "#123",
        },
        { is: "text", at: [5, 6], text: `<A&B> "預約"`, size: 7, weight: "bold", color: "#456", align: "right" },
      ],
    },
    `"free" <now>`,
  )
  expect(svg).toContain('role="img" aria-label="&#34;free&#34; &#60;now&#62;" lang="zh-Hans"')
  expect(svg).toMatch(/font-family="&#39;Noto Sans SC&#39;/)
  expect(svg).toContain('<rect x="1" y="2" width="3" height="4" rx="1" fill="url(#hatch-abc-4)"/>')
  expect(svg.match(/<pattern id="hatch-abc-4"/g)).toHaveLength(1)
  expect(svg).toContain('<line x1="0" y1="1" x2="2" y2="3" stroke="#000" stroke-width="0.5" stroke-dasharray="3 2"/>')
  expect(svg).toContain('<polygon points="0,0 1,0 0,1" fill="#123"/>')
  expect(svg).toContain('font-weight="700" fill="#456" text-anchor="end">&#60;A&#38;B&#62; &#34;預約&#34;</text>')
})

it("is well-formed for a full day", () => {
  const look = { language: "pt", scheme: "dark", form: "wide" } as const
  const svg = toSvg(timetable(sampleDay("pt", { staff: true }), look), "alt")
  const open: string[] = []
  for (const [, closing, name, empty] of svg.matchAll(/<(\/?)([a-z]+)(?:\s[a-zA-Z-]+="[^"<]*")*\s*(\/?)>/g)) {
    if (closing) expect(open.pop()).toBe(name)
    else if (!empty && name !== undefined) open.push(name)
  }
  expect(open).toEqual([])
  expect(svg.replace(/<[^<>]*>/g, "")).not.toMatch(/[<>]|&(?!#\d+;)/)
})
