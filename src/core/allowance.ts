import { broadcastDay, type Centre, type Plan, planOf, roomOf } from "./centre.js"
import { currentCentre } from "./centre-store.js"
import { once } from "./command.js"
import { planHours } from "./facts.js"
import { after, day } from "./interval.js"
import { type Ask, liveStatuses, type Refused, refused } from "./outcome.js"
import { type MonthUnder, monthsBeyond, regrant } from "./regrant.js"
import type { NoticeData } from "./reminders.js"
import { horizon } from "./rules.js"
import type { Prisma } from "./store/generated/client.js"
import { addDays, instantAt } from "./time.js"
import type { World } from "./world.js"

/**
 * What a member may use in a month: the plan's hours, what went over from the month before, and what staff granted beside. Each change
 * is a line of the ledger of hours, in the transaction that makes it; never is less left than what is booked.
 */

/** Where a month's hours come from, in minutes; `plan` with what changes of the plan made of it. */
export type Sources = { plan: number; rolled: number; extra: number }

/** @returns null while nothing has touched the month: then it is what the plan gives */
export async function sourcesOf({ store }: World, memberId: string, month: string): Promise<Sources | null> {
  const { rows } = await store.query<Sources>({
    name: "hours-sources",
    text: `select coalesce(sum(minutes) filter (where kind = 'granted' and entity is null), 0)::int as plan,
                  coalesce(sum(minutes) filter (where kind = 'rolled'), 0)::int as rolled,
                  coalesce(sum(minutes) filter (where kind = 'granted' and entity is not null), 0)::int as extra
             from hours_entry where member_id = $1 and month = $2 having count(*) > 0`,
    values: [memberId, month],
  })
  return rows[0] ?? null
}

const monthOf = (centre: Centre, now: Date): string => broadcastDay(centre, now).slice(0, 7)

/** Staff may grant so much at once. */
export const grantMost = 200 * 60

export type Granted = { is: "granted"; member: string; month: string; left: number } | Refused

/** Grants a member more hours this month, for any time of the day. Staff only. */
export async function grantHours(world: World, ask: Ask, about: { member: string; minutes: number }): Promise<Granted> {
  if (!ask.actor.person.staff) return refused({ why: "not_staff" })
  const { minutes } = about
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > grantMost)
    return refused({ why: "bad_grant", most: grantMost })
  const centre = await currentCentre(world)
  const month = monthOf(centre, ask.now)
  return once<Exclude<Granted, Refused>>(world, ask, {
    what: { do: "grant", ...about },
    decide: async (tx) => {
      const member = await locked(tx, about.member)
      if (!member) return refused({ why: "not_found" })
      await begin(tx, { centre, member, month, now: ask.now })
      const where = { memberId_month: { memberId: member.id, month } }
      const more = { increment: minutes }
      const { granted, used } = await tx.quota.update({ where, data: { granted: more, peakGranted: more } })
      await tx.hoursEntry.create({
        data: {
          memberId: member.id,
          month,
          at: ask.now,
          kind: "granted",
          minutes,
          peakMinutes: minutes,
          entity: `person:${ask.actor.person.id}`,
        },
      })
      await record(tx, ask, { member, action: "grant", data: { month, minutes } })
      await tellOwners(tx, ask, { member, data: { kind: "hours", member: member.name, granted: minutes, month } })
      return { is: "granted", member: member.name, month, left: granted - used }
    },
  })
}

type Member = { id: string; name: string; planId: string }

/** Bookings under way are waited for, later ones wait for this. */
async function locked(tx: Prisma.TransactionClient, id: string): Promise<Member | null> {
  await tx.$queryRaw`select 1 from member where id = ${id} for update`
  return tx.member.findUnique({ where: { id }, select: { id: true, name: true, planId: true } })
}

type Month = { centre: Centre; member: Member; month: string; now: Date }

