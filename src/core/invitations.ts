import { createHash, randomInt } from "node:crypto"
import { after, day, hour } from "./interval.js"
import type { Prisma } from "./store/generated/client.js"
import type { World } from "./world.js"

/**
 * Codes that let someone in: 16 characters of a 32-letter alphabet without look-alikes (80 bits), written in groups of four, kept
 * only as a hash, used once, gone after a week.
 */

const alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
const length = 16
const lifeMs = 7 * day

export type Invitation = { kind: "member"; memberId: string; role: "owner" | "staff" } | { kind: "staff"; name: string }

/** As it is shown: `K7QM-3FHD-9WTX-PLAB`. */
export function newCode(): string {
  const letters = Array.from({ length }, () => alphabet[randomInt(alphabet.length)])
  return letters.join("").replace(/(.{4})(?!$)/g, "$1-")
}

/** However it was typed: any case, with or without dashes and spaces, full width too. */
const bare = (code: string): string =>
  code
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "")

/** sha-256 is enough for 80 random bits: there is nothing to guess from. */
export const hashOf = (code: string): string => createHash("sha256").update(bare(code)).digest("hex")

/** When a code that is given out now stops working. */
export const expiry = (now: Date): Date => after(now, lifeMs)

type By = { now: Date; via: string; person?: string | null }

/** Makes a code, and records who did. */
export const invite = ({ store }: World, invitation: Invitation, by: By): Promise<string> =>
  store.prisma.$transaction((tx) => inviteIn(tx, invitation, by))

/** The same within a transaction. */
export async function inviteIn(
  tx: Prisma.TransactionClient,
  invitation: Invitation,
  { now, via, person = null }: By,
): Promise<string> {
  const code = newCode()
  const { kind } = invitation
  const [memberId, role, name] =
    kind === "member" ? [invitation.memberId, invitation.role, null] : [null, null, invitation.name]
  const entity = memberId === null ? "staff" : `member:${memberId}`
  const data = memberId === null ? { name } : { role }
  await tx.invitation.create({ data: { hash: hashOf(code), kind, memberId, role, name, expiresAt: expiry(now) } })
  await tx.audit.create({ data: { at: now, personId: person, memberId, via, action: "invite", entity, data } })
  return code
}

const windowMs = hour
/**
 * Tries in an hour: by one account, and by everybody together. Successes are not given back. The second is more than one address can
 * make, so that nobody shuts the door on everybody; a million guesses at a thousand codes of 80 bits hit one in 10^15 hours.
 */
const triesMax = { account: 10, all: 1_000_000 }

/**
 * Counts one try at a code against the account's and the whole desk's hour, on every replica together.
 * @returns until when further tries are refused, or null when this one may be made
 */
export async function countTry(world: World, account: string, now: Date): Promise<Date | null> {
  const windowStart = new Date(Math.floor(now.getTime() / windowMs) * windowMs)
  const { rows } = await world.store.query<{ subject: string; count: number }>({
    name: "count-try",
    text: `insert into attempt (subject, window_start, count) values ($1, $3, 1), ($2, $3, 1)
           on conflict (subject, window_start) do update set count = attempt.count + 1
           returning subject, count`,
    values: ["all", `code:${account}`, windowStart],
  })
  const over = rows.some(({ subject, count }) => count > (subject === "all" ? triesMax.all : triesMax.account))
  return over ? after(windowStart, windowMs) : null
}
