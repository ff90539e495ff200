import { takes } from "./case.js"
import type { Centre } from "./centre.js"
import { currentCentre } from "./centre-store.js"
import { dropHold, freeExpired, holdId } from "./holds.js"
import { after, type Interval, intersection, minute, subtract } from "./interval.js"
import type { Ask, Booking, Quote, Refused } from "./outcome.js"
import { makingWay } from "./placing.js"
import type { Session } from "./series.js"
import type { World } from "./world.js"
import { apply, type Write } from "./write.js"

/** Whoever is shown the confirmation card has the place for some minutes, so that "taken" is not what follows "free". */

export type Quoted = { is: "quote"; quote: Quote; was?: Booking }
/** `until`: how long it is kept; null when it is not. */
type Kept = Quoted & { until: Date | null }

/** Contention beyond this many quotes: the card comes, and the tap on it decides. */
const triesMax = 4

/** Quotes, and keeps what was quoted in place of what was kept for this person before. */
export async function quoteAndKeep(
  world: World,
  ask: Ask,
  quoting: () => Promise<Quoted | Refused>,
): Promise<Kept | Refused> {
  for (let n = 0; ; n++) {
    const quoted = await quoting()
    if (quoted.is === "refused") return quoted
    const until = n < triesMax ? await keep(world, ask, { quotes: [quoted.quote], was: quoted.was }) : null
    if (until !== "contested") return { ...quoted, until }
  }
}

/** The same for the sessions of a series: all that fit are kept as one, together or not at all. */
export async function quoteAllAndKeep(
  world: World,
  ask: Ask,
  quoting: () => Promise<Session[] | Refused>,
): Promise<Session[] | Refused> {
  for (let n = 0; ; n++) {
    const sessions = await quoting()
    if (!Array.isArray(sessions)) return sessions
    const quotes = sessions.flatMap((session) => (session.is === "fits" ? [session.quote] : []))
    const kept = n < triesMax ? await keep(world, ask, { quotes }) : null
    if (kept !== "contested") return sessions
  }
}

type Places = { quotes: readonly Quote[]; was?: Booking | undefined }

async function keep(world: World, ask: Ask, { quotes, was }: Places): Promise<Date | null | "contested"> {
  const [first] = quotes
  const centre = await currentCentre(world)
  const { member, person } = ask.actor
  const memberId = was?.member.id ?? member?.id
  const { hold } = centre.sessions
  if (hold === 0 || !memberId || !first) return null
  const until = after(ask.now, hold * minute)
  const id = holdId(person.id)
  const { moves, audit } = makingWay(quotes.flatMap((quote) => quote.moves))
  const taken = quotes.map((quote) => added(centre, { ...quote, id }, was))
  if (taken.every(({ claims, usage }) => claims.length + usage.length === 0)) {
    await dropHold(world, person.id)
    return null
  }
  const write: Write = {
    at: ask.now,
    // The member's row is locked before any room, as by a booking.
    ...(member?.id === memberId ? { members: [{ id: memberId, version: member.version, open_max: null }] } : {}),
    release: [id],
    moves,
    audit,
    claims: taken.flatMap(({ claims }) => claims),
    usage: taken.flatMap(({ usage }) => usage),
    holds: [
      {
        id,
        person_id: person.id,
        member_id: memberId,
        until,
        room_id: first.room,
        starts_at: first.start,
        ends_at: first.end,
        hosts: first.hosts,
        gear: first.gear,
      },
    ],
  }
  const applied = await apply(world, write)
  if (applied.is !== "conflict") return until
  if (applied.conflict !== "open_bookings") return "contested"
  // Their others may have lapsed; if not, enough is kept for this member.
  if ((await freeExpired(world, ask.now)) > 0) return "contested"
  await dropHold(world, person.id)
  return null
}

type Taken = Parameters<typeof takes>[1]

/** What a place takes beyond what the booking that is to move there has already. */
export function added(centre: Centre, place: Taken, was: Booking | undefined): ReturnType<typeof takes> {
  const wanted = takes(centre, place)
  if (!was) return wanted
  const had = takes(centre, was)
  return {
    claims: wanted.claims.flatMap((claim) => {
      const own = had.claims.filter(({ room_id }) => room_id === claim.room_id).map(stretch)
      return subtract(stretch(claim), own).map(({ start, end }) => ({ ...claim, starts_at: start, ends_at: end }))
    }),
    usage: wanted.usage.flatMap((use) => {
      const own = had.usage.find(({ resource_id }) => resource_id === use.resource_id)
      const both = own && intersection(stretch(use), stretch(own))
      if (!both) return [use]
      const more = use.amount - own.amount
      return [
        ...subtract(stretch(use), [both]).map((rest) => ({ ...use, starts_at: rest.start, ends_at: rest.end })),
        ...(more > 0 ? [{ ...use, starts_at: both.start, ends_at: both.end, amount: more }] : []),
      ]
    }),
  }
}

const stretch = ({ starts_at, ends_at }: { starts_at: Date; ends_at: Date }): Interval => ({
  start: starts_at,
  end: ends_at,
})
