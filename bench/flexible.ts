// How many requests for "a small room" are accepted: first-fit, ours, and the most that any assignment could serve.
// Run: npx tsx bench/flexible.ts
import { assign, boundsMet, type Flexible } from "../src/core/allocation.js"
import { seeded } from "../test/support/random.js"

const days = Number(process.env.BENCH_DAYS ?? 300)
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

type Policy = { name: string; flexible: boolean; fixedHours: number }
type Held = Flexible & { request: Request; certain: boolean }

/** One day's requests in the order in which they come. @returns how many were accepted, and the moves that took */
function serve(requests: readonly Request[], { flexible, fixedHours }: Policy): { accepted: number; moves: number } {
  let held: Held[] = []
  let accepted = 0
  let moves = 0
  for (const request of requests) {
    held = held.filter((one) => one.request.cancelled === null || one.request.cancelled < request.at)
    const isFixed = (one: Held) => one.certain || !flexible || request.at + one.request.from / 4 <= fixedHours
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

const policies: readonly Policy[] = [
  { name: "first-fit", flexible: false, fixedHours: 0 },
  { name: "ours, number told 24 h before", flexible: true, fixedHours: 24 },
  { name: "ours, number told 2 h before", flexible: true, fixedHours: 2 },
  { name: "ours, number never told", flexible: true, fixedHours: -1000 },
]
const percent = (share: number): string => `${(100 * share).toFixed(2)} %`
const print = (line: string) => process.stdout.write(`${line}\n`)

for (const certain of [0, 0.3]) {
  for (const requests of [70, 90, 110]) {
    const all = Array.from({ length: days }, (_, seed) => demand(seed + 1, { requests, certain }))
    const asked = days * requests
    print(`\n${requests} requests a day, ${certain * 100} % for a certain room, ${days} days`)
    const first = all.reduce((sum, day) => sum + serve(day, policies[0] as Policy).accepted, 0)
    for (const policy of policies) {
      const started = performance.now()
      const served = all.map((day) => serve(day, policy))
      const took = (performance.now() - started) / asked
      const accepted = served.reduce((sum, day) => sum + day.accepted, 0)
      const moves = served.reduce((sum, day) => sum + day.moves, 0)
      const refused = asked - accepted
      print(
        `  ${policy.name.padEnd(32)}${percent(accepted / asked).padStart(9)}  +${accepted - first} (${percent(accepted / first - 1)}), ` +
          `${refused} refused, ${moves} moves, ${took.toFixed(3)} ms a request`,
      )
    }
    if (certain === 0) {
      print(
        `  ${"any assignment, as they come".padEnd(32)}${percent(all.reduce((sum, day) => sum + byLoad(day), 0) / asked).padStart(9)}`,
      )
      print(
        `  ${"knowing all beforehand, at most".padEnd(32)}${percent(all.reduce((sum, day) => sum + clairvoyant(day), 0) / asked).padStart(9)}`,
      )
    }
  }
}
print(`\nbounds met: ${boundsMet.states} of states, ${boundsMet.steps} of steps`)
