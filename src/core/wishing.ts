import { type Ballot, type BallotWish, ballotOf, covers, type Entry, entryOf } from "./ballot-rows.js"
import type { Centre } from "./centre.js"
import { currentCentre } from "./centre-store.js"
import { once } from "./command.js"
import { type Facts, presumedFree } from "./facts.js"
import { loadFacts } from "./load-facts.js"
import { type ActingFor, type Ask, type Refused, refused, type Wish } from "./outcome.js"
import { costOf, decide } from "./rules.js"
import type { Prisma } from "./store/generated/client.js"
import type { World } from "./world.js"

/**
 * What a member wishes for in a ballot: one list, the best first, that any of the merchant's people changes until the deadline. The
 * deadline itself ends that, whether or not anybody is there to draw.
 */

export type Mine = { ballot: Ballot; entry: Entry | null }

/** One's wishes in a ballot, or null for no such ballot. */
export async function wishesOf(
  { store }: World,
  { actor }: { actor: { member: { id: string } | null } },
  id: string,
): Promise<Mine | null> {
  const row = await store.prisma.ballot.findUnique({ where: { id } })
  if (!row) return null
  const memberId = actor.member?.id ?? ""
  const entry = await store.prisma.ballotEntry.findUnique({ where: { ballotId_memberId: { ballotId: id, memberId } } })
  return { ballot: ballotOf(row), entry: entry && entryOf(entry) }
}

export type Wished =
  /** `added`: the places of the new ones in the list, 1 for the best. */
  | { is: "wished"; added: readonly number[] }
  /** The deadline has passed, or it was called off. */
  | { is: "over" }
  /** The list has as many as it may. */
  | { is: "full"; most: number }
  /** Not, or not all of it, in the hours that this ballot gives out. */
  | { is: "outside" }
  | Refused

/** Adds wishes at the end of the list: all of them, or none. One that is there already stays where it is. */
export async function addWishes(
  world: World,
  ask: Ask,
  { ballot: id, wishes }: { ballot: string; wishes: readonly Wish[] },
): Promise<Wished> {
  const { member } = ask.actor
  if (!member) return refused({ why: "not_member" })
  const { ballots, ...centre } = await currentCentre(world)
  const ballot = ballots.find((one) => one.id === id)
  if (ballot && wishes.some((wish) => !covers(ballot, wish))) return { is: "outside" }
  const facts = await hoped(world, ask, { centre, member, wishes })
  for (const wish of wishes) {
    const decision = decide({ centre, now: ask.now, member, wish, facts, byLot: true })
    if (decision.is === "no") return refused(decision.refusal)
  }
  return changed<Wished>(world, ask, {
    ballot: id,
    what: { do: "wish", id, wishes },
    change(before, most) {
      const list = [...before]
      const added = wishes.map((wish) =>
        placeOf(list, { id: world.newId(), by: ask.actor.person.id, ...partsOf(wish) }),
      )
      return list.length > most ? { outcome: { is: "full", most } } : { outcome: { is: "wished", added }, list }
    },
  })
}

type Hoping = { centre: Centre; member: ActingFor; wishes: readonly Wish[] }

/**
 * What may be had by the draw: all is free and no hours are spent, since what is booked may be given up until then. But what was granted
 * beyond the plan, or carried over, and what they have learnt is theirs already.
 */
async function hoped(world: World, { now }: Ask, { centre, member, wishes }: Hoping): Promise<Facts> {
  const months = [...new Set(wishes.map((wish) => costOf(centre, wish).month))]
  const window = { start: now, end: now }
  const { quota, qualified } = await loadFacts(world, { window, now, memberId: member.id, months, except: [] })
  const unspent = [...quota].map(([month, hours]) => [month, { ...hours, used: 0, peakUsed: 0 }] as const)
  return { ...presumedFree(centre), quota: new Map(unspent), qualified }
}

const partsOf = ({ room, start, end, hosts, gear }: Wish): Omit<BallotWish, "id" | "by"> => ({
  room,
  start,
  end,
  hosts,
  gear: [...gear],
})

/** Puts a wish at the end unless it is there. @returns its place, from 1 */
function placeOf(list: BallotWish[], wish: BallotWish): number {
  const text = ({ id: _, by: __, ...parts }: BallotWish): string => JSON.stringify(parts)
  const at = list.findIndex((other) => text(other) === text(wish))
  return at >= 0 ? at + 1 : list.push(wish)
}

export type Reordered = { is: "changed" } | { is: "over" } | { is: "gone" } | Refused

/** Makes a wish the one of this rank (1: the best); the others close up. */
export function rankWish(
  world: World,
  ask: Ask,
  { ballot, wish, rank }: { ballot: string; wish: string; rank: number },
): Promise<Reordered> {
  return changed<Reordered>(world, ask, {
    ballot,
    what: { do: "rank", ballot, wish, rank },
    change(before) {
      const moving = before.find(({ id }) => id === wish)
      if (!moving) return { outcome: { is: "gone" } }
      const list = before.filter(({ id }) => id !== wish)
      list.splice(rank - 1, 0, moving)
      return { outcome: { is: "changed" }, list }
    },
  })
}

