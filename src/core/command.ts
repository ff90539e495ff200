import { createHash } from "node:crypto"
import { currentCentre } from "./centre-store.js"
import { type Ask, type Refused, refused } from "./outcome.js"
import { Prisma } from "./store/generated/client.js"
import { transaction } from "./transaction.js"
import type { World } from "./world.js"
import { type Applied, apply, type Conflict, decode, encode, type Write } from "./write.js"

/** How every command runs: decide, write, and decide again on fresh facts when the database knew better. */

/** What one attempt decided: the outcome to give, and what must be written for it to be true. Without a write, nothing changes. */
export type Decided<O> = { outcome: O; write: Omit<Write, "at" | "turn"> }

/** Contention beyond this many decisions is an outage: the database and the facts disagree. */
const attemptsMax = 24

/**
 * Runs one command under its turn's key. `attempt` decides: the first time it may presume, after a conflict it must load facts,
 * and after a stale one also read again what it was handed. The outcome is stored with the write (refusals too: a repeat of a refused turn must not book later), so a repeated
 * delivery gets it back unchanged.
 * @returns the outcome; `"key_reused"` when the key came with other content before
 */
export async function perform<O>(
  world: World,
  ask: Ask,
  command: { what: unknown; attempts?: number; attempt: (conflict: Conflict | null) => Promise<Decided<O>> },
): Promise<O | "key_reused"> {
  const digest = digestOf(ask, command.what)
  let conflict: Conflict | null = null
  const conflicts: Conflict[] = []
  for (let n = 0; n < (command.attempts ?? attemptsMax); n++) {
    const { outcome, write }: Decided<O> = await command.attempt(conflict)
    const turn = { key: ask.key, digest, outcome: encode(outcome) }
    const applied: Applied = await apply(world, { at: ask.now, turn, ...write })
    if (applied.is === "done") return applied.left === undefined ? outcome : { ...outcome, leftAfter: applied.left }
    // The digest binds the key to this very command, whose outcomes are the only ones stored under it.
    if (applied.is === "repeat") return applied.outcome as O
    if (applied.is === "mismatch") return "key_reused"
    conflict = applied.conflict
    conflicts.push(conflict)
    if (conflict === "stale") await currentCentre(world, { fresh: true })
    world.log.debug({ conflict, attempt: n }, "decided again")
  }
  throw new Error(`gave up after ${command.attempts ?? attemptsMax} contested decisions: ${conflicts.join(", ")}`)
}

const digestOf = ({ actor }: Ask, what: unknown): string =>
  createHash("sha256")
    .update(JSON.stringify([actor.person.id, encode(what)]))
    .digest("hex")

type Once<O> = {
  what: unknown
  decide: (tx: Prisma.TransactionClient) => Promise<O | Refused>
  /** The outcome holds what is kept as a hash alone: a repeat is only told that it was answered. */
  secret?: true
}

/**
 * Runs a command that takes and frees nothing, in one transaction under its turn's key: a repeat gets the first outcome. What finds
 * that somebody made the same thing at the same moment is decided once more.
 */
export async function once<O extends { is: string }>(
  world: World,
  ask: Ask,
  { what, decide, secret }: Once<O>,
): Promise<O | Refused> {
  const { key, now: at } = ask
  const digest = digestOf(ask, what)
  const attempt = () =>
    transaction(world, async (tx): Promise<O | Refused> => {
      // The same turn at the same moment waits here for the first.
      const { count } = await tx.turn.createMany({ data: { key, digest, outcome: {}, at }, skipDuplicates: true })
      const first = count === 0 ? await tx.turn.findUniqueOrThrow({ where: { key } }) : null
      // The digest binds the key to this very command, whose outcomes are the only ones stored under it.
      if (first) return first.digest === digest ? (decode(first.outcome) as O) : refused({ why: "key_reused" })
      const outcome = await decide(tx)
      const kept = secret && outcome.is !== "refused" ? refused({ why: "key_reused" }) : outcome
      await tx.turn.update({ where: { key }, data: { outcome: encode(kept) as Prisma.InputJsonObject } })
      return outcome
    })
  return attempt().catch((error: unknown) => {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002") return attempt()
    throw error
  })
}