/** A month that nothing has touched begins with what the plan gives. */
async function begin(tx: Prisma.TransactionClient, { centre, member, month, now }: Month): Promise<void> {
  const plan = planOf(centre, member.planId)
  const { granted, peakGranted } = plan ? planHours(plan) : { granted: 0, peakGranted: 0 }
  const { count } = await tx.quota.createMany({
    data: { memberId: member.id, month, granted, used: 0, peakGranted, peakUsed: 0 },
    skipDuplicates: true,
  })
  if (count === 0) return
  const entry = { memberId: member.id, month, at: now, kind: "granted", minutes: granted, peakMinutes: peakGranted }
  await tx.hoursEntry.create({ data: entry })
}

/** What a change of plan does: hours of a month, and what is booked that the new plan would not allow. All of that stays. */
export type PlanPreview = {
  member: { id: string; name: string }
  was: Plan | null
  plan: Plan
  /** Booked beyond the new plan: months with more hours than it gives, sessions in classes it lacks, further ahead, too many. */
  beyond: { months: readonly MonthUnder[] } & SessionsBeyond
}

/** How many sessions are in rooms that a plan lacks, further ahead than it allows, and more than may be open at once. */
export type SessionsBeyond = { classes: number; ahead: number; open: number }

/** What would break if; nothing is written. Staff only. */
export async function previewPlan(
  world: World,
  ask: Ask,
  about: { member: string; plan: string },
): Promise<PlanPreview | Refused> {
  if (!ask.actor.person.staff) return refused({ why: "not_staff" })
  const centre = await currentCentre(world)
  const { prisma } = world.store
  const member = await prisma.member.findUnique({ where: { id: about.member } })
  const plan = planOf(centre, about.plan)
  if (!member || !plan) return refused({ why: "not_found" })
  const was = planOf(centre, member.planId) ?? null
  const from = monthOf(centre, ask.now)
  const booked = await prisma.booking.findMany({
    where: { memberId: member.id, endsAt: { gt: ask.now }, status: { in: liveStatuses } },
    select: { roomId: true, startsAt: true },
  })
  return {
    member: { id: member.id, name: member.name },
    was,
    plan,
    beyond: {
      months: await monthsBeyond(prisma, { whose: { member: member.id }, plan, from }),
      ...sessionsBeyond(centre, plan, { booked, now: ask.now }),
    },
  }
}

/** @param booked one member's sessions to come */
export function sessionsBeyond(
  centre: Centre,
  plan: Plan,
  { booked, now }: { booked: readonly { roomId: string; startsAt: Date }[]; now: Date },
): SessionsBeyond {
  const until = horizon(centre, plan, now)
  return {
    classes: booked.filter(({ roomId }) => !inPlan(plan, roomOf(centre, roomId)?.class)).length,
    ahead: booked.filter(({ startsAt }) => startsAt >= until).length,
    open: Math.max(0, booked.length - plan.openBookings),
  }
}

const inPlan = ({ classes }: Plan, roomClass: string | undefined): boolean =>
  classes === undefined || roomClass === undefined || classes.includes(roomClass)

export type PlanSet = { is: "plan set"; member: string; plan: string } | Refused

/** Gives a member another plan from now on, with its hours in the months begun too: never less than what is used. Staff only. */
export async function setPlan(world: World, ask: Ask, about: { member: string; plan: string }): Promise<PlanSet> {
  if (!ask.actor.person.staff) return refused({ why: "not_staff" })
  const centre = await currentCentre(world)
  const plan = planOf(centre, about.plan)
  if (!plan) return refused({ why: "not_found" })
  return once<Exclude<PlanSet, Refused>>(world, ask, {
    what: { do: "plan", ...about },
    decide: async (tx) => {
      const member = await locked(tx, about.member)
      if (!member) return refused({ why: "not_found" })
      if (member.planId !== plan.id) {
        await tx.member.update({ where: { id: member.id }, data: { planId: plan.id, version: { increment: 1 } } })
        await regrant(tx, { whose: { member: member.id }, plan, from: monthOf(centre, ask.now), now: ask.now })
        await record(tx, ask, { member, action: "plan", data: { was: member.planId, plan: plan.id } })
        await tellOwners(tx, ask, { member, data: { kind: "plan", member: member.name, plan: plan.id } })
      }
      return { is: "plan set", member: member.name, plan: plan.id }
    },
  })
}

