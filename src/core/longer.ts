import { decideMove } from "./booking.js"
import { changeable } from "./case.js"
import type { Decided } from "./command.js"
import { after, minute } from "./interval.js"
import type { Quoted } from "./keeping.js"
import { type Ask, type Outcome, type Refusal, refused } from "./outcome.js"
import { quoteExtension } from "./quote.js"
import { type Joined, joinLine } from "./waitlist.js"
import { offeredBefore, owner, type WaitWish } from "./waitlist-rows.js"
import type { World } from "./world.js"
import type { OfferRow, WaitingRow } from "./write.js"

/** In line for the time after one's own session: an offer of it is the session going on, and so is taking it. */

export async function joinForLonger(
  world: World,
  ask: Ask,
  { bookingId, minutes }: { bookingId: string; minutes: number },
): Promise<Joined> {
  const found = await changeable(world, ask, bookingId, true)
  if (found.is === "refused") return found
  const { member, room, end, hosts, gear } = found.record.booking
  if (member.id !== ask.actor.member?.id) return refused({ why: "not_found" })
  const window = { start: end, end: after(end, minutes * minute) }
  const wish = { room: { room }, minutes, hosts, gear: [...gear], windows: [window], extends: bookingId }
  return joinLine(world, ask, wish)
}

/** There is no session any more that could go on. */
const gone: ReadonlySet<Refusal["why"]> = new Set(["not_found", "already_cancelled", "released"])

type Longer = { bookingId: string; windows: WaitWish["windows"]; row: WaitingRow }

/** The session as it would be if it went on; `moot`: it is given up, elsewhere, or as long already. */
export async function longerFit(
  world: World,
  ask: Ask,
  { bookingId, windows, row }: Longer,
): Promise<Quoted | "moot" | null> {
  const [window] = windows
  if (!window) return "moot"
  const found = await changeable(world, ask, bookingId, true)
  if (found.is === "refused") return gone.has(found.refusal.why) ? "moot" : null
  if (!follows(found.record.booking, window)) return "moot"
  if ((await offeredBefore(world, row)).length > 0) return null
  const quoted = await quoteExtension(world, ask, bookingId, window.end)
  // It went on, or elsewhere, since it was looked at: what is quoted then is no time after it.
  if (quoted.is === "quote" && !(quoted.was && follows(quoted.was, window))) return "moot"
  // What the staff have to agree to is asked for, not offered.
  return quoted.is === "quote" && quoted.quote.yes.length === 0 ? quoted : null
}

/** It ends where the time begins, or somewhat later: they may have gone on for a part of it already. */
const follows = (booking: { end: Date }, { start, end }: { start: Date; end: Date }): boolean =>
  start <= booking.end && booking.end < end

/** Takes an offer of the time after a session; null when that is not what follows it any more. */
export async function decideLonger(
  world: World,
  ask: Ask,
  { bookingId, offer }: { bookingId: string; offer: OfferRow },
): Promise<Decided<Outcome> | null> {
  const found = await changeable(world, ask, bookingId, true)
  if (found.is === "refused") return { outcome: found, write: {} }
  const { record } = found
  if (!follows(record.booking, { start: offer.starts_at, end: offer.ends_at })) return null
  return decideMove(world, ask, { record, change: { end: offer.ends_at }, as: "extended", offered: owner(offer) })
}
