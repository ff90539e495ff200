import { type Ballot, ballotBy, ballotOf, type Entry, entryOf } from "./ballot-rows.js"
import { gridMinutes } from "./centre.js"
import { currentCentre } from "./centre-store.js"
import { once } from "./command.js"
import { after, type Interval, minute, overlaps } from "./interval.js"
import { commitmentOf, newSeed } from "./lot.js"
import { type Ask, type Refused, refused } from "./outcome.js"
import type { NoticeData } from "./reminders.js"
import type { Prisma } from "./store/generated/client.js"
import type { World } from "./world.js"

/**
 * Campaign days that everybody wants (11.11, 12.12, 618) are given out by lot: staff open a ballot over some hours, members wish
 * until a deadline (wishing.ts), and then it is drawn (draw.ts). From the opening to the draw nobody but staff books what it covers;
 * what was booked before stays.
 */

/** The most wishes of a list, and the most of them that may come true. */
export const wishesMost = 10

export type Opening = {
  name: string
  /** In any order; none overlaps another. */
  windows: readonly Interval[]
  deadline: Date
  wishesMax: number
  winsMax: number
  /** Every member's people are told. */
  announce: boolean
}

export type Opened =
  | { is: "opened"; ballot: string; told: number }
  /** This one gives out some of that time: it stays as it is. */
  | { is: "already"; ballot: string }
  /** It begins too soon; the deadline is over, or after its beginning; so many wishes or wins cannot be; the hours are none. */
  | { is: "bad"; what: "begun" | "deadline" | "numbers" | "hours" }
  | Refused

/** Opens a ballot, once for the same time. Staff only. */
export async function openBallot(world: World, ask: Ask, opening: Opening): Promise<Opened> {
  if (!ask.actor.person.staff) return refused({ why: "not_staff" })
  const windows = inOrder(opening.windows)
  const what = wrongWith(opening, ask.now)
  if (what) return { is: "bad", what }
  const opened = await once<Exclude<Opened, Refused>>(world, ask, {
    what: { do: "ballot", ...opening },
    decide: (tx) => openWithin(tx, { world, ask, opening: { ...opening, windows } }),
  })
  await currentCentre(world, { fresh: true })
  return opened
}

const inOrder = (windows: readonly Interval[]): Interval[] =>
  [...windows].sort((a, b) => a.start.getTime() - b.start.getTime())

/** Why no ballot could be opened like that; null where one could. */
export function wrongWith(
  { windows: all, deadline, wishesMax, winsMax }: Omit<Opening, "announce" | "name">,
  now: Date,
): "begun" | "deadline" | "numbers" | "hours" | null {
  const windows = inOrder(all)
  const [first] = windows
  const onGrid = (instant: Date): boolean => instant.getTime() % (gridMinutes * minute) === 0
  const apart = windows.every((window, n) => n === 0 || (windows[n - 1]?.end ?? window.start) <= window.start)
  if (!first || !apart || !windows.every(({ start, end }) => start < end && onGrid(start) && onGrid(end)))
    return "hours"
  if (first.start <= now) return "begun"
  if (deadline <= now || deadline > first.start) return "deadline"
  const whole = [wishesMax, winsMax].every((number) => Number.isInteger(number) && number >= 1 && number <= wishesMost)
  return whole && winsMax <= wishesMax ? null : "numbers"
}

type Within = { world: World; ask: Ask; opening: Opening }

async function openWithin(
  tx: Prisma.TransactionClient,
  { world, ask, opening }: Within,
): Promise<Exclude<Opened, Refused>> {
  const { now } = ask
  const { name, windows, deadline, wishesMax, winsMax, announce } = opening
  await changeCentre(tx)
  const others = (await tx.ballot.findMany({ where: { status: "open" } })).map(ballotOf)
  const same = others.find((other) => other.windows.some((one) => windows.some((window) => overlaps(one, window))))
  if (same) return { is: "already", ballot: same.id }
  const [id, seed] = [world.newId(), newSeed()]
  await tx.ballot.create({
    data: {
      ...{
        id,
        name,
        deadline,
        wishesMax,
        winsMax,
        seed,
        status: "open",
        commitment: commitmentOf(seed),
        createdAt: now,
      },
      windows: windows.map(({ start, end }) => ({ start: start.toISOString(), end: end.toISOString() })),
      startsAt: windows[0]?.start ?? now,
      endsAt: windows.at(-1)?.end ?? now,
      madeById: byPerson(ask),
    },
  })
  const people = announce ? await everybody(tx) : []
  const data: NoticeData = { kind: "ballot", ballot: id, how: "open", member: null }
  await tx.notice.createMany({ data: people.map((personId) => noticeTo(personId, { now, stale: deadline, data })) })
  await tx.audit.create({
    data: { ...entry(ask, "open", id), data: { name, deadline, wishesMax, winsMax, told: people.length } },
  })
  return { is: "opened", ballot: id, told: people.length }
}

