import { expect, test } from "vitest"
import { render } from "../../../src/bots/telegram/render.js"

const rowsOf = (rows: number, width: number) => {
  const buttons = Array.from({ length: rows }, (_, n) =>
    Array.from({ length: width }, (_, m) => ({ label: `${n}.${m}`, press: `${n}.${m}` })),
  )
  const [part] = render({ text: [["Which room?"]], buttons })
  return part?.kind === "text" ? (part.keyboard?.inline_keyboard ?? []) : []
}

test("a keyboard has as many rows as its buttons allow: 24 rooms, the classes and the way back", () => {
  expect(rowsOf(14, 2)).toHaveLength(14)
  expect(rowsOf(100, 1)).toHaveLength(100)
})

test("beyond a hundred buttons it ends with a whole row", () => {
  expect(rowsOf(101, 1)).toHaveLength(100)
  expect(rowsOf(40, 3).map((row) => row.length)).toEqual(Array.from({ length: 33 }, () => 3))
  // Long rows are broken into rows of eight, and the rest.
  expect(rowsOf(12, 10).flat()).toHaveLength(100)
})
