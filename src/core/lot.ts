import { createHash, randomBytes } from "node:crypto"
import type { BallotWish } from "./ballot-rows.js"
import type { RoomWish } from "./outcome.js"

/**
 * Drawing lots so that anybody can do it again, in any language: SHA-256 and whole numbers, nothing else. `docs/ballot.md` is the
 * same procedure in words, `scripts/redraw.mjs` the same in code that shares nothing with this.
 */

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex")

/** 32 bytes as hex, which nobody could have chosen. */
export const newSeed = (): string => randomBytes(32).toString("hex")

/** What is told of the seed before anybody wishes. */
export const commitmentOf = (seed: string): string => sha256(seed)

/** One ticket of the list: how many lots it has, and what it wishes for, the best first. */
export type Listed = { ticket: string; weight: number; wishes: readonly string[] }

/** A wish as it is published: `2026-12-12T12:00:00.000Z/2026-12-12T14:00:00.000Z class:small hosts:2 gear:camera*1`. */
export function wishText({ room, start, end, hosts, gear }: Omit<BallotWish, "id" | "by">): string {
  const things = gear.map(({ id, quantity }) => `gear:${id}*${quantity}`).sort()
  return [`${start.toISOString()}/${end.toISOString()}`, roomText(room), `hosts:${hosts}`, ...things].join(" ")
}

const roomText = (room: RoomWish): string =>
  room === "any" ? "any" : "room" in room ? `room:${room.room}` : `class:${room.class}`

/** By the bytes of the ticket, which are ASCII, and of which no two are the same. */
export const inTicketOrder = <T extends { ticket: string }>(list: readonly T[]): T[] =>
  [...list].sort((a, b) => (a.ticket < b.ticket ? -1 : 1))

/** The list as one text: a line `TICKET WEIGHT` for each, in the order of tickets, and under it a line `- WISH` for each wish. */
export const listDigest = (list: readonly Listed[]): string =>
  sha256(
    inTicketOrder(list)
      .flatMap(({ ticket, weight, wishes }) => [`${ticket} ${weight}`, ...wishes.map((wish) => `- ${wish}`)])
      .map((line) => `${line}\n`)
      .join(""),
  )

/**
 * The order in which the tickets choose. Each place goes to one of those left, with a chance of its weight in their sum: neither the
 * seed alone, which is fixed before anybody wishes, nor the list alone, which is fixed at the deadline, decides it.
 */
export function drawOrder(seed: string, list: readonly Listed[]): string[] {
  const next = numbers(sha256(`${seed}:${listDigest(list)}`))
  const left = inTicketOrder(list)
  const order: string[] = []
  while (left.length > 0) {
    const sum = left.reduce((all, { weight }) => all + BigInt(weight), 0n)
    let lot = below(sum, next)
    const at = left.findIndex(({ weight }) => {
      lot -= BigInt(weight)
      return lot < 0n
    })
    order.push(...left.splice(at, 1).map(({ ticket }) => ticket))
  }
  return order
}

/** Number n is the first 64 bits of SHA-256 of `KEY:n`, counted from 0. */
function numbers(key: string): () => bigint {
  let count = 0
  return () => BigInt(`0x${sha256(`${key}:${count++}`).slice(0, 16)}`)
}

const numbersMax = 2n ** 64n

/** A whole number from 0 to `limit` - 1, each as likely: numbers of the last, incomplete round of `limit` are passed over. */
function below(limit: bigint, next: () => bigint): bigint {
  for (;;) {
    const number = next()
    if (number < numbersMax - (numbersMax % limit)) return number % limit
  }
}
