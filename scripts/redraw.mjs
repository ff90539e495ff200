// Draws a ballot again from what was published of it (`npx anchordesk ballot show ID --json`, or the file the desk gives to members),
// by the procedure of docs/ballot.md and without any code of the desk: prints the order of the tickets, one a line, and fails when
// what was published says otherwise. Usage: node scripts/redraw.mjs PUBLISHED.json (or on standard input)
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"

/** @typedef {{ ticket: string, weight: number, wishes: string[] }} Listed */
/** @typedef {{ round: number, ticket: string, tried: { wish: number, is: string }[] }} Turn */
/** @typedef {{ seed?: string, commitment: string, list: Listed[], listDigest: string, order: string[], turns: Turn[], wins: number }} Published */

/** @param {string} text */
const hash = (text) => createHash("sha256").update(text).digest()
/** @param {string} line */
const say = (line) => process.stdout.write(`${line}\n`)

/** @type {Published} */
const published = JSON.parse(readFileSync(process.argv[2] ?? 0, "utf8"))
const { seed, commitment, list, listDigest, order, turns, wins: winsMost } = published
/** @type {string[]} */
const wrong = []
/** @param {boolean} fine @param {string} what */
const must = (fine, what) => fine || wrong.push(what)

if (typeof seed !== "string") {
  process.stderr.write("This ballot is not drawn yet: its seed is not told.\n")
  process.exit(2)
}

// 1. The seed is the one that was fixed at the opening, the list the one that was drawn.
must(hash(seed).toString("hex") === commitment, "the seed is not the one that was committed to")
const tickets = list.slice().sort((one, other) => Buffer.compare(Buffer.from(one.ticket), Buffer.from(other.ticket)))
let text = ""
for (const { ticket, weight, wishes } of tickets) {
  text += `${ticket} ${weight}\n`
  for (const wish of wishes) text += `- ${wish}\n`
}
const digest = hash(text).toString("hex")
must(digest === listDigest, "the list is not the one that was drawn")

// 2. The order: places are given one after another, by lots.
const key = hash(`${seed}:${digest}`).toString("hex")
let count = 0
const drawn = []
const pot = tickets.map(({ ticket, weight }) => ({ ticket, lots: BigInt(weight) }))
while (pot.length > 0) {
  let lots = 0n
  for (const one of pot) lots += one.lots
  const limit = ((1n << 64n) / lots) * lots
  let number
  do {
    number = hash(`${key}:${count}`).readBigUInt64BE(0)
    count += 1
  } while (number >= limit)
  let lot = number % lots
  for (const one of pot.slice()) {
    if (lot < one.lots) {
      drawn.push(one.ticket)
      pot.splice(pot.indexOf(one), 1)
      break
    }
    lot -= one.lots
  }
}
must(drawn.join() === order.join(), "the order is another")

// 3. The turns: round after round in that order, each trying its wishes from the best on, until one can be had.
/** What each has not tried yet: the places in its list. */
const state = new Map(list.map(({ ticket, wishes }) => [ticket, wishes.map((_, n) => n + 1)]))
const expected = []
for (let round = 1; round <= winsMost; round++)
  for (const ticket of drawn) {
    const left = state.get(ticket) ?? []
    if (left.length === 0) continue
    const turn = turns.find((one) => one.round === round && one.ticket === ticket)
    const tried = turn ? turn.tried : []
    const won = tried.findIndex(({ is }) => is === "won")
    must(turn !== undefined, `round ${round}: ${ticket} had no turn`)
    must(
      tried.every(({ wish }, n) => wish === left[n]) && (won === -1 || won === tried.length - 1),
      `round ${round}: ${ticket} did not try its wishes in their order`,
    )
    must(won !== -1 || tried.length === left.length, `round ${round}: ${ticket} stopped before its last wish`)
    state.set(ticket, left.slice(tried.length))
    expected.push(`${round} ${ticket}`)
  }
must(
  turns.map(({ round, ticket }) => `${round} ${ticket}`).join() === expected.join(),
  "the turns are in another order",
)

drawn.forEach(say)
for (const what of wrong) process.stderr.write(`Not as published: ${what}\n`)
process.exitCode = wrong.length > 0 ? 1 : 0
