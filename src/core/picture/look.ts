import type { Language } from "../language.js"

/**
 * How a picture is to look. `phone` is 390 px wide and read without zooming; `wide` has room for names in its cells (a desktop
 * chat, the board).
 */
export type Look = { language: Language; scheme: "light" | "dark"; form: "phone" | "wide" }

/** What a stretch of a room's day is; what no cell covers is free. */
export type Kind = "taken" | "own" | "held" | "closed"

/**
 * The kinds differ in lightness and pattern first and in hue last; the hues are of the Okabe-Ito set, which people with any
 * colour blindness can tell apart (https://jfly.uni-koeln.de/color/).
 */
const light = {
  paper: "#ffffff",
  ink: "#1a1f24",
  muted: "#56606a",
  grid: "#e6eaee",
  rule: "#ccd3da",
  past: "#f5f7f9",
  taken: "#bfc8d1",
  takenEdge: "#808c98",
  own: "#0b5c94",
  onOwn: "#ffffff",
  held: "#8a5a00",
  heldPaper: "#fff4d6",
  closed: "#aab3bc",
  closedPaper: "#f0f2f4",
  now: "#c44a00",
  onNow: "#ffffff",
  load: "#7fa6c4",
  full: "#c44a00",
  fullHatch: "#ffffff",
  veil: "#ffffff4d",
  scale: ["#eef3f8", "#c3d8ea", "#88b2d6", "#4585b8", "#0b4f82"],
}

export type Palette = typeof light

const dark: Palette = {
  paper: "#12171c",
  ink: "#eef2f5",
  muted: "#a3aeb9",
  grid: "#252c33",
  rule: "#3a444d",
  past: "#181e24",
  taken: "#4b5763",
  takenEdge: "#84919e",
  own: "#6cc0f0",
  onOwn: "#08131c",
  held: "#f0b429",
  heldPaper: "#2f2713",
  closed: "#4d5862",
  closedPaper: "#1b2127",
  now: "#ff8a4c",
  onNow: "#1a0d05",
  load: "#4d7c9c",
  full: "#ff8a4c",
  fullHatch: "#12171c",
  veil: "#12171c4d",
  scale: ["#1d262e", "#27435a", "#2f6a95", "#4b9acb", "#a5dbfb"],
}

export const palette = (scheme: Look["scheme"]): Palette => (scheme === "light" ? light : dark)

const phone = {
  width: 390,
  margin: 14,
  title: 18,
  text: 11.5,
  label: 9.5,
  row: 20,
  group: 18,
  load: 54,
  hour: 30,
  heat: 15,
  namesMost: 104,
  hoursPerMark: 2,
}

/** The measures of a form, in px. */
export type Measures = typeof phone

const wide: Measures = {
  width: 1280,
  margin: 28,
  title: 26,
  text: 14,
  label: 12.5,
  row: 30,
  group: 26,
  load: 84,
  hour: 36,
  heat: 24,
  namesMost: 200,
  hoursPerMark: 1,
}

export const measures = (form: Look["form"]): Measures => (form === "phone" ? phone : wide)
