import { type Centre, readPeriod } from "./centre.js"
import { after, hour, type Interval, minute } from "./interval.js"
import type { Language } from "./language.js"
import type { Ask, Booking, GearWish, Reminding, RoomWish, Slot } from "./outcome.js"
import { addDays, localDay, partOfDay } from "./time.js"
import type { NoticeRow } from "./write.js"

/** The notices that a booking earns. They are written in the transaction that makes, moves or cancels it. */

/** What somebody else did to a booking; `restored`: it was cancelled or given up, and is not any more. */
export type Told = "booked" | "moved" | "extended" | "cancelled" | "restored" | "handed"

/** What a closure did to a booking; `back`: it was lifted. */
export type ClosedHow = "moved" | "refitted" | "short" | "cancelled" | "back"
type GivenUp = { room: string; start: string; end: string; gear: Booking["gear"] }

/** A booking as it is wished for: local to nobody, as instants. */
export type WantedChange = {
  start: string
  end: string
  room?: RoomWish
  hosts?: number
  gear?: readonly GearWish[]
}

/** What became of a request; `reopened`: the answer was taken back. */
export type AnsweredHow = "approved" | "declined" | "lapsed" | "reopened"
/** Reasons that staff have at hand. */
export const denyReasons = ["needed", "shorter", "talk"] as const
export type DenyReason = (typeof denyReasons)[number]

/** What people tell the staff from their chat: something is broken, or they would like to talk to somebody. */
export type Word = { about: "fault" | "talk"; text: string | null; room: string | null; gear: string | null }

/** What a notice says, beside the booking it names; phrased when it is sent, in the reader's language. */
export type NoticeData =
  | { kind: "reminder"; minutesBefore: number }
  /** Somebody else (staff, a colleague) changed this person's booking. */
  | {
      kind: "changed"
      how: Told
      was: { room: string; start: string; end: string; roomClass?: string | null }
      /** Handed on: the merchant that it was taken from. */
      whose?: string
    }
  /** Promised a room of a class, it has its number now. */
  | { kind: "room" }
  /** What a broadcast day brings; `first`: the message that this one takes the place of, and when that was due and sent. */
  | { kind: "digest"; day: string; first?: { message: string; due: string; sent: string } }
  /** The report of the seven broadcast days from `from` on. */
  | { kind: "weekly"; from: string }
  /** Whoever booked says that they are running late: to the staff. */
  | { kind: "late" }
  /** Not here yet, and the session has begun. */
  | { kind: "arrive" }
  /** It is over: how did it go? And to the staff: something broke. */
  | { kind: "after" }
  | { kind: "went" }
  /** It ends soon. */
  | { kind: "ending" }
  /** Nobody came, so the room was given up; or staff forgave that. `minutes`: the hours that are gone, or back. */
  | { kind: "missed"; how: "released" | "forgiven"; minutes: number }
  /** Part of the centre is closed, and this is what became of their session; `version`: the booking as it then was. */
  | { kind: "closed"; how: ClosedHow; was: GivenUp; reason: string | null; version: number }
  /** Somebody of the staff closed something or lifted it: to the staff. `version`: the closure as it then was. */
  | { kind: "closure"; closure: string; version: number; by: string; lifted: boolean }
  /** A place in line has come up; its time went by without one. */
  | { kind: "offer"; offer: string }
  | { kind: "waited"; from: string; member?: string }
  /** A booking waits for their yes: to the staff. `shown`: as what it was shown last; `message`: the card that this takes the place of. */
  | { kind: "asked"; shown: string; message?: string }
  /** What became of a request: to whoever asked. `text`: the staff's own words. */
  | { kind: "answered"; how: AnsweredHow; reason?: DenyReason; text?: string; more?: number }
  /** A member wishes for a change that needs a yes: to the staff; `name` tells it from others. The change was not possible: to whoever wished for it. */
  | { kind: "wanted"; change: WantedChange; name?: string }
  | { kind: "unchanged" }
  /** Nobody answered it: to the staff. */
  | { kind: "unanswered" }
  /** Somebody unknown wishes to join: to the staff. */
  | { kind: "request"; request: string }
  /** So many wish to join that they are not told of each. */
  | { kind: "requests" }
  /** What became of that: they are in, for this member; or not, said to somebody who is nobody here. */
  | { kind: "admitted"; member: string }
  | { kind: "declined"; language: Language }
  /** They are not among a merchant's people any more; they are its owner now; one of theirs left, and so many bookings are theirs. */
  | { kind: "people"; how: "removed" | "owner"; member: string }
  | { kind: "people"; how: "left"; member: string; name: string; bookings: number }
  /** Staff granted a merchant hours, or changed its plan. */
  | { kind: "hours"; member: string; granted: number; month: string }
  | { kind: "plan"; member: string; plan: string }
  /** An account elsewhere says that it is this person's too. */
  | { kind: "link"; link: string; platform: string; name: string }
  /** A ballot is open, was called off, or was drawn: to this member's people, or (null) to everybody, or to the staff once drawn. */
  | { kind: "ballot"; ballot: string; how: "open" | "off" | "drawn"; member: string | null }
  /** Somebody tells the staff something from their chat; ids. `during`: their session that was on. */
  | ({ kind: "word"; person: string; member: string | null; during: string | null } & Word)
  /** The staff's own words. */
  | { kind: "broadcast"; text: string }
  | CourseNotice

