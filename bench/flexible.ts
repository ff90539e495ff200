import { assign, boundsMet, type Flexible } from "../src/core/allocation.js"
import { seeded } from "../test/support/random.js"
import { type Benchmark, pairedRatio, type Ratio } from "./harness.js"

const rooms = Array.from({ length: 12 }, (_, n) => `s${n + 1}`)
const quarter = 15 * 60_000
/** Quarter hours of a broadcast day from 08:00 to 02:00. */
const open = { from: 32, to: 104 }
const turnover = 1

/** Times are quarter hours; `at` and `cancelled`: how long before the day's midnight, in hours, they ask and give back. */
type Request = { id: string; from: number; to: number; at: number; cancelled: number | null; room: string | null }

/** Evening-heavy: seven in ten begin between 18:00 and 22:00. One to three hours. People ask hours to two weeks ahead. One in eight gives back. */
function demand(seed: number, { requests, certain }: { requests: number; certain: number }): Request[] {
  const random = seeded(seed)
  return Array.from({ length: requests }, (_, n) => {
    const length = [4, 4, 6, 8, 8, 8, 10, 12][random.int(8)] ?? 8
    const evening = random.next() < 0.7
    const from = evening ? 72 + random.int(17) : open.from + random.int(open.to - open.from - length + 1)
    const to = Math.min(open.to, from + length)
    const ahead = Math.min(336, -Math.log(1 - random.next()) * 96)
    const at = ahead - from / 4
    return {
      id: `r${n}`,
      from,
      to,
      at,
      cancelled: random.next() < 0.125 ? ahead * random.next() - from / 4 : null,
      room: random.next() < certain ? random.pick(rooms) : null,
    }
  }).sort((a, b) => b.at - a.at)
}

const claim = ({ from, to }: Request) => ({ start: new Date(from * quarter), end: new Date((to + turnover) * quarter) })

type Held = Flexible & { request: Request; certain: boolean }

/** One day's requests in the order in which they come. @returns how many were accepted, and the moves that took */
function serve(requests: readonly Request[], flexible: boolean): { accepted: number; moves: number } {
  let held: Held[] = []
  let accepted = 0
  let moves = 0
  for (const request of requests) {
    held = held.filter((one) => one.request.cancelled === null || one.request.cancelled < request.at)
    const isFixed = (one: Held) => one.certain || !flexible
    const wanted = { ...claim(request), rooms: request.room ? [request.room] : rooms }
    const found = assign({ wanted, occupied: held.filter(isFixed), flexible: held.filter((one) => !isFixed(one)) })
    if (!found) continue
    accepted += 1
    moves += found.moves.length
    const to = new Map(found.moves.map(({ id, room }) => [id, room]))
    held = held.map((one) => ({ ...one, room: to.get(one.id) ?? one.room }))
    held.push({ ...wanted, rooms, id: request.id, room: found.room, request, certain: request.room !== null })
  }
  return { accepted, moves }
}

/** Accepts whenever at no moment more than twelve would be in: what any assignment could serve, as the requests come. */
function byLoad(requests: readonly Request[]): number {
  const held: Request[] = []
  let accepted = 0
  for (const request of requests) {
    const live = held.filter((one) => one.cancelled === null || one.cancelled < request.at)
    const fits = (t: number) => live.filter((one) => one.from <= t && t < one.to + turnover).length < rooms.length
    const all = Array.from({ length: request.to + turnover - request.from }, (_, n) => request.from + n)
    if (!all.every(fits)) continue
    held.push(request)
    accepted += 1
  }
  return accepted
}

/** Knows all of them beforehand and may choose: the most that fit side by side, by earliest end; all that are given back fit besides. */
function clairvoyant(requests: readonly Request[]): number {
  const free = rooms.map(() => 0)
  let accepted = requests.filter(({ cancelled }) => cancelled !== null).length
  for (const { from, to } of requests.filter(({ cancelled }) => cancelled === null).sort((a, b) => a.to - b.to)) {
    const best = free.filter((until) => until <= from).sort((a, b) => b - a)[0]
    if (best === undefined) continue
    free[free.indexOf(best)] = to + turnover
    accepted += 1
  }
  return accepted
}

/** Three loads: from a busy day to one that no centre could serve. */
const loads = [70, 90, 110]
const each = 20

/** Days of each load, one seed after another. */
const daysFrom = (first: number): Request[][] =>
  loads.flatMap((requests) => Array.from({ length: each }, (_, n) => demand(first + n, { requests, certain: 0 })))

function compared(pairs: number): Ratio[] {
  const runs = Array.from({ length: pairs }, (_, run) => daysFrom(1 + run * each)).map((days) => {
    const sum = (of: (day: Request[]) => number) => days.reduce((total, day) => total + of(day), 0)
    return {
      asked: sum((day) => day.length),
      ours: sum((day) => serve(day, true).accepted),
      moves: sum((day) => serve(day, true).moves),
      best: sum(byLoad),
      firstFit: sum((day) => serve(day, false).accepted),
      beforehand: sum(clairvoyant),
    }
  })
  const total = (of: keyof (typeof runs)[number]) => runs.reduce((sum, run) => sum + run[of], 0)
  const facts = { asked: total("asked"), "ours, accepted": total("ours") }
  return [
    {
      what: "requests accepted, re-assigned as they come / the most that any assignment could serve as they come",
      goal: { kind: "at_least", ratio: 1, margin: 1.001 },
      ...pairedRatio(runs.map(({ ours, best }) => ({ ours, theirs: best }))),
      facts: {
        ...facts,
        "any assignment, accepted": total("best"),
        moves: total("moves"),
        "searches cut short": boundsMet.steps,
      },
    },
    {
      what: "requests accepted, re-assigned as they come / first fit",
      goal: { kind: "reported" },
      ...pairedRatio(runs.map(({ ours, firstFit }) => ({ ours, theirs: firstFit }))),
      facts: {
        ...facts,
        "first fit, accepted": total("firstFit"),
        "knowing all beforehand, at most": total("beforehand"),
      },
    },
  ]
}

/**
 * Twelve rooms of a class, sessions of one to three hours, most in the evening, asked for hours to two weeks ahead, one in eight given
 * back. Deterministic: a ratio that changes is a change of what is decided.
 */
export const acceptance: Benchmark = {
  id: "B14",
  title: "any room of a class: how many requests are accepted",
  cheap: true,
  run: async ({ pairs }) => compared(pairs),
}
