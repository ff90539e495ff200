import { onWall, parseLocal } from "./calendar.js"
import type { Context, Reading } from "./reading.js"

/** 延到九點: of a session that ends before nine, it is to go on until nine; else it is put off until then. */

/** How much longer a session would plausibly become. */
const most = 3 * 60

const word = /延(?:到|至)/u

/** Takes a move for a wish to go on where that is what it can only mean, by the person's own bookings. */
export function prolonged<R extends Pick<Reading, "intent" | "start" | "end" | "moveTo" | "moveToEnd" | "open">>(
  read: R,
  text: string,
  { bookings, zone, draft }: Context,
): R {
  if (read.intent !== "reschedule" || draft || read.moveToEnd || !word.test(text)) return read
  const asked = read.open.flatMap((one) => (one.about === "moveTo" ? one.choices.map(({ start }) => start) : []))
  const goals = [read.moveTo, ...asked].filter((goal) => goal?.includes("T"))
  const said = read.start?.slice(0, 16)
  const ends = (bookings ?? []).flatMap(({ start, end }) => {
    const [from, to] = [onWall(start, zone), onWall(end, zone)]
    const meant = said === undefined || isOn(said, from)
    return meant ? goals.filter((goal) => goesOn(goal ?? "", to)) : []
  })
  const [end = null] = ends
  if (end === null || new Set(ends).size > 1) return read
  return Object.assign(read, {
    intent: "extend",
    end,
    moveTo: null,
    open: read.open.filter(({ about }) => about !== "moveTo"),
  })
}

type Wall = ReturnType<typeof onWall>

function isOn(said: string, { day, minute }: Wall): boolean {
  const at = parseLocal(said)
  return at !== null && at.day === day && (at.minute === null || at.minute === minute)
}

function goesOn(goal: string, { day, minute }: Wall): boolean {
  const at = parseLocal(goal)
  const by = at?.minute == null ? 0 : (at.day - day) * 1440 + at.minute - minute
  return by > 0 && by <= most
}
