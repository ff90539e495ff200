import { broadcastDay, type Centre, courseOf } from "./centre.js"
import { currentCentre } from "./centre-store.js"
import { staffReaders } from "./channels.js"
import { type Decided, perform } from "./command.js"
import { lapseNotices, lastDay, qualificationOwner, qualifiedNotice } from "./course-notices.js"
import { type CourseSession, type Enrolment, enrolmentRow, enrolmentsIn, findSession, isSeated } from "./courses.js"
import { attendWindow } from "./enrolling.js"
import { after, day } from "./interval.js"
import { type Ask, liveList, type Refusal, type Refused, refused } from "./outcome.js"
import { type Held, lacking, requiredBy } from "./qualification.js"
import type { CourseNotice } from "./reminders.js"
import { courseAudit } from "./scheduling.js"
import { addMonths, type LocalDay } from "./time.js"
import type { World } from "./world.js"
import { createdFrom, type NoticeRow, type QualificationRow } from "./write.js"

/**
 * What came of a course for each who was in it; and what people have learnt. A qualification counts on whole broadcast days, and lapses some
 * months after it was given, or after as many in which nothing that needs it was used by the member.
 */

export type Mark = "attended" | "missed" | "passed"
export type Marked = { is: "marked"; session: CourseSession; as: Mark; people: readonly string[] } | Refused

type Decision = Decided<Marked>
const no = (refusal: Refusal): Decision => ({ outcome: refused(refusal), write: {} })

/** Staff say what came of somebody (`person`), or that all who attended passed. From check-in on, who passed from the start on; for as long as they like. */
export async function mark(
  world: World,
  ask: Ask,
  about: { session: string; person?: string; as: Mark },
): Promise<Marked> {
  const outcome = await perform<Marked>(world, ask, {
    what: { do: "mark", ...about },
    attempt: () => decideMark(world, ask, about),
  })
  return outcome === "key_reused" ? refused({ why: "key_reused" }) : outcome
}

async function decideMark(
  world: World,
  ask: Ask,
  { session: id, person, as }: { session: string; person?: string; as: Mark },
): Promise<Decision> {
  const { now } = ask
  if (!ask.actor.person.staff) return no({ why: "not_staff" })
  const centre = await currentCentre(world)
  const session = await findSession(world, id)
  if (!session || session.status === "off") return no({ why: "not_found" })
  const open = as === "passed" ? session.start : attendWindow(centre.sessions.checkIn, session).start
  if (now < open) return no({ why: "too_early", from: open })
  const all = (await enrolmentsIn(world, id)).filter(({ status }) => isSeated(status))
  const meant =
    person === undefined
      ? all.filter(({ status }) => status === "attended")
      : all.filter((one) => one.person.id === person)
  if (person !== undefined && meant.length === 0) return no({ why: "not_found" })
  // What was given is not taken back by a slip of the finger.
  const changed = meant.filter(({ status }) => status !== as && status !== "passed")
  const given = as === "passed" ? changed.flatMap((one) => gained(centre, session, { one, ask })) : []
  return {
    outcome: { is: "marked", session, as, people: changed.map((one) => one.person.id) },
    write: {
      enrolments: changed.map((one) => ({ ...enrolmentRow(one), status: as, version: one.version + 1 })),
      qualifications: given,
      hush: given.map((row) => qualificationOwner(row.person_id, row.kind)),
      notices: given.flatMap((row) => saidOf(centre, row, now)),
      audit: changed.map((one) => ({
        ...courseAudit(ask, session, as, { person: one.person.id }),
        member_id: one.member.id,
      })),
    },
  }
}

function gained(
  centre: Centre,
  session: CourseSession,
  { one, ask }: { one: Enrolment; ask: Ask },
): QualificationRow[] {
  const kind = courseOf(centre, session.course)?.gives
  const about = centre.qualifications.find(({ id }) => id === kind)
  if (!kind || !about) return []
  const from = broadcastDay(centre, session.start)
  return [
    {
      id: `${session.id}:${one.person.id}`,
      person_id: one.person.id,
      kind,
      from_day: from,
      until_day: about.months === undefined ? null : addMonths(from, about.months),
      idle_day: about.unusedMonths === undefined ? null : addMonths(from, about.unusedMonths),
      used_at: session.end,
      session_id: session.id,
      given_by_id: ask.actor.person.id,
      created_at: ask.now,
    },
  ]
}

function saidOf(centre: Centre, row: QualificationRow, now: Date): NoticeRow[] {
  const about = { person: row.person_id, kind: row.kind, last: lastDay(row) }
  return [qualifiedNotice(about, now), ...lapseNotices(centre, about, now)]
}

export type Learnt = { kind: string; from: LocalDay; until: LocalDay | null }

/** What somebody holds today or will, one line for each kind: that which counts longest. */
export async function learntBy(world: World, personId: string, today: LocalDay): Promise<Learnt[]> {
  const rows = await world.store.prisma.qualification.findMany({ where: { personId }, orderBy: { createdAt: "asc" } })
  const best = new Map<string, Learnt>()
  for (const { kind, fromDay: from, untilDay, idleDay } of rows) {
    const until = lastDay({ until_day: untilDay, idle_day: idleDay })
    const known = best.get(kind)
    const longer = !known || until === null || (known.until !== null && until > known.until)
    if ((until === null || until >= today) && longer) best.set(kind, { kind, from, until })
  }
  return [...best.values()]
}

