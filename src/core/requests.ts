import { answeredBy } from "./approvals.js"
import { type BookingRecord, findBooking, liveRequests, rowOf } from "./booking-record.js"
import { audited, giveBack } from "./case.js"
import { currentCentre } from "./centre-store.js"
import { quietList } from "./closures.js"
import { type Decided, perform } from "./command.js"
import { after, hour } from "./interval.js"
import { type Ask, type Booking, type Refused, refused } from "./outcome.js"
import { type DenyReason, reminders } from "./reminders.js"
import { type Answer, answeredNotice, refreshCards, unansweredNotices } from "./request-cards.js"
import { together } from "./series.js"
import type { World } from "./world.js"
import { apply, type Write } from "./write.js"

/**
 * Requests: bookings that wait for the staff's yes. They hold their place and their hours; the first answer is the answer. What nobody
 * answers in time lapses, and is given back. Staff only.
 */

/** How a request ended, and by whom: null for the desk itself, and for whoever is forgotten. `unneeded`: it was changed to what needs no yes. */
export type Decision = {
  how: "approved" | "declined" | "lapsed" | "withdrawn" | "unneeded"
  by: string | null
  reason: DenyReason | null
  text: string | null
}

export type AnswerTo =
  /** The one that was answered, and those of its series that were answered with it. */
  | { is: "approved" | "declined"; bookings: readonly Booking[] }
  /** Somebody was first, or it is over. */
  | { is: "decided"; booking: Booking; decision: Decision }
  /** It is not any more what they were shown. */
  | { is: "changed"; booking: Booking }
  | Refused

/** `version`: the request as it was shown; absent: as it is. `all`: with those of its series that wait too. */
type About = { bookingId: string; version?: number | undefined; all?: boolean | undefined }

/** Says yes: it is booked, and whoever asked is told and reminded. */
export const approve = (world: World, ask: Ask, about: About): Promise<AnswerTo> =>
  answered(world, ask, { what: { do: "approve", ...about }, about, answer: { how: "approved" } })

/** Says no, and why: the place is free at once, and the hours are back. */
export const deny = (
  world: World,
  ask: Ask,
  { reason, text, ...about }: About & { reason?: DenyReason | undefined; text?: string | undefined },
): Promise<AnswerTo> => {
  const answer = { how: "declined" as const, ...(reason ? { reason } : {}), ...(text ? { text } : {}) }
  return answered(world, ask, { what: { do: "deny", ...about, ...answer }, about, answer })
}

type StaffAnswer = Answer & { how: "approved" | "declined" }
type Answering = { what: unknown; about: About; answer: StaffAnswer }

async function answered(world: World, ask: Ask, { what, about, answer }: Answering): Promise<AnswerTo> {
  const outcome = await perform<AnswerTo>(world, ask, {
    what,
    attempt: async (): Promise<Decided<AnswerTo>> => {
      const no = (outcome: AnswerTo): Decided<AnswerTo> => ({ outcome, write: {} })
      if (!ask.actor.person.staff) return no(refused({ why: "not_staff" }))
      const record = await findBooking(world, about.bookingId)
      if (!record) return no(refused({ why: "not_found" }))
      const { booking } = record
      if (booking.status !== "requested") {
        const decision = await decisionOf(world, booking.id)
        return no(decision ? { is: "decided", booking, decision } : refused({ why: "answered" }))
      }
      if (await isOver(world, record, ask.now)) return lapsing(world, record, ask.now)
      if (about.version !== undefined && about.version !== booking.version) return no({ is: "changed", booking })
      const others = about.all ? await alongside(world, booking, ask.now) : []
      return decided(world, ask, { records: [record, ...others], answer })
    },
  })
  if (outcome === "key_reused") return refused({ why: "key_reused" })
  await refreshCards(world, ask.now)
  return outcome
}

/** The others of its series that wait for an answer too. */
async function alongside(world: World, { id, seriesId }: Booking, now: Date): Promise<BookingRecord[]> {
  const open = seriesId === null ? [] : await awaitingYes(world, now)
  const others = open.filter((booking) => booking.seriesId === seriesId && booking.id !== id)
  const records = await Promise.all(others.map((booking) => findBooking(world, booking.id)))
  return records.filter((record) => record?.booking.status === "requested") as BookingRecord[]
}

type Deciding = { records: readonly BookingRecord[]; answer: StaffAnswer }

/** One write for all of them, and one word to whoever asked. */
async function decided(world: World, ask: Ask, { records, answer }: Deciding): Promise<Decided<AnswerTo>> {
  const { now } = ask
  const yes = answer.how === "approved"
  const each = await Promise.all(
    records.map(async (record) => {
      const booking = next(record.booking, yes ? "confirmed" : "cancelled")
      return {
        booking,
        write: yes ? await booked(world, record, booking, now) : await givenUp(world, record, booking, now),
      }
    }),
  )
  const [first] = each
  if (!first) throw new Error("an answer to no request")
  const more = each.length - 1
  const rows = together(each.map(({ write }) => write))
  const { how, ...why } = answer
  return {
    outcome: { is: how, bookings: each.map(({ booking }) => booking) },
    write: {
      ...rows,
      notices: [
        ...(rows.notices ?? []),
        ...answeredNotice(first.booking, { now, ...answer, ...(more > 0 ? { more } : {}) }),
      ],
      audit: each.map(({ booking }) =>
        audited(ask, booking, yes ? "approve" : "decline", yes ? {} : { minutesBack: booking.minutes, ...why }),
      ),
    },
  }
}

