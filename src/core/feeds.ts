import { randomBytes } from "node:crypto"
import { bookingsInFeed, type FeedChoice, feedStamp } from "./booking-record.js"
import { type Closure, closesRoom, closuresBetween, isGear } from "./closures.js"
import { type CourseSession, isSeated, seatsOf, seatsStamp, sessionsBetween } from "./courses.js"
import { after, day } from "./interval.js"
import type { Language } from "./language.js"
import type { Ask, Booking } from "./outcome.js"
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

const freshToken = (now: Date) => ({ token: randomBytes(24).toString("base64url"), createdAt: now })

/** The token of a person's own feed. `renew`: the old one stops working. */
export async function feedToken(world: World, { actor, now }: Ask, { renew = false } = {}): Promise<string> {
  const personId = actor.person.id
  const fresh = freshToken(now)
  const { token } = await world.store.prisma.feed.upsert({
    where: { personId },
    create: { ...fresh, personId },
    update: renew ? fresh : {},
  })
  return token
}

/** The token of a member of the staff's feed of a room, or of the {@link wholeFloor}; null for anybody else. */
export async function staffFeedToken(
  world: World,
  { actor, now }: Ask,
  { room, renew = false }: { room: string; renew?: boolean },
): Promise<string | null> {
  if (!actor.person.staff) return null
  const personId = actor.person.id
  const fresh = freshToken(now)
  const { token } = await world.store.prisma.staffFeed.upsert({
    where: { personId_room: { personId, room } },
    create: { ...fresh, personId, room },
    update: renew ? fresh : {},
  })
  return token
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