/** What was used keeps what was learnt: each holder's last day moves on with the last session of their member that needed it. */
export async function keepUsed(world: World, now: Date): Promise<void> {
  const centre = await currentCentre(world)
  for (const { id: kind, unusedMonths } of centre.qualifications) {
    if (unusedMonths === undefined) continue
    const rooms = centre.rooms.filter((room) => requiredBy(centre, room) === kind).map(({ id }) => id)
    const gear = centre.gear.filter(({ requires }) => requires === kind).map(({ id }) => id)
    const { rows } = await world.store.query<{
      id: string
      person: string
      used: Date
      start: Date
      until_day: string | null
      idle_day: string
    }>({
      name: "used-since",
      text: `select distinct on (q.id) q.id, q.person_id as person, b.ends_at as used, b.starts_at as start, q.until_day, q.idle_day
               from qualification q join person_member pm on pm.person_id = q.person_id
               join booking b on b.member_id = pm.member_id and b.status in ('confirmed', 'checked_in') and b.ends_at <= $2 and b.ends_at > q.used_at
              where q.kind = $1 and q.idle_day is not null
                and (b.room_id = any($3) or exists (select 1 from booking_gear g where g.booking_id = b.id and g.gear_id = any($4)))
              order by q.id, b.ends_at desc`,
      values: [kind, now, rooms, gear],
    })
    for (const row of rows) await kept(world, centre, { ...row, kind, unusedMonths, now })
  }
}

type Used = {
  id: string
  person: string
  kind: string
  used: Date
  start: Date
  until_day: string | null
  idle_day: string
  unusedMonths: number
  now: Date
}

async function kept(
  world: World,
  centre: Centre,
  { id, person, kind, used, start, until_day, idle_day, unusedMonths, now }: Used,
): Promise<void> {
  const usedOn = broadcastDay(centre, start)
  // What has lapsed by then is not brought back by a session that staff let through.
  const alive = usedOn <= idle_day && (until_day === null || usedOn <= until_day)
  const idle = alive ? addMonths(usedOn, unusedMonths) : idle_day
  const notices = lapseNotices(centre, { person, kind, last: lastDay({ until_day, idle_day: idle }) }, now)
  const { qualification, notice } = world.store.prisma
  await world.store.prisma.$transaction([
    qualification.updateMany({ where: { id, idleDay: idle_day }, data: { idleDay: idle, usedAt: used } }),
    notice.deleteMany({ where: { bookingId: qualificationOwner(person, kind), kind: "lapse", state: "due" } }),
    notice.createMany({
      data: createdFrom(notices),
      skipDuplicates: true,
    }),
  ])
}

/** So far ahead it is looked for sessions whose people will not be qualified. */
const lookAhead = 30 * day

export type Unqualified = { booking: string; person: string | null; end: Date; kind: string }

/**
 * Sessions ahead that need what nobody of the member will hold on their day any more: it lapsed, or who had it is gone. They are kept; who
 * booked and the staff are told, once. Not those that staff let through knowing it.
 */
export async function unqualifiedAhead(world: World, { from, to }: { from: Date; to: Date }): Promise<Unqualified[]> {
  const centre = await currentCentre(world)
  const rooms = centre.rooms.filter((room) => requiredBy(centre, room) !== undefined).map(({ id }) => id)
  const gear = centre.gear.filter(({ requires }) => requires !== undefined).map(({ id }) => id)
  if (rooms.length === 0 && gear.length === 0) return []
  const { rows } = await world.store.query<{
    id: string
    person: string | null
    room: string
    start: Date
    end: Date
    gear: { id: string; quantity: number }[] | null
    held: Held[] | null
  }>({
    name: "unqualified-ahead",
    text: `select b.id, b.made_by_id as person, b.room_id as room, b.starts_at as start, b.ends_at as end,
                  (select json_agg(json_build_object('id', gear_id, 'quantity', quantity)) from booking_gear g where g.booking_id = b.id) as gear,
                  (select json_agg(json_build_object('kind', q.kind, 'from', q.from_day, 'until', least(q.until_day, q.idle_day)))
                     from person_member pm join qualification q on q.person_id = pm.person_id where pm.member_id = b.member_id) as held
             from booking b
            where b.status in ${liveList} and b.starts_at >= $1 and b.starts_at < $2
              and (b.room_id = any($3) or exists (select 1 from booking_gear g where g.booking_id = b.id and g.gear_id = any($4)))
              and not exists (select 1 from audit a where a.entity = 'booking:' || b.id and a.data ? 'unqualified')
            order by b.starts_at, b.id`,
    values: [from, to, rooms, gear],
  })
  return rows.flatMap(({ id, person, room, start, end, gear, held }) => {
    const [kind] = lacking(centre, held ?? [], { room, start, gear: gear ?? [] })
    return kind === undefined ? [] : [{ booking: id, person, end, kind }]
  })
}

/** Tells of them, once for each session and reader. */
export async function warnUnqualified(world: World, now: Date): Promise<void> {
  const found = await unqualifiedAhead(world, { from: now, to: after(now, lookAhead) })
  if (found.length === 0) return
  const staff = await staffReaders(world)
  await world.store.prisma.notice.createMany({
    data: createdFrom(
      found.flatMap<NoticeRow>(({ booking, person, end, kind }) => {
        const data: CourseNotice = { kind: "unqualified", qualification: kind }
        const row = { kind: data.kind, booking_id: booking, due_at: now, stale_at: end, data }
        const key = (to: string) => `unqualified:${booking}:${kind}:${to}`
        return [
          ...(person ? [{ ...row, key: key(person), person_id: person, address: null }] : []),
          ...staff.map(({ id, ...reader }) => ({ ...row, ...reader, key: key(id) })),
        ]
      }),
    ),
    skipDuplicates: true,
  })
}
