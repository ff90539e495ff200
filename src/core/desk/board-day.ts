import type { LocalDay } from "../time.js"

/**
 * One broadcast day as the board shows it, in one language. Minutes are the wall clock's since the day's midnight (1500 is 01:00 of the
 * next morning), `…At` are instants in ms. Nothing in it depends on the time at which it is read: what is late, say, the page tells by
 * its own clock.
 */
export type BoardDay = {
  day: LocalDay
  /** `Tuesday, 24 November 2026` */
  date: string
  /** `Tue 24 Nov` */
  short: string
  /** From the first opening to the last closing; both 0 on a day without hours. `startAt` is the instant of `from`. */
  from: number
  to: number
  startAt: number
  /** Between two openings of the day. */
  gaps: readonly Stretch[]
  /** The smallest class first, as on the timetable's picture. */
  rooms: readonly BoardRoom[]
  sessions: readonly BoardSession[]
  /** Places kept for somebody who is about to confirm, or offered to somebody in line. */
  kept: readonly (Stretch & { room: string; who: string; untilAt: number; offer: boolean })[]
  closures: readonly BoardClosure[]
  courses: readonly BoardCourse[]
  floor: {
    limit: number
    /** Anchors on the floor in each quarter of an hour from `from` on, whatever for. */
    load: readonly number[]
  }
  requests: readonly BoardRequest[]
  /** So many others ask to join: they are listed as these are answered. */
  requestsMore: number
  hostsMost: number
  /** The grid that times lie on, what a room is out of use after a session, and what a session lasts at least, in minutes. */
  grid: number
  turnover: number
  shortest: number
}

export type Stretch = { from: number; to: number }

export type BoardRoom = { id: string; name: string; kind: string; hosts: number }

export type BoardSession = Stretch & {
  id: string
  version: number
  room: string
  member: { id: string; name: string }
  title: string | null
  hosts: number
  /** `2 hosts: Ana, Bei`; empty where nobody is named. */
  named: string
  /** When it is on air, and where the show is sold and watched, a line each. */
  show: readonly string[]
  /** `ring light ×2`, or empty. */
  gear: string
  /** Promised is any room of a class: the number may still change. */
  place: string | null
  /** `requested`: it waits for the staff's yes. */
  status: "requested" | "confirmed" | "checked_in" | "no_show"
  startAt: number
  endAt: number
  /** From when they can check in, and until when the room is kept without that; null: to the end. */
  checkInAt: number
  keptAt: number | null
  /** They said that they are late. */
  toldLate: boolean
}

/** `rooms` it closes; none for gear, which `what` then says. */
export type BoardClosure = Stretch & { id: string; what: string; reason: string; rooms: readonly string[] }

/** A date of a course; `press` opens it. */
export type BoardCourse = Stretch & {
  id: string
  room: string
  name: string
  taken: number
  seats: number
  press: string
}

/** Somebody asks for something that staff answer; `press` opens it. */
export type BoardRequest = { id: string; what: string; who: string; press: string }
