import { accept, decline } from "../../src/core/affected.js"
import { grantHours, setPlan } from "../../src/core/allowance.js"
import { applyCentre, currentCentre } from "../../src/core/centre-store.js"
import { removeColleague } from "../../src/core/colleagues.js"
import { freeExpired } from "../../src/core/holds.js"
import { after, minute } from "../../src/core/interval.js"
import { setStatus } from "../../src/core/members.js"
import type { Actor, Booking, Refused } from "../../src/core/outcome.js"
import { leaveLine } from "../../src/core/waitlist.js"
import { openOf } from "../../src/core/waitlist-rows.js"
import type { seeded } from "./random.js"
import { actorFor, ask, staffActor, type TestWorld } from "./world.js"

/**
 * What staff and owners do to members amid the storm: hours granted, plans changed, memberships paused, the plans of the centre's file
 * changed, colleagues removed whose bookings are the owner's then; places in line that are left, cards that lapse, and the answers of
 * those whom a closure moved.
 */

type Random = ReturnType<typeof seeded>
type Known = { planId: string; status: "active" | "suspended"; version: number; colleague: boolean }

/** What the callers know of the members, as a turn that begins now would read it; and who has yet to answer a closure. */
export type Clerks = { members: Map<string, Known>; patient: readonly string[]; displaced: Booking[] }

export type Clerked =
  | {
      is: "granted" | "plan set" | "suspended" | "active" | "removed" | "let_in" | "left_line" | "expired" | "applied"
      bookings: Booking[]
    }
  | { is: "accepted" | "declined"; bookings: Booking[] }
  | Refused

const boss = staffActor("boss")
const none: Booking[] = []

/** Each member has a colleague beside its owner, but those whom nothing befalls. */
export async function addColleagues(
  world: TestWorld,
  members: Record<string, string>,
  patient: readonly string[],
): Promise<Clerks> {
  for (const id of Object.keys(members).filter((id) => !patient.includes(id))) {
    const colleague = { id: `q-${id}`, name: `Colleague ${id}`, language: "en", actingForId: id, createdAt: world.now }
    await world.store.prisma.person.create({ data: colleague })
    await letIn(world, id)
  }
  const known = Object.entries(members).map(([id, planId]): [string, Known] => [
    id,
    { planId, status: "active", version: 1, colleague: !patient.includes(id) },
  ])
  return { members: new Map(known), patient, displaced: [] }
}

const letIn = (world: TestWorld, id: string) =>
  world.store.prisma.personMember.create({ data: { personId: `q-${id}`, memberId: id, role: "staff" } })

/** Whoever acts for a member: its owner, or the colleague while there is one. */
export function someoneOf({ members }: Clerks, id: string, random: Random): Actor {
  const { colleague, ...known } = members.get(id) ?? { planId: "", status: "active", version: 1, colleague: false }
  const owner = actorFor(id, known.planId)
  const member = owner.member && { ...owner.member, ...known }
  if (!colleague || random.next() < 0.6) return { ...owner, member }
  const person = { ...owner.person, id: `q-${id}`, name: `Colleague ${id}` }
  return { ...owner, person, member: member && { ...member, role: "staff" } }
}

export async function clerks(world: TestWorld, state: Clerks, random: Random): Promise<Clerked> {
  const dice = random.next()
  const others = [...state.members.keys()].filter((id) => !state.patient.includes(id))
  // Whoever is paused goes on soon, or nobody could book.
  const paused = [...state.members].flatMap(([id, { status }]) => (status === "suspended" ? [id] : []))
  const id = paused.length > 0 && dice < 0.7 ? random.pick(paused) : random.pick(others)
  if (dice > 0.9) return leave(world, state, { id, random })
  if (dice > 0.8) return expire(world, random)
  if (dice > 0.4 && state.displaced.length > 0) return answer(world, state, random)
  const done = await toMember(world, state, { id, random })
  state.members.set(id, await knownOf(world, id))
  return done
}