/**
 * Whoever decides on what may be booked by anybody must hear of it: by the centre's version. It also makes those who open ballots
 * wait for each other.
 */
async function changeCentre(tx: Prisma.TransactionClient): Promise<void> {
  await tx.centre.updateMany({ data: { version: { increment: 1 } } })
}

async function everybody(tx: Prisma.TransactionClient): Promise<string[]> {
  const rows = await tx.personMember.findMany({
    where: { member: { status: "active" } },
    distinct: ["personId"],
    select: { personId: true },
    orderBy: { personId: "asc" },
  })
  return rows.map(({ personId }) => personId)
}

type Telling = { now: Date; stale: Date; data: Extract<NoticeData, { kind: "ballot" }> }

const noticeTo = (personId: string, { now, stale, data }: Telling) => ({
  key: `ballot:${data.ballot}:${data.how}:${personId}${data.member === null ? "" : `:${data.member}`}`,
  kind: data.kind,
  personId,
  dueAt: now,
  staleAt: stale,
  data,
})

/** The operator at the terminal is nobody whom the desk knows. */
export const byPerson = ({ actor }: Pick<Ask, "actor">): string | null => (actor.via === "cli" ? null : actor.person.id)

const entry = (ask: Ask, action: string, id: string) => ({
  at: ask.now,
  personId: byPerson(ask),
  via: ask.actor.via,
  action,
  entity: `ballot:${id}`,
})

export type CalledOff = { is: "off"; members: number } | { is: "over" } | Refused

/** Calls a ballot off before it is drawn: what it covered is booked as ever, whoever wished is told, and the wishes are gone. Staff only. */
export async function callOff(world: World, ask: Ask, id: string): Promise<CalledOff> {
  if (!ask.actor.person.staff) return refused({ why: "not_staff" })
  const { now } = ask
  const decide = async (tx: Prisma.TransactionClient): Promise<Exclude<CalledOff, Refused>> => {
    await changeCentre(tx)
    const { count } = await tx.ballot.updateMany({
      where: { id, status: "open" },
      data: { status: "off", version: { increment: 1 } },
    })
    if (count === 0) return { is: "over" }
    const entries = (await tx.ballotEntry.findMany({ where: { ballotId: id } })).map(entryOf)
    await tx.notice.deleteMany({ where: { key: { startsWith: `ballot:${id}:open:` }, state: "due" } })
    const data: NoticeData = { kind: "ballot", ballot: id, how: "off", member: null }
    const { endsAt } = await tx.ballot.findUniqueOrThrow({ where: { id } })
    const stale = endsAt > now ? endsAt : after(now, 60 * minute)
    const people = [...new Set(entries.flatMap(wishers))]
    await tx.notice.createMany({
      data: people.map((personId) => noticeTo(personId, { now, stale, data })),
      skipDuplicates: true,
    })
    await tx.ballotEntry.deleteMany({ where: { ballotId: id } })
    await tx.audit.create({ data: { ...entry(ask, "off", id), data: { members: entries.length } } })
    return { is: "off", members: entries.length }
  }
  const off = await once<Exclude<CalledOff, Refused>>(world, ask, { what: { do: "calloff", id }, decide })
  await currentCentre(world, { fresh: true })
  world.freed?.()
  return off
}

/** Who entered the wishes of a list. */
export const wishers = ({ wishes }: Entry): string[] => [...new Set(wishes.map(({ by }) => by))]

/** A ballot as staff see it while it is open: how many have wished for how much, and not what. */
export type BallotState = { ballot: Ballot; members: number; wishes: number }

export async function ballotState(world: World, id: string): Promise<BallotState | null> {
  const ballot = await ballotBy(world, id)
  if (!ballot) return null
  const entries = await entriesOf(world, id)
  return { ballot, members: entries.length, wishes: entries.reduce((sum, { wishes }) => sum + wishes.length, 0) }
}

export async function entriesOf({ store }: World, id: string): Promise<Entry[]> {
  const rows = await store.prisma.ballotEntry.findMany({ where: { ballotId: id }, orderBy: { ticket: "asc" } })
  return rows.map(entryOf).filter(({ wishes }) => wishes.length > 0)
}

/** Those that are not drawn, for the day's digest. */
export async function ballotStates(world: World): Promise<BallotState[]> {
  const { ballots } = await currentCentre(world)
  const states = await Promise.all(ballots.map(({ id }) => ballotState(world, id)))
  return states.filter((state) => state !== null)
}
