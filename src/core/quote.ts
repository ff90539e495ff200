import { yesNeeded } from "./approvals.js"
import { inBallot } from "./ballot-rows.js"
import { cancelBy } from "./cancel-rule.js"
import {
  type Change,
  changeable,
  counted,
  factsFor,
  isSame,
  leftAfter,
  moveCase,
  ownersFor,
  withAlternatives,
} from "./case.js"
import { currentCentre } from "./centre-store.js"
import { type Ask, type Booking, type Quote, type Refused, refused, type Wish } from "./outcome.js"
import { lacking } from "./qualification.js"
import { type Case, decide, isLast } from "./rules.js"
import type { World } from "./world.js"

/** The facts of the confirmation card: what something would cost, before anything is written. */

/** What a booking would cost and leave, or why it cannot be: nothing is written. */
export async function quote(world: World, ask: Ask, wished: Wish): Promise<{ is: "quote"; quote: Quote } | Refused> {
  const wish = counted(wished)
  const { member } = ask.actor
  if (!member) return refused({ why: "not_member" })
  const centre = await currentCentre(world)
  const about: Case = {
    centre,
    now: ask.now,
    member,
    wish,
    staff: ask.actor.person.staff,
    facts: await factsFor(world, { centre, member, wish, ask }),
    ballot: inBallot(centre, ask, { wish }),
  }
  return quoteOf(world, about, { except: ownersFor(ask), staff: ask.actor.person.staff })
}

/** What a change would cost and leave, or why it cannot be: nothing is written. */
export const quoteMove = (world: World, ask: Ask, bookingId: string, change: Change): Promise<Changed> =>
  quoteChange(world, ask, { bookingId, change, running: false })

/** What lengthening a booking until then would cost; also while it runs. */
export const quoteExtension = (world: World, ask: Ask, bookingId: string, until: Date): Promise<Changed> =>
  quoteChange(world, ask, { bookingId, change: { end: until }, running: true })

type Changed = { is: "quote"; quote: Quote; was: Booking } | Refused

async function quoteChange(
  world: World,
  ask: Ask,
  { bookingId, change, running }: { bookingId: string; change: Change; running: boolean },
): Promise<Changed> {
  const centre = await currentCentre(world)
  const found = await changeable(world, ask, bookingId, running)
  if (found.is === "refused") return found
  const about = await moveCase(world, { centre, ask, record: found.record, change })
  const { booking: was } = found.record
  const made = found.record.createdAt
  const asking = { except: ownersFor(ask, bookingId), staff: ask.actor.person.staff, was, made }
  const quoted = await quoteOf(world, about, asking)
  return quoted.is === "quote" ? { ...quoted, was } : quoted
}

export async function quoteOf(
  world: World,
  about: Case,
  { except, staff, was, made }: { except: readonly string[]; staff: boolean; was?: Booking; made?: Date },
): Promise<{ is: "quote"; quote: Quote } | Refused> {
  const decision = decide(about)
  if (decision.is === "no") return refused(await withAlternatives(world, about, decision.refusal, except))
  const { wish, facts, centre, now } = about
  const session = { room: decision.room, start: wish.start, end: wish.end, hosts: wish.hosts }
  const yes = yesNeeded(centre, { session, staff, now, ...(was ? { was } : {}) })
  if (yes.is === "no") return refused(yes.refusal)
  return {
    is: "quote",
    quote: {
      room: decision.room,
      roomClass: decision.roomClass,
      moves: decision.moves,
      nth: 1 + facts.own.filter((own) => isSame(centre, own, wish)).length,
      start: wish.start,
      end: wish.end,
      hosts: wish.hosts,
      named: facts.cast?.named ?? [],
      gear: wish.gear,
      title: wish.title ?? null,
      show: wish.show ?? {},
      ...decision.phases,
      ...decision.cost,
      leftAfter: leftAfter(about, decision.cost),
      cancelBy: cancelBy(centre, { start: wish.start, made, late: about.late !== undefined }, now),
      last: isLast(about, decision),
      lacks: lacking(centre, facts.qualified, { room: decision.room, start: wish.start, gear: wish.gear }),
      yes: yes.is === "ask" ? yes.for : [],
    },
  }
}