/** In one statement, as a turn reads it: a colleague who is gone is never known beside the version that came of their removal. */
async function knownOf({ store }: TestWorld, id: string): Promise<Known> {
  const { rows } = await store.pool.query<Known>(
    `select plan_id as "planId", status, version,
            exists (select 1 from person_member where member_id = m.id and person_id = 'q-' || m.id) as colleague
       from member m where id = $1`,
    [id],
  )
  const [row] = rows
  if (!row) throw new Error("no such member")
  return row
}

type About = { id: string; random: Random }

async function toMember(world: TestWorld, state: Clerks, { id, random }: About): Promise<Clerked> {
  const dice = random.next()
  const known = state.members.get(id)
  if (known?.status === "suspended" || dice < 0.1) {
    const status = known?.status === "suspended" ? "active" : "suspended"
    await setStatus(world, id, { status, now: world.now, via: "test", person: null })
    return { is: status, bookings: none }
  }
  if (dice < 0.4) {
    const done = await grantHours(world, ask(world, boss), { member: id, minutes: 15 * (1 + random.int(8)) })
    return done.is === "refused" ? done : { is: done.is, bookings: none }
  }
  if (dice < 0.6) {
    const plan = random.pick(["standard", "standard", "tiny"])
    const done = await setPlan(world, ask(world, boss), { member: id, plan })
    return done.is === "refused" ? done : { is: done.is, bookings: none }
  }
  return dice < 0.62 ? applyPlans(world, random) : removeOrLetIn(world, state, { id, random })
}

/** The centre's file, with other hours in a plan: everything else stays as it is. */
async function applyPlans(world: TestWorld, random: Random): Promise<Clerked> {
  const { version: _, ...centre } = await currentCentre(world)
  const plans = centre.plans.map((plan) =>
    plan.id === "standard" ? { ...plan, hoursPerMonth: 38 + random.int(5) } : plan,
  )
  await applyCentre(world, { ...centre, plans }, { now: world.now, via: "test" })
  return { is: "applied", bookings: none }
}

async function removeOrLetIn(world: TestWorld, { members }: Clerks, { id }: About): Promise<Clerked> {
  const known = members.get(id)
  if (!known) throw new Error("no such member")
  if (known.colleague) {
    const done = await removeColleague(world, ask(world, actorFor(id, known.planId)), `q-${id}`)
    return done.is === "refused" ? done : { is: done.is, bookings: none }
  }
  // Another caller may be letting them in, or taking them out, at this moment.
  const there = await letIn(world, id).catch(() => null)
  return { is: there ? "let_in" : "removed", bookings: none }
}

async function leave(world: TestWorld, state: Clerks, { id, random }: About): Promise<Clerked> {
  const places = await openOf(world, id)
  if (places.length === 0) return { is: "left_line", bookings: none }
  await leaveLine(world, ask(world, someoneOf(state, id, random)), random.pick(places).id)
  return { is: "left_line", bookings: none }
}

/** Cards and offers that were open for some minutes lapse, on two replicas. */
async function expire(world: TestWorld, random: Random): Promise<Clerked> {
  const at = after(world.now, random.int(8) * minute)
  await Promise.all([freeExpired(world, at), freeExpired(world, at)])
  return { is: "expired", bookings: none }
}

/** From two telephones at once, and of a version that may be gone. */
async function answer(world: TestWorld, { displaced }: Clerks, random: Random): Promise<Clerked> {
  // Mostly whoever was told last: the others have often been changed since.
  const [booking] = displaced.splice(random.next() < 0.7 ? -1 : random.int(displaced.length), 1)
  if (!booking) throw new Error("nobody is to answer")
  const about = { booking: booking.id, version: booking.version }
  const by = () => ask(world, actorFor(booking.member.id, ""))
  const [first, second] = await Promise.all([
    random.next() < 0.5 ? accept(world, by(), about) : decline(world, by(), about),
    random.next() < 0.5 ? accept(world, by(), about) : decline(world, by(), about),
  ])
  const bookings = [first, second].flatMap((one) => (one.is === "refused" ? [] : [one.booking]))
  if (bookings.length === 0) return first.is === "refused" ? first : { is: "declined", bookings }
  return { is: first.is === "accepted" || second.is === "accepted" ? "accepted" : "declined", bookings }
}
