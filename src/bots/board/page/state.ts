import type { BoardDay, BoardRoom, BoardSession } from "../json.js"

/** What is what at this moment, and what came to be since the day was read before. */

export type Standing = "missed" | "over" | "in" | "late" | "due" | "later" | "asked"

export function standing(session: BoardSession, now: number): Standing {
  if (session.status === "no_show") return "missed"
  if (session.endAt <= now) return "over"
  if (session.status === "checked_in") return "in"
  // Nobody is awaited for what is not agreed to.
  if (session.status === "requested") return "asked"
  if (session.startAt <= now) return "late"
  return session.checkInAt <= now ? "due" : "later"
}

export const canCheckIn = (session: BoardSession, now: number): boolean =>
  ["late", "due"].includes(standing(session, now))

/** Whom to look out for, each list by time. */
export function arrivals(sessions: readonly BoardSession[], now: number) {
  const by = (...wanted: Standing[]) =>
    sessions.filter((session) => wanted.includes(standing(session, now))).sort((a, b) => a.startAt - b.startAt)
  const soon = now + 2 * 3_600_000
  return {
    late: by("late"),
    expected: by("due", "later").filter(({ startAt }) => startAt <= soon),
    here: by("in"),
    missed: by("missed"),
  }
}

export const roomName = (day: BoardDay, id: string): string => day.rooms.find((room) => room.id === id)?.name ?? id

/** What one looks at has been moved or checked in here before the server said so. */
export type Ahead = ReadonlyMap<string, Partial<BoardSession>>

export const seen = (sessions: readonly BoardSession[], ahead: Ahead): BoardSession[] =>
  sessions.map((session) => ({ ...session, ...ahead.get(session.id) }))

/** Gear to hand out and to take back, by time. */
export type GearTurn = { id: string; at: number; out: boolean; session: BoardSession }

export const gearTurns = (sessions: readonly BoardSession[]): GearTurn[] =>
  sessions
    .filter(({ gear, status }) => gear !== "" && status !== "no_show")
    .flatMap((session) => [
      { id: `${session.id} out`, at: session.from, out: true, session },
      { id: `${session.id} back`, at: session.to, out: false, session },
    ])
    .sort((a, b) => a.at - b.at || Number(a.out) - Number(b.out))

export type Change = { what: "booked" | "moved" | "cancelled" | "arrived" | "missed" | "closed"; about: string }

/** Told to whoever does not see it. @param say a session in words */
export function changes(before: BoardDay, after: BoardDay, say: (session: BoardSession) => string): Change[] {
  const was = new Map(before.sessions.map((session) => [session.id, session]))
  const is = new Map(after.sessions.map((session) => [session.id, session]))
  const changed = after.sessions.flatMap((session): Change[] => {
    const old = was.get(session.id)
    const about = say(session)
    if (!old) return [{ what: "booked", about }]
    if (old.status !== session.status && (session.status === "checked_in" || session.status === "no_show"))
      return [{ what: session.status === "checked_in" ? "arrived" : "missed", about }]
    const moved = old.room !== session.room || old.startAt !== session.startAt || old.endAt !== session.endAt
    return moved ? [{ what: "moved", about }] : []
  })
  const gone = before.sessions
    .filter(({ id, status }) => status !== "no_show" && !is.has(id))
    .map((session): Change => ({ what: "cancelled", about: say(session) }))
  const closed = after.closures
    .filter(({ id }) => !before.closures.some((closure) => closure.id === id))
    .map(({ what }): Change => ({ what: "closed", about: what }))
  return [...changed, ...gone, ...closed]
}

/** What of a room's day is left over, from now on where it is today, in stretches that a session fits into. */
export function freeIn(day: BoardDay, room: string, minute: number | null): { from: number; to: number }[] {
  const { turnover, grid, shortest } = day
  const held = day.sessions.filter(({ status }) => status !== "no_show")
  const taken = [...held, ...day.courses].filter((one) => one.room === room)
  const sessions = taken.map(({ from, to }) => ({ from: from - turnover, to: to + turnover }))
  const closed = day.closures.filter(({ rooms }) => rooms.includes(room))
  const free: { from: number; to: number }[] = []
  let at = minute === null ? day.from : Math.max(day.from, Math.ceil(minute / grid) * grid)
  const busy = [...sessions, ...closed, ...day.gaps].sort((a, b) => a.from - b.from)
  for (const { from, to } of [...busy, { from: day.to, to: day.to }]) {
    if (from - at >= shortest) free.push({ from: at, to: from })
    at = Math.max(at, to)
  }
  return free
}

/** Rooms under the kind they are of, in the day's order. */
export function byKind(rooms: readonly BoardRoom[]): { kind: string; rooms: BoardRoom[] }[] {
  const kinds: { kind: string; rooms: BoardRoom[] }[] = []
  for (const room of rooms) {
    const last = kinds.at(-1)
    if (last?.kind === room.kind) last.rooms.push(room)
    else kinds.push({ kind: room.kind, rooms: [room] })
  }
  return kinds
}

/** What of the day the grid shows: all of it, or on a wall the hours around now. */
export function shownHours(
  { from, to }: { from: number; to: number },
  now: number | null,
): { from: number; to: number } {
  if (now === null || to - from <= wallHours) return { from: wholeHour(from, Math.floor), to: wholeHour(to, Math.ceil) }
  const begin = Math.min(Math.max(wholeHour(now - 90, Math.floor), wholeHour(from, Math.floor)), to - wallHours)
  return { from: begin, to: begin + wallHours }
}
const wallHours = 9 * 60
const wholeHour = (minutes: number, round: (n: number) => number): number => round(minutes / 60) * 60