type Rows = Omit<Write, "at" | "turn">

async function booked(
  world: World,
  { createdAt, reminding }: BookingRecord,
  booking: Booking,
  now: Date,
): Promise<Rows> {
  const centre = await currentCentre(world)
  return {
    bookings: [rowOf(booking, { createdAt, now })],
    hush: [booking.id],
    notices: reminders(centre, booking, { now, reminding }),
  }
}

const next = (booking: Booking, status: "confirmed" | "cancelled"): Booking => ({
  ...booking,
  status,
  version: booking.version + 1,
})

/** Room, floor, gear and hours come back. */
async function givenUp(world: World, { createdAt, member }: BookingRecord, booking: Booking, now: Date): Promise<Rows> {
  const centre = await currentCentre(world)
  return {
    release: [booking.id],
    quota: [giveBack({ centre, member }, { booking: booking.id, cost: booking })],
    bookings: [rowOf(booking, { createdAt, now })],
    hush: [booking.id],
  }
}

/** Nobody can answer it any more: it has begun, or waited for too long. */
async function isOver(world: World, { booking, createdAt }: BookingRecord, now: Date): Promise<boolean> {
  const { rows } = await world.store.query<{ at: Date }>({
    name: "asked-at",
    text: `select at from audit where entity = $1 and action not in ${quietList} order by id desc limit 1`,
    values: [`booking:${booking.id}`],
  })
  return answeredBy(await currentCentre(world), booking, rows[0]?.at ?? createdAt) <= now
}

async function lapsing(world: World, record: BookingRecord, now: Date): Promise<Decided<AnswerTo>> {
  const booking = next(record.booking, "cancelled")
  const decision: Decision = { how: "lapsed", by: null, reason: null, text: null }
  return {
    outcome: { is: "decided", booking, decision },
    write: {
      ...(await givenUp(world, record, booking, now)),
      notices: [...answeredNotice(booking, { now, how: "lapsed" }), ...(await unansweredNotices(world, booking, now))],
      audit: [
        {
          person_id: null,
          member_id: booking.member.id,
          via: "desk",
          action: "lapse",
          entity: `booking:${booking.id}`,
          data: { minutesBack: booking.minutes },
        },
      ],
    },
  }
}

/**
 * Requests that nobody answered in time lapse. Any number of replicas may look at once: each ends by its booking's version, and whoever
 * answers, moves or cancels at the same moment is first. @returns how many
 */
export async function lapseRequests(world: World, now: Date): Promise<number> {
  const within = (await currentCentre(world)).approvals?.answerWithin
  const { rows } = await world.store.query<{ id: string }>({
    name: "unanswered-requests",
    // What the staff are asked is another thing only by what is done to it, not by what is said of the show.
    text: `select id from booking b
            where status = 'requested' and (starts_at <= $1 or not exists (
              select 1 from audit where entity = 'booking:' || b.id and at > $2 and action not in ${quietList}))
            order by starts_at, id`,
    values: [now, within === undefined ? new Date(0) : after(now, -within * hour)],
  })
  let lapsed = 0
  for (const { id } of rows) if (await lapse(world, id, now)) lapsed += 1
  return lapsed
}

async function lapse(world: World, id: string, now: Date): Promise<boolean> {
  const record = await findBooking(world, id)
  if (record?.booking.status !== "requested" || !(await isOver(world, record, now))) return false
  const { write } = await lapsing(world, record, now)
  return (await apply(world, { at: now, ...write })).is === "done"
}

/** Those that wait for a yes, the soonest first. */
export const awaitingYes = (world: World, now: Date): Promise<Booking[]> => liveRequests(world, now)

type Entry = { action: string; name: string | null; data: { of?: string; reason?: DenyReason; text?: string } }

/** How a booking that was a request was answered; null when it never was one, or is open again. */
export async function decisionOf(world: World, bookingId: string): Promise<Decision | null> {
  const { rows } = await world.store.query<Entry>({
    name: "decision",
    text: `select a.action, a.data, p.name from audit a left join person p on p.id = a.person_id
            where a.entity = $1 order by a.id`,
    values: [`booking:${bookingId}`],
  })
  return rows.reduce<Decision | null>((before, { action, name, data }) => {
    const how = answers[action]
    if (how) return { how, by: name, reason: data.reason ?? null, text: data.text ?? null }
    if (action === "undo" && ["approve", "decline", "cancel"].includes(data.of ?? "")) return null
    if (before) return before
    const ended = otherwise[action]
    return ended ? { how: ended, by: name, reason: null, text: null } : null
  }, null)
}

const answers: Readonly<Record<string, Decision["how"]>> = { approve: "approved", decline: "declined", lapse: "lapsed" }
const otherwise: Readonly<Record<string, Decision["how"]>> = {
  cancel: "withdrawn",
  close: "withdrawn",
  move: "unneeded",
  extend: "unneeded",
}
