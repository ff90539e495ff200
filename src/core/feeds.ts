import { randomBytes } from "node:crypto"
import { bookingsOfMembers } from "./booking-record.js"
import { after, day } from "./interval.js"
import type { Language } from "./language.js"
import type { Ask, Booking } from "./outcome.js"
import type { World } from "./world.js"

/** Private calendar feeds: whoever has a feed's token reads that person's bookings, and nothing else. */

const lookBack = 30 * day
const most = 500

/** The token of a person's feed. `renew`: the old one stops working. */
export async function feedToken(world: World, { actor, now }: Ask, { renew = false } = {}): Promise<string> {
  const { feed } = world.store.prisma
  const personId = actor.person.id
  const fresh = { token: randomBytes(24).toString("base64url"), createdAt: now }
  const { token } = await feed.upsert({
    where: { personId },
    create: { ...fresh, personId },
    update: renew ? fresh : {},
  })
  return token
}

/** `several`: bookings of more than one merchant may be among them. */
export type Feed = { language: Language; several: boolean; bookings: readonly { booking: Booking; changed: Date }[] }

/** What a feed shows: the bookings of every member the person acts for, from a month back on. Null for a token that is none. */
export async function feedOf(world: World, token: string, now: Date): Promise<Feed | null> {
  const found = await world.store.prisma.feed.findUnique({
    where: { token },
    select: { person: { select: { language: true, members: { select: { memberId: true } } } } },
  })
  if (!found) return null
  const members = found.person.members.map(({ memberId }) => memberId)
  const bookings = await bookingsOfMembers(world, members, { from: after(now, -lookBack), limit: most })
  return { language: found.person.language as Language, several: members.length > 1, bookings }
}
