import type { Result } from "../../ballot-record.js"
import type { Ballot, BallotWish } from "../../ballot-rows.js"
import { overlaps } from "../../interval.js"
import type { Phrasing } from "../phrasing.js"
import { lines } from "../scene.js"
import type { Line } from "../turn.js"

/** What ballots, wishes and draws are said in. */

/** `Sat 12 Dec, 18:00–24:00`, and the next. */
export const covered = (say: Phrasing, { windows }: Pick<Ballot, "windows">): string => say.list(windows.map(say.when))

/** `Sat 12 Dec, 20:00–22:00 · Small · 2 hosts` */
export function wishLine(say: Phrasing, wish: BallotWish): string {
  const { room, hosts, gear } = wish
  const { dot, waitlist, hosts: hostsOf } = say.words
  const where = room === "any" ? waitlist.anyRoom : "room" in room ? say.room(room.room) : say.className(room.class)
  return [say.when(wish), where, hostsOf(hosts), ...(gear.length > 0 ? [say.gearList(gear)] : [])].join(dot)
}

/** What may still come free: whoever has not won all it may stands in line for it. */
const mayComeFree: ReadonlySet<Result["is"]> = new Set(["taken", "floor_full", "gear_short", "blocked"])
const beyondPlan: ReadonlySet<Result["is"]> = new Set([
  "hours_spent",
  "peak_spent",
  "too_many_open",
  "class_not_in_plan",
  "missed",
  "too_long",
])

export function resultLines(say: Phrasing, results: readonly Result[], { winsMax }: Ballot): Line[] {
  const { ballot } = say.words
  const won = results.filter(({ is }) => is === "won")
  const waits = ({ is, wish }: Result): boolean =>
    mayComeFree.has(is) && won.length < winsMax && !won.some((other) => overlaps(other.wish, wish))
  const why = (result: Result): keyof typeof ballot.why => {
    if (result.is === "overlaps" || result.is === "left" || result.is === "had") return result.is
    if (mayComeFree.has(result.is)) return waits(result) ? "waiting" : "taken"
    return beyondPlan.has(result.is) ? "plan" : "gone"
  }
  // Of a class, the number is told in time.
  const said = ({ wish, room }: Result): string =>
    room === null ? wishLine(say, wish) : wishLine(say, { ...wish, room: { room } })
  return lines(
    won.length === 0 && ballot.nothing,
    ...won.map((result) => ballot.won(said(result))),
    ...results.filter(({ is }) => is !== "won").map((result) => ballot.lost(said(result), ballot.why[why(result)])),
    results.some(waits) && ballot.inLine,
  )
}

/** How a draw went, for staff. */
export const drawnLine = (
  { words }: Phrasing,
  { members, wins, waiting }: { members: number; wins: number; waiting: number },
): string => (members === 0 ? words.ballot.nobodyWished : words.ballot.wasDrawn(members, wins, waiting))
