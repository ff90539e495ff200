import { z } from "zod"
import { after, contains, type Interval, minute, overlaps, subtract } from "./interval.js"
import type { Ask, Wish } from "./outcome.js"
import type { World } from "./world.js"

/** Ballots and what members wish for in them, as the store keeps them; and what of a day they cover. */

const instant = z.iso.datetime().transform((text) => new Date(text))
const interval = z.object({ start: instant, end: instant })
const windowsSchema = z.array(interval).min(1)
const wishesSchema = z.array(
  z.object({
    id: z.string(),
    /** The person who entered it. */
    by: z.string(),
    room: z.union([z.object({ room: z.string() }), z.object({ class: z.string() }), z.literal("any")]),
    start: instant,
    end: instant,
    hosts: z.int(),
    gear: z.array(z.object({ id: z.string(), quantity: z.int() })),
  }),
)

/** One wish of a member's list, the best first. */
export type BallotWish = z.output<typeof wishesSchema>[number]

export type BallotStatus = "open" | "drawn" | "off"
export type Ballot = {
  id: string
  name: string
  /** What it covers, in order. */
  windows: readonly Interval[]
  /** Until when members wish; from then on it waits to be drawn. */
  deadline: Date
  wishesMax: number
  winsMax: number
  status: BallotStatus
  version: number
  /** sha-256 of the seed, told from the start. */
  commitment: string
}

/** What a member wishes for, under the ticket by which it finds itself in what is published. */
export type Entry = { member: string; ticket: string; wishes: readonly BallotWish[] }

type Row = Omit<Ballot, "windows" | "status"> & { windows: unknown; status: string }

export const ballotOf = ({ windows, status, ...row }: Row): Ballot => ({
  id: row.id,
  name: row.name,
  windows: windowsSchema.parse(windows),
  deadline: row.deadline,
  wishesMax: row.wishesMax,
  winsMax: row.winsMax,
  status: status === "open" || status === "drawn" ? status : "off",
  version: row.version,
  commitment: row.commitment,
})

export const entryOf = (row: { memberId: string; ticket: string; wishes: unknown }): Entry => ({
  member: row.memberId,
  ticket: row.ticket,
  wishes: wishesSchema.parse(row.wishes),
})

/** Those that are not drawn yet, the first to be drawn first. */
export async function undrawn({ store }: World): Promise<Ballot[]> {
  const { rows } = await store.query<Row>({
    name: "undrawn",
    text: `select id, name, windows, deadline, wishes_max as "wishesMax", wins_max as "winsMax", status, version, commitment
             from ballot where status = 'open' order by deadline, id`,
    values: [],
  })
  return rows.map(ballotOf)
}

export async function ballotBy({ store }: World, id: string): Promise<Ballot | null> {
  const row = await store.prisma.ballot.findUnique({ where: { id } })
  return row && ballotOf(row)
}

/** The latest, drawn or not. */
export async function latestBallots({ store }: World, limit = 20): Promise<Ballot[]> {
  const rows = await store.prisma.ballot.findMany({ orderBy: [{ createdAt: "desc" }, { id: "asc" }], take: limit })
  return rows.map(ballotOf)
}

type Covering = { ballots: readonly Ballot[] }

/** The ballot that gives out some of this time, if there is one. */
export const covering = ({ ballots }: Covering, session: Interval): Ballot | null =>
  ballots.find(({ windows }) => windows.some((window) => overlaps(window, session))) ?? null

/** Does a ballot give out this whole session? */
export const covers = ({ windows }: Ballot, session: Interval): boolean =>
  windows.some((window) => contains(window, session))

/** What of a stretch no ballot covers, as far as a session of so many minutes fits into it. */
export const uncovered = ({ ballots }: Covering, stretch: Interval, minutes: number): Interval[] =>
  subtract(
    stretch,
    ballots.flatMap(({ windows }) => windows),
  ).filter(({ start, end }) => after(start, minutes * minute) <= end)

/**
 * The ballot in the way of somebody who books or moves: not for staff, and not for a booking that stays within the time it has had
 * since before the opening.
 */
export function inBallot(
  centre: Covering,
  { actor }: Pick<Ask, "actor">,
  { wish, was }: { wish: Wish; was?: Interval | undefined },
): Ballot | null {
  if (actor.person.staff || (was && contains(was, wish))) return null
  return covering(centre, wish)
}