/** Takes a wish back, or all of them. */
export function takeBack(
  world: World,
  ask: Ask,
  { ballot, wish }: { ballot: string; wish?: string },
): Promise<Reordered> {
  return changed<Reordered>(world, ask, {
    ballot,
    what: { do: "unwish", ballot, wish: wish ?? null },
    change(before) {
      const list = before.filter(({ id }) => wish !== undefined && id !== wish)
      return list.length === before.length ? { outcome: { is: "gone" } } : { outcome: { is: "changed" }, list }
    },
  })
}

type Changing<O> = {
  ballot: string
  what: unknown
  /** Without a `list` nothing changes. */
  change: (before: readonly BallotWish[], most: number) => { outcome: O; list?: readonly BallotWish[] }
}

/** Changes a member's list in one step, as long as the deadline has not passed. */
async function changed<O extends { is: string }>(
  world: World,
  ask: Ask,
  changing: Changing<O>,
): Promise<O | { is: "over" } | Refused> {
  const { member } = ask.actor
  if (!member) return refused({ why: "not_member" })
  if (member.status === "suspended") return refused({ why: "suspended" })
  return once<O | { is: "over" }>(world, ask, {
    what: changing.what,
    decide: (tx) => changeWithin(tx, { world, ask, memberId: member.id, changing }),
  })
}

type Within<O> = { world: World; ask: Ask; memberId: string; changing: Changing<O> }

async function changeWithin<O>(
  tx: Prisma.TransactionClient,
  { world, ask, memberId, changing }: Within<O>,
): Promise<O | { is: "over" }> {
  const { ballot: ballotId, change } = changing
  const { now } = ask
  // Whoever draws meanwhile finds another version, and reads the wishes again.
  const { count } = await tx.ballot.updateMany({
    where: { id: ballotId, status: "open", deadline: { gt: now } },
    data: { version: { increment: 1 } },
  })
  if (count === 0) return { is: "over" }
  const { wishesMax } = await tx.ballot.findUniqueOrThrow({ where: { id: ballotId } })
  const where = { ballotId_memberId: { ballotId, memberId } }
  const row = await tx.ballotEntry.findUnique({ where })
  const before = row ? entryOf(row).wishes : []
  const { outcome, list } = change(before, wishesMax)
  if (!list) return outcome
  const wishes = JSON.parse(JSON.stringify(list)) as Prisma.InputJsonArray
  if (list.length === 0) await tx.ballotEntry.deleteMany({ where: { ballotId, memberId } })
  else {
    const kept = { wishes, changedAt: now }
    await tx.ballotEntry.upsert({
      where,
      create: { ballotId, memberId, ticket: world.newId(), ...kept },
      update: kept,
    })
  }
  await tx.audit.create({
    data: {
      ...{ at: now, personId: ask.actor.person.id, memberId, via: ask.actor.via, action: "wish" },
      entity: `ballot:${ballotId}`,
      data: { wishes: list.length },
    },
  })
  return outcome
}

const wishedBy = (personId: string) => ({ wishes: { array_contains: [{ by: personId }] } })

/** What they wished for in ballots, under the ticket by which it is found in what is published. */
export async function wishesBy(
  { ballotEntry }: Pick<Prisma.TransactionClient, "ballotEntry">,
  personId: string,
): Promise<unknown[]> {
  const rows = await ballotEntry.findMany({ where: wishedBy(personId), orderBy: { ticket: "asc" } })
  return rows.map(({ ballotId, memberId, ticket, wishes }) => ({
    ...{ ballotId, memberId, ticket },
    wishes: entryOf({ memberId, ticket, wishes }).wishes.filter(({ by }) => by === personId),
  }))
}

/** Wishes that are not drawn yet are gone. Those that were are the merchant's, by nobody; what is published of them names nobody. */
export async function takeBackWishes(tx: Prisma.TransactionClient, personId: string): Promise<void> {
  for (const row of await tx.ballotEntry.findMany({ where: wishedBy(personId) })) {
    const { ballotId, memberId } = row
    // Whoever draws at this moment reads the wishes again.
    const { count: open } = await tx.ballot.updateMany({
      where: { id: ballotId, status: "open" },
      data: { version: { increment: 1 } },
    })
    const others = entryOf(row).wishes.filter(({ by }) => by !== personId)
    const nameless = entryOf(row).wishes.map((wish) => (wish.by === personId ? { ...wish, by: "" } : wish))
    const left = open > 0 || others.length === 0 ? others : nameless
    if (left.length === 0) await tx.ballotEntry.deleteMany({ where: { ballotId, memberId } })
    else
      await tx.ballotEntry.update({
        where: { ballotId_memberId: { ballotId, memberId } },
        data: { wishes: JSON.parse(JSON.stringify(left)) as Prisma.InputJsonArray },
      })
  }
}
