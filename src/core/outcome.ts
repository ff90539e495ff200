import type { Moving } from "./allocation.js"
import type { Interval } from "./interval.js"
import type { Language, LanguageBy } from "./language.js"

/** What the engine is asked, and what it answers. Outcomes and refusals are data; outages are thrown. */

/** Who acts, for which member, through which platform. Rights are checked by the engine on every command. */
export type Actor = {
  person: {
    id: string
    name: string
    language: Language
    languageBy?: LanguageBy
    staff: boolean
    reminding?: Reminding
  }
  /** The member the person acts for now. */
  member: ActingFor | null
  /** Every member the person may act for. */
  members: readonly { id: string; name: string; role: "owner" | "staff" }[]
  /** `telegram`, `slack`, `web`, `cli`: for the audit. */
  via: string
}
/** What a person chose about reminders; null: as the centre has it. */
export type Reminding = {
  /** Minutes before the start, one reminder each. */
  leads: readonly number[] | null
  /** `23:00-08:00`, or `off`. */
  quiet: string | null
}
export type ActingFor = {
  id: string
  name: string
  role: "owner" | "staff"
  planId: string
  language: Language
  status: "active" | "suspended"
  version: number
  /** Staff act for them: who of theirs is told and reminded, null for nobody. Absent where the person is one of theirs. */
  contact?: { id: string; reminding: Reminding } | null
}

/** One command: who, when, and the turn's key, under which a repeat gets the first result. */
export type Ask = { actor: Actor; now: Date; key: string }

/** A certain room, any of a class, or any that fits. */
export type RoomWish = { room: string } | { class: string } | "any"
export type GearWish = { id: string; quantity: number }
/** A host by the name that the member has for them; `is`: one of their hosts whom they never called that before. */
export type HostWish = { name: string; is?: string }
/** Who hosts a show, as the booking's member calls them. */
export type Named = { id: string; name: string }
/** Minutes of a session before it is on air, and after it. */
export type Phases = { setup: number; teardown: number }
/** Where a show is sold and watched, and what it sells. For its own people and staff. */
export type Show = { platform?: string; category?: string; link?: string }
export type Wish = {
  room: RoomWish
  start: Date
  end: Date
  hosts: number
  gear: readonly GearWish[]
  title?: string
  named?: readonly HostWish[]
  /** As the class of the room has it where absent. */
  phases?: Phases
  show?: Show
  /** The second, third, … of exactly this that the member has: a tap that comes twice books once. 1 when absent. */
  nth?: number
}

/** Why a session needs the staff's yes: the room, its length, the number of hosts, the day. */
export const yesFor = ["room", "length", "hosts", "date"] as const
export type YesFor = (typeof yesFor)[number]

/** `requested`: it has its place and its hours like any other, and waits for the staff's yes. */
export type BookingStatus = "requested" | "confirmed" | "checked_in" | "no_show" | "cancelled"
export type Booking = Phases & {
  id: string
  member: { id: string; name: string }
  madeBy: string | null
  room: string
  start: Date
  end: Date
  hosts: number
  /** Those of the hosts who are known by name; never more than `hosts`. */
  named: readonly Named[]
  gear: readonly GearWish[]
  title: string | null
  show: Show
  /** How it went, as its people say afterwards; see core/afterwards.ts. */
  went: string | null
  status: BookingStatus
  /** Raised by every change; the calendar's SEQUENCE. */
  version: number
  /** What it costs of the month's hours. */
  minutes: number
  peakMinutes: number
  month: string
  /** Promised a room of this class, whose number may still change; null: this very room. */
  roomClass: string | null
  seriesId: string | null
  checkedInAt: Date | null
  /** They said that they are late: the room is kept until then without their having checked in. */
  heldUntil: Date | null
}

/** A place to book, one tap from here, or one that was booked. `roomClass`: any room of this class, `room` is but one of them. */
export type Slot = { room: string; start: Date; end: Date; roomClass?: string | null }

/** A date of a course, with how many seats are left. */
export type CourseDate = { id: string; course: string; room: string; start: Date; end: Date; left: number }

/** What a booking would cost, before anything is written: the facts of the confirmation card. */
export type Quote = Phases & {
  room: string
  /** Promised is any room of this class; null: this very room. */
  roomClass: string | null
  /** Who makes way for it. */
  moves: readonly Moving[]
  /** How many the member has of exactly this, with this one. */
  nth: number
  start: Date
  end: Date
  hosts: number
  named: readonly Named[]
  gear: readonly GearWish[]
  title: string | null
  show: Show
  minutes: number
  peakMinutes: number
  /** Minutes of the month's plan left once this is booked. */
  leftAfter: number
  month: string
  /** Until when cancelling gives the hours back; null when that moment has passed. */
  cancelBy: Date | null
  /** Of several rooms that would do, this is the only one free at this time. */
  last: boolean
  /** Qualifications that it needs and nobody of the member holds on that day: staff may go on all the same. */
  lacks: readonly string[]
  /** What the staff must agree to: then it is asked for, not booked. */
  yes: readonly YesFor[]
}

/**
 * Why the answer is no, in the order in which it is decided: the first that applies is the answer.
 * Each carries what the person needs to go on.
 */
