import { encode } from "uqr"
import type { Language } from "../language.js"
import type { Drawing, Shape } from "./drawing.js"

/** A QR code to be printed and put up, with a name under it. */

const module = 8
/** Scanners need this much quiet around it, in modules. */
const border = 4
const caption = 48

export function qrCode(text: string, { name, language }: { name: string; language: Language }): Drawing {
  const { data, size } = encode(text, { ecc: "M", border })
  const width = size * module
  return {
    width,
    height: width + caption,
    background: "#ffffff",
    language,
    shapes: [
      ...data.flatMap(rowOf),
      {
        is: "text",
        at: [width / 2, width + 16],
        text: name,
        size: 24,
        weight: "bold",
        color: "#000000",
        align: "center",
      },
    ],
  }
}

/** Neighbours are drawn as one, so that no light shows between them. */
function rowOf(row: readonly boolean[], y: number): Shape[] {
  const shapes: Shape[] = []
  for (let x = 0; x < row.length; x++) {
    const from = x
    while (row[x]) x++
    if (x > from)
      shapes.push({
        is: "rect",
        x: from * module,
        y: y * module,
        width: (x - from) * module,
        height: module,
        fill: "#000000",
      })
  }
  return shapes
}
