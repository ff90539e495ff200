import type { Change, Standing } from "../state.js"

/** The words of the board itself. What the desk says comes from the desk, as do names, dates and rooms. */

export type Words = {
  board: string
  signIn: string
  signInHow: string
  signInLink: string
  linkOver: string
  demo: string
  demoHint: string
  leave: string
  language: string
  skip: string
  day: string
  today: string
  earlier: string
  later: string
  line: Record<"connecting" | "online" | "offline", string>
  closedDay: string
  timetable: (date: string) => string
  book: string
  forMember: string
  block: string
  room: string
  from: string
  to: string
  hosts: string
  member: string
  search: string
  noMember: string
  reason: string
  next: string
  affects: string
  move: string
  moveDo: string
  checkIn: string
  undo: string
  close: string
  free: string
  failed: string
  standing: Record<Standing, string>
  keptUntil: (time: string) => string
  saidLate: string
  held: string
  offered: string
  closed: string
  pending: string
  people: (hosts: number) => string
  now: string
  list: Record<"late" | "expected" | "here" | "missed" | "gear" | "requests", string>
  none: Record<"late" | "expected" | "here" | "gear" | "requests", string>
  out: string
  back: string
  floor: string
  floorNow: (load: number, limit: number) => string
  busiest: (load: number, limit: number, at: string) => string
  tab: Record<"now" | "rooms" | "gear" | "requests", string>
  change: Record<Change["what"], (about: string) => string>
  more: (count: number) => string
}
