import { z } from "zod"
import { type Ballot, type BallotWish, ballotBy, type Entry } from "./ballot-rows.js"
import { currentCentre } from "./centre-store.js"
import type { Listed } from "./lot.js"
import type { Refusal } from "./outcome.js"
import type { World } from "./world.js"

/** What is published of a ballot, and what came of a member's wishes. */

/** Why a wish did not come true, `overlaps`: one for the same hours did, or `had`: the member had exactly that already. */
export type Tried =
  | { wish: number; is: "won" /** Null: any of the class. */; room: string | null }
  | { wish: number; is: Refusal["why"] | "overlaps" | "had" }
export type TurnOfDraw = { round: number; ticket: string; tried: readonly Tried[] }

/** What is published: enough to draw again, and nobody's name. `wish` counts from 1 in the ticket's list. */
export type DrawRecord = {
  list: readonly Listed[]
  listDigest: string
  order: readonly string[]
  turns: readonly TurnOfDraw[]
}

export type Published = {
  ballot: string
  name: string
  zone: string
  covers: readonly { start: string; end: string }[]
  deadline: string
  wishes: number
  wins: number
  status: Ballot["status"]
  commitment: string
} & Partial<DrawRecord & { seed: string; drawnAt: string }>

/** What anybody may know of a ballot, and from the draw on what is needed to draw it again; null for no such ballot. */
export async function publishedBallot(world: World, id: string): Promise<Published | null> {
  const [ballot, row] = await Promise.all([
    ballotBy(world, id),
    world.store.prisma.ballot.findUnique({ where: { id }, select: { seed: true, record: true, drawnAt: true } }),
  ])
  if (!ballot || !row) return null
  const { zone } = await currentCentre(world)
  const { name, windows, deadline, wishesMax, winsMax, status, commitment } = ballot
  return {
    ...{ ballot: id, name, zone, status, commitment, wishes: wishesMax, wins: winsMax },
    covers: windows.map(({ start, end }) => ({ start: start.toISOString(), end: end.toISOString() })),
    deadline: deadline.toISOString(),
    // Written by this file alone.
    ...(status === "drawn"
      ? { seed: row.seed, drawnAt: row.drawnAt?.toISOString() ?? "", ...(row.record as unknown as DrawRecord) }
      : {}),
  }
}

/** What came of a member's wishes, in the order of its list; null where it was not among those drawn. */
export type Result = { wish: BallotWish; is: Tried["is"] | "left"; room: string | null }

export async function resultOf(world: World, id: string, entry: Entry): Promise<Result[] | null> {
  const published = await publishedBallot(world, id)
  if (!published?.turns || !published.list?.some(({ ticket }) => ticket === entry.ticket)) return null
  const tried = published.turns.filter(({ ticket }) => ticket === entry.ticket).flatMap((turn) => turn.tried)
  return entry.wishes.map((wish, at) => {
    const found = tried.find((one) => one.wish === at + 1)
    return { wish, is: found?.is ?? "left", room: found?.is === "won" && "room" in found ? found.room : null }
  })
}

const countsSchema = z.object({ members: z.int(), wins: z.int(), waiting: z.int() })

/** How a draw went: lists that took part, sessions booked, places in line; null before it. */
export async function drawnCounts({ store }: World, id: string): Promise<z.output<typeof countsSchema> | null> {
  const entry = await store.prisma.audit.findFirst({ where: { entity: `ballot:${id}`, action: "draw" } })
  return countsSchema.safeParse(entry?.data).data ?? null
}