/** Of courses; see course-notices.ts. */
export type CourseNotice =
  /** `start`: of the session, as it then was. */
  | { kind: "course_reminder"; session: string; minutesBefore: number; start?: string }
  /**
   * What became of a date of a course: staff put them in, a seat came free, it takes place at another time or in another room, or not at
   * all; `version`: the session as it then was. Without a person it is for the staff.
   */
  | { kind: "course"; session: string; how: "enrolled" | "seat" | "off" | "moved"; version: number; was?: CourseWas }
  /** They passed; and, some weeks ahead, what they learnt will count no more after that day. */
  | { kind: "qualified"; qualification: string; until: string | null }
  | { kind: "lapse"; qualification: string; day: string }
  /** Nobody of the member will hold it any more when that session begins; also to the staff. */
  | { kind: "unqualified"; qualification: string }
type CourseWas = { room: string; start: string; end: string }

/** Reminders at least this long before are kept out of quiet hours; shorter ones come when they must. */
const longLead = 3 * hour
/** How long before quiet hours begin a reminder comes that would fall into them. */
const beforeQuiet = 5 * minute

/** The lead times that somebody is reminded at, longest first: minutes before the start. */
export const leadsFor = (centre: Centre, reminding: Reminding | undefined): number[] =>
  [...new Set(reminding?.leads ?? centre.reminders)].sort((a, b) => b - a)

/** The hours in which somebody wants no long reminders, in minutes after midnight; null for none. */
export const quietFor = (centre: Centre, reminding: Reminding | undefined): { from: number; to: number } | null =>
  reminding?.quiet ? readPeriod(reminding.quiet) : (centre.quiet ?? null)

/**
 * One reminder for each lead time, to the person who booked; none that would already be past, none of what is not agreed to yet. A long one that would fall into quiet
 * hours comes before they begin or at their end, whichever is nearer and still does its work. A reminder is useful until the next
 * one is due, the last until the session starts.
 */
export function reminders(
  centre: Centre,
  booking: Booking,
  { now, reminding }: { now: Date; reminding: Reminding | undefined },
): NoticeRow[] {
  const { madeBy } = booking
  if (!madeBy || booking.status === "requested") return []
  return remindersAt(centre, booking.start, { now, reminding }).map(({ minutesBefore, due, stale }) => ({
    key: reminderKey(booking.id, minutesBefore, madeBy),
    kind: "reminder",
    person_id: madeBy,
    address: null,
    booking_id: booking.id,
    due_at: due,
    stale_at: stale,
    data: { kind: "reminder", minutesBefore } satisfies NoticeData,
  }))
}

