import { element } from "./sheet.js"
import { say } from "./words.js"

/**
 * Rooms and times, to tap: a cell is half an hour, and can be had or not.
 *
 * @typedef {import("../app/json.js").TimesJson} Times
 * @typedef {Times["rooms"][number]} Room
 * @typedef {{ room: Room, from: number, to: number }} Picked
 */

/** In minutes. */
export const cell = 30

/** `01:30` for 1530 too. @type {(minutes: number) => string} */
export const clock = (minutes) =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`

/** @type {(stretches: Room["free"], from: number, to: number) => boolean} */
export const within = (stretches, from, to) => stretches.some((one) => one.from <= from && to <= one.to)

/** The hours worth showing: from the first that anything can be had in; null when nothing can. @type {(times: Times) => { from: number, to: number } | null} */
function hoursOf({ rooms, to }) {
  const starts = rooms.flatMap(({ free, own }) => [...free, ...own].map((one) => one.from))
  return starts.length > 0 ? { from: Math.floor(Math.min(...starts) / 60) * 60, to: Math.ceil(to / cell) * cell } : null
}

/** @type {(times: Times, tap: (room: Room, at: number) => void) => HTMLElement | null} */
export function table(times, tap) {
  const hours = hoursOf(times)
  if (!hours) return null
  const head = element(
    "tr",
    {},
    element("th", { scope: "col", class: "corner" }, element("span", { class: "unseen" }, say("room"))),
  )
  for (let at = hours.from; at < hours.to; at += 60) {
    const columns = Math.min(60, hours.to - at) / cell
    head.append(element("th", { scope: "col", colspan: String(columns) }, clock(at)))
  }
  const body = element("tbody", {})
  let kind = ""
  for (const room of times.rooms) {
    if (room.kind !== kind) {
      const columns = 1 + (hours.to - hours.from) / cell
      const name = element("th", { scope: "rowgroup", colspan: String(columns) }, element("span", {}, room.kind))
      body.append(element("tr", { class: "kind" }, name))
    }
    kind = room.kind
    body.append(rowOf(room, hours, tap))
  }
  const whole = element(
    "table",
    {},
    element("caption", { class: "unseen" }, say("free")),
    element("colgroup", {}, element("col", {})),
    element("colgroup", { span: String((hours.to - hours.from) / cell) }),
    element("thead", {}, head),
    body,
  )
  whole.addEventListener("keydown", walk)
  const first = whole.querySelector("button")
  if (first) first.tabIndex = 0
  return whole
}

/** @type {(room: Room, hours: { from: number, to: number }, tap: (room: Room, at: number) => void) => HTMLElement} */
function rowOf(room, hours, tap) {
  const row = element("tr", {}, element("th", { scope: "row" }, room.name))
  /** What a cell is. @type {(at: number) => "free" | "own" | "taken"} */
  const is = (at) =>
    within(room.free, at, at + cell)
      ? "free"
      : room.own.some(({ from, to }) => from < at + cell && at < to)
        ? "own"
        : "taken"
  for (let at = hours.from; at < hours.to; ) {
    const what = is(at)
    if (what === "free") {
      const start = at
      const button = element(
        "button",
        {
          type: "button",
          tabindex: "-1",
          "aria-pressed": "false",
          "aria-label": `${room.name} ${clock(at)}`,
          "data-at": String(at),
        },
        clock(at),
      )
      button.addEventListener("click", () => tap(room, start))
      row.append(element("td", {}, button))
      at += cell
      continue
    }
    let until = at
    while (until < hours.to && is(until) === what) until += cell
    const word = element("span", { class: what === "own" ? "" : "unseen" }, say(what))
    row.append(element("td", { class: what, colspan: String((until - at) / cell) }, word))
    at = until
  }
  row.dataset.room = room.id
  return row
}

/** Arrow keys go from cell to cell. @param {KeyboardEvent} event */
function walk(event) {
  const from = event.target
  if (!(from instanceof HTMLButtonElement)) return
  const next = neighbour(from, event.key)
  if (!next) return
  event.preventDefault()
  from.tabIndex = -1
  next.tabIndex = 0
  next.focus()
}

/** @type {(from: HTMLButtonElement, key: string) => HTMLButtonElement | undefined} */
function neighbour(from, key) {
  const row = from.closest("tr") ?? from
  const buttons = [...(row?.querySelectorAll("button") ?? [])]
  const place = buttons.indexOf(from)
  if (key === "ArrowRight") return buttons[place + 1]
  if (key === "ArrowLeft") return buttons[place - 1]
  if (key === "Home") return buttons[0]
  if (key === "End") return buttons.at(-1)
  if (key !== "ArrowDown" && key !== "ArrowUp") return undefined
  const rows = [...(row?.parentElement?.querySelectorAll("tr:has(button)") ?? [])]
  const other = rows[rows.indexOf(row) + (key === "ArrowDown" ? 1 : -1)]
  const at = Number(from.dataset.at)
  return [...(other?.querySelectorAll("button") ?? [])].sort(
    (a, b) => Math.abs(Number(a.dataset.at) - at) - Math.abs(Number(b.dataset.at) - at),
  )[0]
}

/** The earliest that can be had, in any room. @type {(whole: HTMLElement) => HTMLElement | undefined} */
export const firstFree = (whole) => {
  const cells = [...whole.querySelectorAll("button")]
  const earliest = Math.min(...cells.map((one) => Number(one.dataset.at)))
  return cells.find((one) => Number(one.dataset.at) === earliest)?.closest("td") ?? undefined
}

/** Shows which cells are chosen. @type {(whole: Element, picked: Picked | null) => void} */
export function mark(whole, picked) {
  for (const button of whole.querySelectorAll("button")) {
    const at = Number(button.dataset.at)
    const chosen =
      picked !== null && button.closest("tr")?.dataset.room === picked.room.id && picked.from <= at && at < picked.to
    button.setAttribute("aria-pressed", String(chosen))
  }
}
