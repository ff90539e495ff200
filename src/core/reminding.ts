import { heldMadeBy } from "./booking-record.js"
import { type Centre, readPeriod } from "./centre.js"
import { currentCentre } from "./centre-store.js"
import { once } from "./command.js"
import { courseReminderKey, courseReminders } from "./course-notices.js"
import { type Ask, type Refused, type Reminding, refused } from "./outcome.js"
import { leadsFor, quietFor, reminderKey, reminders } from "./reminders.js"
import { Prisma } from "./store/generated/client.js"
import { transaction } from "./transaction.js"
import type { World } from "./world.js"
import { createdFrom } from "./write.js"

/** What people choose about their reminders. */

/** One choice: a lead time on or off, in minutes; quiet hours such as `22:00-07:00`, none, or the centre's. */
export type Choice = { lead: number; on: boolean } | { quiet: string | "off" | "centre" }

/** What somebody has after all choices: theirs, else the centre's. `offered`: every lead time one may switch on or off. */
export type Chosen = {
  leads: readonly number[]
  offered: readonly number[]
  quiet: { from: number; to: number } | null
}

const usual = [1440, 60, 15]

export async function remindersOf(world: World, reminding: Reminding | undefined): Promise<Chosen> {
  const centre = await currentCentre(world)
  const leads = leadsFor(centre, reminding)
  return {
    leads,
    offered: [...new Set([...leads, ...centre.reminders, ...usual])].sort((a, b) => b - a),
    quiet: quietFor(centre, reminding),
  }
}

export type Choosing =
  /** What the person has chosen now. */
  | { is: "chosen"; reminding: Reminding }
  /** The hours are none (see the centre's file), and nothing is changed. */
  | { is: "bad_hours" }
  | Refused

/**
 * Takes a choice, and writes the reminders of this person's upcoming bookings anew, in one transaction. What was sent stays sent; what
 * is due already goes out, unless its lead time was switched off.
 */
export async function chooseReminders(world: World, ask: Ask, choice: Choice): Promise<Choosing> {
  const centre = await currentCentre(world)
  const { id } = ask.actor.person
  return once<Exclude<Choosing, Refused>>(world, ask, {
    what: { do: "reminders", choice },
    decide: async (tx) => {
      const was = await remindingIn(tx, id)
      if (!was) return refused({ why: "not_found" })
      const reminding = chosen(was, choice, centre.reminders)
      if (!reminding) return { is: "bad_hours" }
      const { leads, quiet } = reminding
      await tx.person.update({
        where: { id },
        data: { reminders: leads === null ? Prisma.DbNull : [...leads], quiet },
      })
      await rewrite(tx, { centre, personId: id, reminding, now: ask.now })
      const entry = { at: ask.now, personId: id, via: ask.actor.via, action: "reminders", entity: `person:${id}` }
      await tx.audit.create({ data: { ...entry, data: { was, ...reminding } as Prisma.InputJsonObject } })
      return { is: "chosen", reminding }
    },
  })
}

/** What a person has chosen; nobody chooses otherwise before the transaction is over. */
async function remindingIn(tx: Tx, personId: string): Promise<Reminding | null> {
  const [row] = await tx.$queryRaw<{ leads: number[] | null; quiet: string | null }[]>`
    select reminders as leads, quiet from person where id = ${personId} for no key update`
  return row ?? null
}

/** Writes the reminders of upcoming bookings anew after the centre changed its own, for everybody who goes by them. Safe to repeat. */
export async function followCentre(world: World, now: Date): Promise<void> {
  const { prisma } = world.store
  const made = await prisma.booking.findMany({
    where: { startsAt: { gt: now }, status: "confirmed", madeById: { not: null } },
    select: { madeById: true },
    distinct: ["madeById"],
  })
  const coming = { status: "scheduled", startsAt: { gt: now } }
  const learning = await prisma.enrolment.findMany({
    where: { status: "enrolled", session: coming },
    select: { personId: true },
    distinct: ["personId"],
  })
  const leading = await prisma.courseSession.findMany({ where: coming, select: { trainerId: true } })
  const ids = [
    ...made.flatMap(({ madeById }) => madeById ?? []),
    ...learning.map(({ personId }) => personId),
    ...leading.flatMap(({ trainerId }) => trainerId ?? []),
  ]
  const people = await prisma.person.findMany({
    where: {
      id: { in: ids },
      OR: [{ reminders: { equals: Prisma.DbNull } }, { quiet: null }],
    },
    select: { id: true },
  })
  for (const { id } of people) await remindersAnew(world, id, now)
}

/** The same for one person, who has other bookings now. Safe to repeat. */
export async function remindersAnew(world: World, personId: string, now: Date): Promise<void> {
  const centre = await currentCentre(world)
  await transaction(world, async (tx) => {
    const reminding = await remindingIn(tx, personId)
    if (reminding) await rewrite(tx, { centre, personId, reminding, now })
  })
}

type Tx = Prisma.TransactionClient

type Anew = { centre: Centre; personId: string; reminding: Reminding; now: Date }

/** The bookings and seats are held meanwhile: what is cancelled, moved or handed on at this moment gets no reminder of what it was. */
async function rewrite(tx: Tx, { centre, personId, reminding, now }: Anew): Promise<void> {
  const bookings = await heldMadeBy(tx, personId, now)
  const courses = await coursesHeld(tx, personId, now)
  const leads = leadsFor(centre, reminding)
  const reader = { id: personId, reminding }
  const rows = [
    ...bookings.flatMap((booking) => reminders(centre, booking, { now, reminding })),
    ...courses.flatMap((session) => courseReminders(centre, session, { reader, now })),
  ]
  const kept = [
    ...bookings.flatMap((booking) => leads.map((lead) => reminderKey(booking.id, lead, personId))),
    ...courses.flatMap(({ id }) => leads.map((lead) => courseReminderKey(id, lead, personId))),
  ]
  await tx.notice.deleteMany({
    where: {
      personId,
      kind: { in: ["reminder", "course_reminder"] },
      state: "due",
      OR: [{ dueAt: { gt: now } }, { key: { notIn: kept } }],
    },
  })
  await tx.notice.createMany({
    data: createdFrom(rows),
    skipDuplicates: true,
  })
}

/** Dates to come that one has a seat in, and those that one leads. */
function coursesHeld(tx: Tx, personId: string, now: Date): Promise<{ id: string; start: Date }[]> {
  return tx.$queryRaw`
    select s.id, s.starts_at as start from course_session s
     where s.status = 'scheduled' and s.starts_at > ${now}
       and (s.trainer_id = ${personId} or exists
         (select 1 from enrolment e where e.session_id = s.id and e.person_id = ${personId} and e.status = 'enrolled'))
     order by s.id for no key update`
}

function chosen(before: Reminding, choice: Choice, usually: readonly number[]): Reminding | null {
  if ("quiet" in choice) {
    const { quiet } = choice
    if (quiet === "off") return { ...before, quiet }
    if (quiet === "centre") return { ...before, quiet: null }
    const hours = readPeriod(quiet)
    return hours && hours.to - hours.from < 1440 ? { ...before, quiet } : null
  }
  const leads = new Set(before.leads ?? usually)
  if (choice.on) leads.add(choice.lead)
  else leads.delete(choice.lead)
  return { ...before, leads: [...leads].sort((a, b) => b - a) }
}