async function record(
  tx: Prisma.TransactionClient,
  { actor: { person, via }, now: at }: Ask,
  { member, action, data }: { member: Member; action: string; data: object },
): Promise<void> {
  const who = { at, personId: person.id, memberId: member.id, via }
  await tx.audit.create({ data: { ...who, action, entity: `member:${member.id}`, data } })
}

async function tellOwners(
  tx: Prisma.TransactionClient,
  { now, key, actor }: Ask,
  { member, data }: { member: Member; data: Extract<NoticeData, { kind: "hours" | "plan" }> },
): Promise<void> {
  const owners = await tx.personMember.findMany({ where: { memberId: member.id, role: "owner" } })
  await tx.notice.createMany({
    data: owners
      .filter(({ personId }) => personId !== actor.person.id)
      .map(({ personId }) => ({
        key: `${data.kind}:${key}:${personId}`,
        kind: data.kind,
        personId,
        dueAt: now,
        staleAt: after(now, 7 * day),
        data,
      })),
  })
}

/**
 * Carries over into this month what each member has left of the one before, as far as the plan lets it: once for each month, on
 * whatever number of replicas. Of a plan with a share of peak hours, the same share of what goes over may be used at peak.
 */
export async function rollOver({ store }: World, centre: Centre, now: Date): Promise<void> {
  const month = monthOf(centre, now)
  const first = `${month}-01`
  const plans = centre.plans.flatMap((plan) => {
    const { id, peakShare: share } = plan
    const { granted, peakGranted } = planHours(plan)
    const most = Math.round(plan.rollOver * 60)
    return most > 0 ? [{ id, most, share, granted, peak_granted: peakGranted }] : []
  })
  if (plans.length === 0) return
  const begins = instantAt(first, 0, centre.zone)
  await store.query({ name: "begin-month", text: beginMonth, values: [JSON.stringify(plans), month, begins, now] })
  const last = addDays(first, -1).slice(0, 7)
  await store.query({ name: "roll-over", text: carryOver, values: [JSON.stringify(plans), month, begins, now, last] })
}

const plansGiven = `plan as (
  select * from jsonb_to_recordset($1::jsonb) p(id text, most integer, share numeric, granted integer, peak_granted integer))`

/** Only the months of members whose plan carries over; all others begin with their first booking. */
const beginMonth = `
with ${plansGiven},
     begun as (
       insert into quota (member_id, month, granted, used, peak_granted, peak_used)
       select m.id, $2, p.granted, 0, p.peak_granted, 0 from member m join plan p on p.id = m.plan_id
        where m.created_at < $3 and not exists (select 1 from quota q where q.member_id = m.id and q.month = $2)
        order by m.id
       on conflict do nothing returning member_id, granted, peak_granted)
insert into hours_entry (member_id, month, at, kind, minutes, peak_minutes)
select member_id, $2, $4, 'granted', granted, peak_granted from begun`

/** Of two at the same moment, the second finds that it is done: the row is read again once the first has written it. */
const carryOver = `
with ${plansGiven},
     was as (
       select m.id as member_id, p.share, least(p.most, coalesce(q.granted - q.used, p.granted)) as minutes,
              coalesce(q.peak_granted - q.peak_used, p.peak_granted) as peak_left
         from member m join plan p on p.id = m.plan_id left join quota q on q.member_id = m.id and q.month = $5
        where m.created_at < $3),
     due as (select member_id, minutes, least(floor(minutes * share), peak_left)::integer as peak_minutes from was),
     carried as (
       update quota q set granted = q.granted + d.minutes, peak_granted = q.peak_granted + d.peak_minutes, rolled_at = $4
         from due d where q.member_id = d.member_id and q.month = $2 and q.rolled_at is null
       returning q.member_id, d.minutes, d.peak_minutes)
insert into hours_entry (member_id, month, at, kind, minutes, peak_minutes)
select member_id, $2, $4, 'rolled', minutes, peak_minutes from carried where minutes > 0`
