import type { Centre } from "./centre.js"
import type { StaffReader } from "./channels.js"
import { type CourseSession, courseOwner, seatOwner } from "./courses.js"
import { after, day, hour } from "./interval.js"
import type { Reminding } from "./outcome.js"
import { type CourseNotice, remindersAt } from "./reminders.js"
import { addDays, instantAt, type LocalDay } from "./time.js"
import type { NoticeRow } from "./write.js"

/** What is said of courses and of what was learnt there. Written in the transaction that causes it. */

type Reader = { id: string; reminding?: Reminding | undefined }

/** To whoever has a seat, and whoever leads it: as they are reminded of their bookings. */
export const courseReminders = (
  centre: Centre,
  { id, start }: Pick<CourseSession, "id" | "start">,
  { reader, now }: { reader: Reader; now: Date },
): NoticeRow[] =>
  remindersAt(centre, start, { now, reminding: reader.reminding }).map(({ minutesBefore, due, stale }) => ({
    key: courseReminderKey(id, minutesBefore, reader.id),
    kind: "course_reminder",
    person_id: reader.id,
    address: null,
    booking_id: seatOwner(id, reader.id),
    due_at: due,
    stale_at: stale,
    data: { kind: "course_reminder", session: id, minutesBefore, start: start.toISOString() } satisfies CourseNotice,
  }))

export const courseReminderKey = (session: string, minutesBefore: number, person: string): string =>
  `remind:course:${session}:${minutesBefore}:${person}`

type Said = Extract<CourseNotice, { kind: "course" }>
type To = { person: string } | StaffReader

/** What became of a session, to one reader, once for each version of it. */
export function courseNotice(
  session: CourseSession,
  { to, how, was, now }: { to: To; how: Said["how"]; was?: CourseSession; now: Date },
): NoticeRow {
  const { id, version, end } = session
  const before = was && { room: was.room, start: was.start.toISOString(), end: was.end.toISOString() }
  const reader = "person" in to ? to.person : to.id
  return {
    key: `course:${id}:${how}:${version}:${reader}${how === "seat" || how === "enrolled" ? `:${now.getTime()}` : ""}`,
    kind: "course",
    person_id: "person" in to ? to.person : to.person_id,
    address: "person" in to ? null : to.address,
    // That a seat is theirs is news also of a date that is moved before they hear of it; whether it still is, is seen when it is said.
    booking_id: how === "seat" || how === "enrolled" ? null : courseOwner(id),
    due_at: now,
    stale_at: end > now ? end : after(now, hour),
    data: { kind: "course", session: id, how, version, ...(before ? { was: before } : {}) } satisfies Said,
  }
}

/** What is to be said of somebody's qualification of a kind, and goes when they have it anew. */
export const qualificationOwner = (person: string, kind: string): string => `qualification:${person}:${kind}`

/** Neither at night nor before anybody is up. */
const morning = 10 * 60

/** The last day on which a qualification counts; null for one that always will. */
export const lastDay = ({
  until_day,
  idle_day,
}: {
  until_day: LocalDay | null
  idle_day: LocalDay | null
}): LocalDay | null =>
  until_day !== null && idle_day !== null && idle_day < until_day ? idle_day : (until_day ?? idle_day)

/** One for each of the days that the centre names, counted back from the last day on which it counts. */
export function lapseNotices(
  centre: Centre,
  { person, kind, last }: { person: string; kind: string; last: LocalDay | null },
  now: Date,
): NoticeRow[] {
  const days = centre.qualifications.find(({ id }) => id === kind)?.remindDays ?? []
  if (last === null) return []
  return days.flatMap((before): NoticeRow[] => {
    const due = instantAt(addDays(last, -before), morning, centre.zone)
    if (due <= now) return []
    return [
      {
        key: `lapse:${person}:${kind}:${last}:${before}`,
        kind: "lapse",
        person_id: person,
        address: null,
        booking_id: qualificationOwner(person, kind),
        due_at: due,
        stale_at: after(instantAt(last, 0, centre.zone), day),
        data: { kind: "lapse", qualification: kind, day: last } satisfies CourseNotice,
      },
    ]
  })
}

export const qualifiedNotice = (
  { person, kind, last }: { person: string; kind: string; last: LocalDay | null },
  now: Date,
): NoticeRow => ({
  key: `qualified:${person}:${kind}:${now.getTime()}`,
  kind: "qualified",
  person_id: person,
  address: null,
  booking_id: null,
  due_at: now,
  stale_at: after(now, 7 * day),
  data: { kind: "qualified", qualification: kind, until: last } satisfies CourseNotice,
})