export type Refusal =
  | { why: "not_member" }
  | { why: "suspended" }
  /** No such booking, or not theirs: the same words for both. */
  | { why: "not_found" }
  | { why: "already_cancelled" }
  /** Nobody checked in, so it was given up. */
  | { why: "released" }
  /** It has begun (moving, cancelling) or ended (extending). */
  | { why: "too_late" }
  | { why: "backwards" }
  | { why: "off_grid"; grid: number }
  | { why: "past" }
  | { why: "too_far"; days: number; until: Date }
  /** Too many sessions missed lately for booking that far ahead. */
  | { why: "missed"; count: number; days: number; daysAhead: number }
  | { why: "too_short"; shortest: number }
  | { why: "too_long"; longest: number }
  | { why: "closed"; open: readonly Interval[]; alternatives: readonly Slot[] }
  /** Given out by lot: until `until` members wish for it, and then it is drawn; null: any moment now. */
  | { why: "in_ballot"; ballot: string; name: string; until: Date | null }
  /** Out of use then: this room (null: all that would do); `reason` in the staff's own words. */
  | { why: "blocked"; room: string | null; until: Date; reason: string | null; alternatives: readonly Slot[] }
  | { why: "no_such_room" }
  | { why: "class_not_in_plan"; classes: readonly string[] }
  | { why: "bad_hosts" }
  /** More hosts than the room takes; `rooms` would take them. */
  | { why: "too_many_hosts"; max: number; rooms: readonly string[] }
  | { why: "no_such_gear" }
  | { why: "gear_beyond_stock"; gear: string; stock: number }
  /** Nobody of the member holds, on the broadcast day of the session, what the room or gear needs; `courses` are where to learn it. */
  | { why: "not_qualified"; qualification: string; courses: readonly CourseDate[] }
  | { why: "too_many_open"; max: number }
  | { why: "hours_spent"; left: number; needed: number; month: string }
  | { why: "peak_spent"; left: number; needed: number; month: string }
  | { why: "taken"; room: string | null; alternatives: readonly Slot[] }
  | { why: "floor_full"; free: number; alternatives: readonly Slot[] }
  | { why: "gear_short"; gear: string; free: number; alternatives: readonly Slot[] }
  /** Set-up and tear-down leave nothing to be on air; they may be so many minutes together. */
  | { why: "off_air"; most: number }
  /** This host is not free then, or needs rest: until when is told, and never what for. */
  | { why: "host_busy"; host: string; until: Date; alternatives: readonly Slot[] }
  /** The turn's key came back with another content. */
  | { why: "key_reused" }
  /** Staff only. */
  | { why: "not_staff" }
  /** Checking in, or saying that nobody came, before its time. */
  | { why: "too_early"; from: Date }
  /** They have done nothing in the last minutes that could be undone. */
  | { why: "nothing_to_undo" }
  /** What they did last cannot be undone, and what was before it is not what they mean. */
  | { why: "last_stays" }
  /** It was changed again, by whoever. */
  | { why: "changed_since" }
  /** What it had before is somebody else's by now. */
  | { why: "cannot_undo" }
  /** A closure may last so long. */
  | { why: "closure_too_long"; days: number }
  /** That closure is not in force any more. */
  | { why: "lifted" }
  /** Somebody else has answered that request, or it was taken back. */
  | { why: "answered" }
  /** Only an owner of the merchant. */
  | { why: "not_owner" }
  /** Not one of the merchant's people. */
  | { why: "no_such_person" }
  /** A merchant keeps at least one owner. */
  | { why: "last_owner" }
  /** Staff may grant so many minutes at once. */
  | { why: "bad_grant"; most: number }
  /** There is nothing to forgive. */
  | { why: "not_missed" }
  /** That date of a course does not take place; `courses` are the next ones. */
  | { why: "course_off"; course: string; courses: readonly CourseDate[] }
  /** They are in another course at that time. */
  | { why: "course_clash"; course: string; start: Date }
  /** Who is to lead it leads another then. */
  | { why: "trainer_busy" }
  /** The staff must agree to it, and what is booked is not given up for a request. */
  | { why: "needs_yes"; for: readonly YesFor[] }
  /** What needs a yes is asked for so many minutes before the start. */
  | { why: "too_soon"; minutes: number }
  /** The staff have not answered yet. */
  | { why: "unanswered" }

export type Refused = { is: "refused"; refusal: Refusal }

export type Outcome =
  | { is: "booked"; booking: Booking; leftAfter: number }
  | { is: "moved"; booking: Booking; was: Slot; leftAfter: number }
  | { is: "extended"; booking: Booking; was: Slot; leftAfter: number }
  /** `minutesBack`: hours returned, 0 when it was too late for that. */
  | { is: "cancelled"; booking: Booking; minutesBack: number; leftAfter: number }
  | Refused

/** Bookings that have their place: asked for, agreed, begun. */
export const liveStatuses = ["requested", "confirmed", "checked_in"] satisfies BookingStatus[]
/** The same in a statement. */
export const liveList = `('${liveStatuses.join("', '")}')`
export const isLive = ({ status }: Pick<Booking, "status">): boolean => liveStatuses.some((live) => live === status)

/** Why a booking that is over and done with takes no more commands; null for one that does. */
export const gone = ({ status }: Pick<Booking, "status">): Refusal | null =>
  status === "cancelled" ? { why: "already_cancelled" } : status === "no_show" ? { why: "released" } : null

export const refused = (refusal: Refusal): Refused => ({ is: "refused", refusal })
