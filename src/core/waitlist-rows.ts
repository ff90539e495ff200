import { z } from "zod"
import { minutesOf, subtract } from "./interval.js"
import type { Slot } from "./outcome.js"
import type { World } from "./world.js"
import type { OfferRow, WaitingRow, Write } from "./write.js"

/** Places in line and offers, as the store keeps them. */

const instant = z.iso.datetime().transform((text) => new Date(text))
const storedWish = z.object({
  room: z.union([z.object({ room: z.string() }), z.object({ class: z.string() }), z.literal("any")]),
  minutes: z.int(),
  hosts: z.int(),
  gear: z.array(z.object({ id: z.string(), quantity: z.int() })),
  windows: z.array(z.object({ start: instant, end: instant })),
  extends: z.string().exactOptional(),
})

/** A session of this length somewhere within one of the windows; `extends`: a booking that would go on until the end of it. */
export type WaitWish = z.output<typeof storedWish>

/** Who owns what is kept by an offer. */
export const owner = ({ id }: Pick<OfferRow, "id">): string => `offer:${id}`
export const slotOf = ({ room_id, starts_at, ends_at }: OfferRow): Slot => ({
  room: room_id,
  start: starts_at,
  end: ends_at,
})
/** As it comes back from the store: the same wish is the same text. */
export const plainly = (wish: unknown): WaitWish => storedWish.parse(JSON.parse(JSON.stringify(wish)))
export const wishIn = ({ wish }: WaitingRow): WaitWish => plainly(wish)

/** Those in line, first come first; of one member, or of all. */
export async function openOf(world: World, memberId: string | null): Promise<WaitingRow[]> {
  const { rows } = await world.store.query<WaitingRow>({
    name: "in-line",
    text: `select * from waiting where status in ('waiting', 'offered') and ($1::text is null or member_id = $1) order by created_at, id`,
    values: [memberId],
  })
  return rows
}

type Which = { id: string } | { waiting: string } | { member: string } | { lapsedAt: Date } | { keptAt: Date }

function conditionOf(which: Which): [string, unknown] {
  if ("id" in which) return ["id = $1", which.id]
  if ("waiting" in which) return ["waiting_id = $1", which.waiting]
  if ("member" in which) return ["waiting_id in (select id from waiting where member_id = $1)", which.member]
  return "lapsedAt" in which ? ["until <= $1", which.lapsedAt] : ["until > $1", which.keptAt]
}

export async function openOffers(world: World, which: Which): Promise<OfferRow[]> {
  const [condition, value] = conditionOf(which)
  const { rows } = await world.store.query<OfferRow>({
    name: `open-offers ${Object.keys(which)}`,
    text: `select * from offer where status = 'open' and ${condition} order by id`,
    values: [value],
  })
  return rows
}

async function offersOf(world: World, waitingId: string): Promise<OfferRow[]> {
  const { rows } = await world.store.query<OfferRow>({
    name: "offers-of",
    text: "select * from offer where waiting_id = $1",
    values: [waitingId],
  })
  return rows
}

/** A place in line by its id, whatever became of it. */
export async function rowOf(world: World, id: string): Promise<WaitingRow | undefined> {
  const { rows } = await world.store.query<WaitingRow>({
    name: "waiting",
    text: "select * from waiting where id = $1",
    values: [id],
  })
  return rows[0]
}

/** What they were offered; not what was closed before they answered. */
export const offeredBefore = async (world: World, { id }: WaitingRow): Promise<Slot[]> =>
  (await offersOf(world, id)).filter(({ status }) => status !== "withdrawn").map(slotOf)

/** Is there time left to wait for that they were not offered yet? What a session goes on for is offered once. */
export async function hasMore(world: World, row: WaitingRow): Promise<boolean> {
  const { extends: bookingId, windows, minutes } = wishIn(row)
  const offered = await offeredBefore(world, row)
  return bookingId
    ? offered.length === 0
    : windows.some((window) => subtract(window, offered).some((rest) => minutesOf(rest) >= minutes))
}

/** The place in line of an offer, whatever became of either. */
export async function rowOfOffer(world: World, offerId: string): Promise<WaitingRow | undefined> {
  const { rows } = await world.store.query<WaitingRow>({
    name: "waiting-of-offer",
    text: "select w.* from waiting w join offer o on o.waiting_id = w.id where o.id = $1",
    values: [offerId],
  })
  return rows[0]
}

/** What ends offers whose place is not to be had any more, by their owners: who waited waits on, and may be offered it again. */
export async function withdrawn(world: World, owners: readonly string[]): Promise<Pick<Write, "offers" | "waiting">> {
  const ids = owners.filter((id) => id.startsWith("offer:")).map((id) => id.slice("offer:".length))
  const open = (await Promise.all(ids.map((id) => openOffers(world, { id })))).flat()
  const rows = await Promise.all(open.map(({ waiting_id }) => rowOf(world, waiting_id)))
  return {
    offers: open.map((offer) => ({ ...offer, status: "withdrawn", version: offer.version + 1 })),
    waiting: rows.flatMap((row) => (row ? [{ ...row, status: "waiting", version: row.version + 1 }] : [])),
  }
}
