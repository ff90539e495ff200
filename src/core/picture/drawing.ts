import type { Language } from "../language.js"

/**
 * A picture as data: what the layouts make and what {@link toPng} and {@link toSvg} render. All measures are CSS pixels;
 * the origin is the top left corner; later shapes lie on earlier ones. Plain data, so that it crosses threads and can be hashed.
 */
export type Drawing = {
  width: number
  height: number
  background: string
  /** Decides which forms Chinese characters take where the traditional and the simplified font both have one. */
  language: Language
  shapes: readonly Shape[]
}

export type Shape =
  | {
      is: "rect"
      x: number
      y: number
      width: number
      height: number
      radius?: number
      fill?: string
      stroke?: Stroke
      /** Lines at 45 degrees over the fill, `gap` px apart, so that the meaning survives without colour. */
      hatch?: { color: string; gap: number }
    }
  | { is: "line"; from: Point; to: Point; stroke: Stroke }
  | { is: "polygon"; points: readonly Point[]; fill: string }
  | {
      is: "text"
      /** The left end, middle or right end of the baseline, as `align` says. */
      at: Point
      text: string
      size: number
      weight: Weight
      color: string
      align: "left" | "center" | "right"
    }

export type Point = readonly [x: number, y: number]
export type Stroke = { color: string; width: number; dash?: readonly number[] }
export type Weight = "regular" | "bold"
