import { createDoor, directDoor } from "../simulation/door.js"
import type { Ground } from "../simulation/ground.js"
import { as, createSchedule, type Owner, type Random, simulated } from "../simulation/schedule.js"
import { carryOut, merchants, type Real, shownFree, worldOn } from "./engine.js"
import { type Answer, happens, isFree, limits, nothing, type Operation, type RoomId, type State } from "./model.js"

/** One run: some operations in a row, each answer compared; then some at once on two replicas, which must have happened in some order. */

export type Counts = Record<string, number>
/** `remembers`: what is free is told as it was before. */
export type ModelFault = "remembers"
type Running = {
  operations: readonly Operation[]
  atOnce: readonly Operation[]
  random: Random
  counts: Counts
  fault: ModelFault | undefined
}
/** `about`: the id of the booking it names, as far as there was one when it was said. */
type Turn = { operation: Exclude<Operation, { do: "again" }>; key: string; about: string }

/** @returns what is wrong, or null */
export async function runModel(
  ground: Ground,
  { operations, atOnce, random, counts, fault }: Running,
): Promise<string | null> {
  await ground.store.empty()
  const direct = directDoor(ground.store)
  const sit = (seat: Ground["judge"], name: string) => seat.sit({ name, alive: true }, direct)
  await merchants(sit(ground.judge, "judge"))
  let made = 0
  const newId = (): string => `b${(++made).toString().padStart(6, "0")}`
  const writer = worldOn(sit(ground.seats[0], "writer"), newId)
  const reader = worldOn(sit(ground.seats[1], "reader"), newId)
  const state = nothing()
  const ids: string[] = []
  const turns: (Turn | null)[] = []
  const remembered = fault && (await shownFree(reader, limits.quarters))

  for (const operation of operations) {
    const turn = turnOf(operation, turns, ids)
    turns.push(turn)
    const said = happens(state, turn ? operation : { do: "again", nth: -1 })
    if (!turn) continue
    const real = await carryOut(writer, turn)
    count(counts, real)
    const differs = compared(said, real, ids)
    if (differs || ("left" in said && "left" in real && said.left !== real.left))
      return `${JSON.stringify(operation)}: the model says ${JSON.stringify(said)}, the engine ${JSON.stringify(real)}`
    const free = remembered || (await shownFree(reader, limits.quarters))
    const wrong = stale(state, free)
    counts.shown = (counts.shown ?? 0) + 1
    if (wrong) return `${JSON.stringify(operation)}, and then another replica shows ${wrong}`
  }
  const more = atOnce.map((operation) => turnOf(operation, turns, ids)).filter((turn) => turn !== null)
  const answers = await together(ground, { turns: more, random, newId })
  for (const real of answers) count(counts, real)
  return inSomeOrder({ state, ids, turns, more, answers }, counts)
}

/** What is delivered: a turn of its own, or an earlier one again; null for the repeat of what never was. */
function turnOf(operation: Operation, turns: readonly (Turn | null)[], ids: readonly string[]): Turn | null {
  if (operation.do === "again") return turns[operation.nth] ?? null
  const about = "nth" in operation ? ids[operation.nth] : undefined
  return { operation, key: `turn:${turns.length}:${JSON.stringify(operation)}`, about: about ?? "nobody" }
}

function count(counts: Counts, real: Real): void {
  const name = real.is === "refused" ? real.why : real.is
  counts[name] = (counts[name] ?? 0) + 1
}

/** Notes which booking is meant by `which`, the first time. */
function compared(said: Answer, real: Real, ids: string[]): boolean {
  if (said.is === "refused" || real.is === "refused")
    return said.is !== real.is || (said.is === "refused" && real.is === "refused" && said.why !== real.why)
  ids[said.which] ??= real.id
  return (
    said.is !== real.is ||
    ids[said.which] !== real.id ||
    said.room !== real.room ||
    said.from !== real.from ||
    said.to !== real.to
  )
}

function stale(state: State, free: (room: RoomId, from: number) => boolean): string | null {
  for (const room of ["s1", "l1"] as const)
    for (let q = 0; q < limits.quarters; q++)
      if (free(room, q) !== isFree(state, room, q))
        return `${room} at quarter ${q} as ${free(room, q) ? "free" : "taken"}, which is not so`
  return null
}

type Together = { turns: readonly Turn[]; random: Random; newId: () => string }

/** All at once, on two replicas, their statements in any order. */
function together(ground: Ground, { turns, random, newId }: Together): Promise<Real[]> {
  const schedule = createSchedule(Date.UTC(2026, 10, 23))
  return simulated(schedule, random, async () => {
    const door = createDoor({
      ...{ store: ground.store, schedule, random, faults: {}, cut: () => {} },
      weather: { cutBefore: 0, cutAfter: 0 },
    })
    const worlds = ground.seats.map((seat, n) => {
      const owner: Owner = { name: `r${n}`, alive: true }
      return { owner, world: worldOn(seat.sit(owner, door), newId) }
    })
    const all = turns.map((turn) => {
      const { owner, world } = random.pick(worlds)
      return as(owner, () => carryOut(world, turn))
    })
    let answered = false
    const done = Promise.all(all).finally(() => {
      answered = true
    })
    while (!answered) await schedule.runUntil(schedule.now() + 1000)
    return done
  })
}

type History = {
  state: State
  ids: string[]
  turns: readonly (Turn | null)[]
  more: readonly Turn[]
  answers: readonly Real[]
}

/** Is there an order in which the model gives just these answers? */
function inSomeOrder({ state, ids, turns, more, answers }: History, counts: Counts): string | null {
  counts.histories = (counts.histories ?? 0) + 1
  const works = (order: readonly number[], left: readonly number[]): boolean => {
    if (left.length === 0) return true
    return left.some((next) => {
      const path = [...order, next]
      return (
        explains(path) &&
        works(
          path,
          left.filter((one) => one !== next),
        )
      )
    })
  }
  const explains = (order: readonly number[]): boolean => {
    const then = structuredClone(state)
    const named = [...ids]
    const heard = new Map(turns.flatMap((turn, n) => (turn ? [[turn.key, then.answers[n] as Answer] as const] : [])))
    return order.every((n) => {
      const turn = more[n]
      const real = answers[n]
      if (!turn || !real) return false
      const said = heard.get(turn.key) ?? happens(then, turn.operation)
      heard.set(turn.key, said)
      return !compared(said, real, named)
    })
  }
  const all = more.map((_, n) => n)
  if (works([], all)) return null
  return `at once: ${more.map(({ operation }, n) => `${JSON.stringify(operation)} → ${JSON.stringify(answers[n])}`).join("; ")}: in no order`
}
