import { randomBytes } from "node:crypto"
import { bookingsInFeed, type FeedChoice, feedStamp } from "./booking-record.js"
import { type Closure, closesRoom, closuresBetween, isGear } from "./closures.js"
import { once } from "./command.js"
import { type CourseSession, isSeated, seatsOf, seatsStamp, sessionsBetween } from "./courses.js"
import { after, day } from "./interval.js"
import type { Language } from "./language.js"
import { type Ask, type Booking, type Refused, refused } from "./outcome.js"
import type { World } from "./world.js"

/**
 * Calendar feeds: whoever has a feed's token reads what it shows, and nothing else. A person's shows their members' bookings and their
 * courses; those of staff show what rooms are taken for, bookings, courses and closures, everywhere or in one room, for as long as the
 * person is staff.
 */

/** In place of a room: the whole floor. */
export const wholeFloor = "*"

/** Days are few for one member's bookings, and many for everybody's. */
const lookBack = { own: 30 * day, staff: 7 * day }
const most = { own: 500, staff: 5_000 }

export type FeedToken = { is: "feed"; token: string } | Refused

/**
 * The token of a person's own feed, or of a member of the staff's of a `room` or the {@link wholeFloor}. `renew`: the old one stops
 * working.
 */
export async function feedToken(
  world: World,
  ask: Ask,
  { room = null, renew = false }: { room?: string | null; renew?: boolean } = {},
): Promise<FeedToken> {
  const { actor, now } = ask
  if (room !== null && !actor.person.staff) return refused({ why: "not_staff" })
  const { id: personId } = actor.person
  const { prisma } = world.store
  const ofRoom = room === null ? null : { personId_room: { personId, room } }
  const find = () =>
    ofRoom ? prisma.staffFeed.findUnique({ where: ofRoom }) : prisma.feed.findUnique({ where: { personId } })
  const had = renew ? null : await find()
  if (had) return { is: "feed", token: had.token }
  const made = await once<{ is: "made" }>(world, ask, {
    what: { do: "calendar", room, renew },
    decide: async (tx) => {
      const fresh = { token: randomBytes(24).toString("base64url"), createdAt: now }
      const create = { ...fresh, personId }
      const update = renew ? fresh : {}
      if (ofRoom)
        await tx.staffFeed.upsert({ where: ofRoom, create: { ...create, room: ofRoom.personId_room.room }, update })
      else await tx.feed.upsert({ where: { personId }, create, update })
      const what = { action: "calendar", entity: `person:${personId}`, data: { room, renew } }
      await tx.audit.create({ data: { at: now, personId, via: actor.via, ...what } })
      return { is: "made" }
    },
  })
  if (made.is === "refused") return made
  const is = await find()
  return is ? { is: "feed", token: is.token } : refused({ why: "not_found" })
}

export type Feed = {
  language: Language
  /** Whose it is: a person's own, or staff's of a room or the {@link wholeFloor}. */
  of: "own" | { room: string }
  /** Changes with whatever the feed shows: cheap to ask for. */
  stamp: string
  bookings(): Promise<readonly { booking: Booking; changed: Date }[]>
  /** In a person's own feed, those they have a seat in. */
  courses(): Promise<readonly CourseSession[]>
  /** For staff alone. */
  closures(): Promise<readonly Closure[]>
}

type Found = { person: string; language: Language; staff: boolean; room: string | null; members: string[] }

/** What a token opens, some days back and all that is to come. Null for a token that is none, or no longer. */
export async function feedOf(world: World, token: string, now: Date): Promise<Feed | null> {
  const { rows } = await world.store.query<Found>({
    name: "feed",
    text: `select p.id as person, p.language, p.staff, f.room,
                  array(select member_id from person_member m where m.person_id = p.id order by 1) as members
             from (select person_id, null as room from feed where token = $1
                   union all select person_id, room from staff_feed where token = $1) f
             join person p on p.id = f.person_id`,
    values: [token],
  })
  const found = rows[0]
  if (!found || (found.room !== null && !found.staff)) return null
  const { person, language, room, members } = found
  const kind = room === null ? "own" : "staff"
  const choice: FeedChoice = {
    ...(room === null ? { members } : room === wholeFloor ? {} : { room }),
    from: after(now, -lookBack[kind]),
    limit: most[kind],
  }
  const { from } = choice
  const beside = room === null ? await seatsStamp(world, person, from) : await besideStamp(world, from)
  return {
    language,
    of: room === null ? "own" : { room },
    stamp: [await feedStamp(world, choice), beside].join(),
    bookings: () => bookingsInFeed(world, choice),
    courses: async () => {
      if (room !== null) return coursesIn(world, room, choice)
      const seats = await seatsOf(world, person, from)
      return seats.filter(({ status }) => isSeated(status)).map(({ session }) => session)
    },
    closures: async () => {
      if (room === null) return []
      const all = (await closuresBetween(world, { from })).filter(({ what }) => !isGear(what))
      return room === wholeFloor ? all : all.filter((closure) => closesRoom(closure, room))
    },
  }
}

async function coursesIn(world: World, room: string, { from, limit }: FeedChoice): Promise<CourseSession[]> {
  const all = await sessionsBetween(world, { from, limit })
  return room === wholeFloor ? all : all.filter((session) => session.room === room)
}

/** Changes with the courses and the closures that staff see: cheap to ask for. */
async function besideStamp(world: World, from: Date): Promise<string> {
  const { rows } = await world.store.query<{ stamp: string }>({
    name: "feed-stamp-beside",
    text: `select coalesce(string_agg(id || ':' || version, ',' order by id), '') as stamp
             from (select id, version from course_session where status = 'scheduled' and ends_at > $1
                   union all select id, version from closure where lifted_at is null and ends_at > $1) beside`,
    values: [from],
  })
  return rows[0]?.stamp ?? ""
}