/** When somebody is reminded of what begins at `start`, as they or the centre chose, the longest lead first. */
export function remindersAt(
  centre: Centre,
  start: Date,
  { now, reminding }: { now: Date; reminding: Reminding | undefined },
): { minutesBefore: number; due: Date; stale: Date }[] {
  const leads = leadsFor(centre, reminding)
  const all: { minutesBefore: number; due: Date; stale: Date }[] = []
  leads.toReversed().forEach((minutesBefore, position, shortestFirst) => {
    const due = dueAt(centre, start, {
      now,
      lead: minutesBefore * minute,
      next: (shortestFirst[position - 1] ?? 0) * minute,
      quiet: quietFor(centre, reminding),
    })
    const stale = all[0]?.due ?? start
    // Two that moved to the same moment are one.
    if (due > now && stale > due) all.unshift({ minutesBefore, due, stale })
  })
  return all
}

export const reminderKey = (bookingId: string, minutesBefore: number, personId: string): string =>
  `remind:${bookingId}:${minutesBefore}:${personId}`

type Lead = { now: Date; lead: number; next: number; quiet: { from: number; to: number } | null }

function dueAt(centre: Centre, start: Date, { now, lead, next, quiet }: Lead): Date {
  const due = after(start, -lead)
  const hours = lead >= longLead && due > now && quiet ? quietAround(due, quiet, centre.zone) : null
  if (!hours) return due
  const before = after(hours.start, -beforeQuiet)
  const choices = [
    ...(before > now ? [before] : []),
    // At their end it must not come together with the next one.
    ...(hours.end < after(start, -next) ? [hours.end] : []),
  ]
  const distance = (choice: Date) => Math.abs(choice.getTime() - due.getTime())
  return choices.sort((a, b) => distance(a) - distance(b))[0] ?? due
}

/** The quiet hours that an instant falls into. */
function quietAround(instant: Date, hours: { from: number; to: number }, zone: string): Interval | null {
  const today = localDay(instant, zone)
  const nights = [addDays(today, -1), today].map((day) => partOfDay(day, hours, zone))
  return nights.find(({ start, end }) => start <= instant && instant < end) ?? null
}

/** Tells the person who booked when somebody else changed it. */
export function told(ask: Ask, booking: Booking, { kind, was }: { kind: Told; was: Slot }): NoticeRow[] {
  if (!booking.madeBy || booking.madeBy === ask.actor.person.id) return []
  const data: NoticeData = {
    kind: "changed",
    how: kind,
    was: {
      room: was.room,
      start: was.start.toISOString(),
      end: was.end.toISOString(),
      ...(was.roomClass ? { roomClass: was.roomClass } : {}),
    },
    ...(kind === "handed" ? { whose: booking.member.name } : {}),
  }
  return [
    {
      key: `changed:${booking.id}:${booking.version}${kind === "handed" ? ":from" : ""}`,
      kind: "changed",
      person_id: booking.madeBy,
      address: null,
      booking_id: booking.id,
      due_at: ask.now,
      stale_at: booking.end > ask.now ? booking.end : after(ask.now, 60 * minute),
      data,
    },
  ]
}

/** Tells whoever booked what a closure did to it, once: by the booking's version. */
export function closedNotice(
  booking: Booking,
  {
    now,
    how,
    was,
    reason,
  }: { now: Date; how: ClosedHow; was: Pick<Booking, "room" | "start" | "end" | "gear">; reason: string | null },
): NoticeRow[] {
  if (!booking.madeBy) return []
  const { room, start, end, gear } = was
  const data: NoticeData = {
    kind: "closed",
    how,
    was: { room, start: start.toISOString(), end: end.toISOString(), gear },
    reason,
    version: booking.version,
  }
  const until = end > booking.end ? end : booking.end
  return [
    {
      key: `closed:${booking.id}:${booking.version}`,
      kind: "closed",
      person_id: booking.madeBy,
      address: null,
      booking_id: booking.id,
      due_at: now,
      stale_at: until > now ? until : after(now, 60 * minute),
      data,
    },
  ]
}
