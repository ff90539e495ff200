import { createHash, randomBytes } from "node:crypto"
import { after, day, minute } from "./interval.js"
import { type Language, languageSchema } from "./language.js"
import { type Ask, type Refused, refused } from "./outcome.js"
import type { World } from "./world.js"

/**
 * How the centre's staff come in to the board: by a link that the desk gives them in chat, once, within minutes. It makes their browser
 * one that is let in for a month from its last visit. Kept are hashes of secrets alone; whoever leaves the staff is out at once.
 */

const linkMinutes = 10
/** A person takes as long to open it, however fast a demonstration's clock runs. */
export const linkLapses = ({ speed }: World, now: Date): Date => after(now, linkMinutes * minute * speed)
const browserMs = 30 * day

/** Who looks at the board: one of the staff, as long as they are. */
export type Staff = { id: string; name: string; language: Language }

const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex")
/** 256 bits: there is nothing to guess. */
const newSecret = (): string => randomBytes(32).toString("base64url")

/** A secret that opens the board once. Those given out before go on working until they lapse. Staff only. */
export async function boardLink(world: World, { actor, now }: Ask): Promise<string | Refused> {
  if (!actor.person.staff) return refused({ why: "not_staff" })
  const secret = newSecret()
  const expiresAt = linkLapses(world, now)
  await world.store.prisma.boardPass.create({
    data: { hash: hashOf(secret), kind: "link", personId: actor.person.id, createdAt: now, expiresAt },
  })
  return secret
}

/** Uses a link. Of two who do so at once, one is let in. @returns the browser's own secret; null for a link that is none (any more) */
export function enterBoard(world: World, { link, now }: { link: string; now: Date }): Promise<string | null> {
  return world.store.prisma.$transaction(async (tx) => {
    const hash = hashOf(link)
    const found = await tx.boardPass.findFirst({
      where: { hash, kind: "link", expiresAt: { gt: now }, person: { staff: true } },
    })
    const { count } = await tx.boardPass.deleteMany({ where: { hash, kind: "link" } })
    return found && count === 1 ? letIn(tx, found.personId, now) : null
  })
}

/** Lets one of the staff in without a link: for demonstrations. */
export const openBoardAs = (world: World, { person, now }: { person: string; now: Date }): Promise<string> =>
  letIn(world.store.prisma, person, now)

async function letIn(
  { boardPass, audit }: Pick<World["store"]["prisma"], "boardPass" | "audit">,
  personId: string,
  now: Date,
): Promise<string> {
  const secret = newSecret()
  const expiresAt = after(now, browserMs)
  await boardPass.create({ data: { hash: hashOf(secret), kind: "browser", personId, createdAt: now, expiresAt } })
  await audit.create({
    data: { at: now, personId, via: "board", action: "board_in", entity: `person:${personId}`, data: {} },
  })
  return secret
}

/** Whose browser this is; null for one that is not let in (any more). */
export async function staffWith(world: World, secret: string, now: Date): Promise<Staff | null> {
  const { boardPass } = world.store.prisma
  const hash = hashOf(secret)
  const found = await boardPass.findFirst({
    where: { hash, kind: "browser", expiresAt: { gt: now }, person: { staff: true } },
    include: { person: { select: { id: true, name: true, language: true } } },
  })
  if (!found) return null
  const until = after(now, browserMs)
  // Noted once a day.
  if (until.getTime() - found.expiresAt.getTime() > day) {
    await boardPass.updateMany({ where: { hash }, data: { expiresAt: until } })
  }
  const { id, name, language } = found.person
  return { id, name, language: languageSchema.parse(language) }
}

/** This browser is out. */
export async function leaveBoard({ store }: World, secret: string): Promise<void> {
  await store.prisma.boardPass.deleteMany({ where: { hash: hashOf(secret), kind: "browser" } })
}

/** All browsers and links of whoever asks are out. */
export async function leaveBoardEverywhere({ store: { prisma } }: World, { actor, now }: Ask): Promise<void> {
  const { person, via } = actor
  await prisma.$transaction([
    prisma.boardPass.deleteMany({ where: { personId: person.id } }),
    prisma.audit.create({
      data: { at: now, personId: person.id, via, action: "board_out", entity: `person:${person.id}`, data: {} },
    }),
  ])
}
