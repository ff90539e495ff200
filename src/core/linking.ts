import { once } from "./command.js"
import { after, minute } from "./interval.js"
import { countTry, hashOf, newCode } from "./invitations.js"
import type { Ask, Refused } from "./outcome.js"
import type { Identity } from "./people.js"
import type { NoticeData } from "./reminders.js"
import type { World } from "./world.js"

/**
 * One person on several platforms. Where they are known they get a code, which they write where they are not; then the first place asks
 * them whether that was they. Language, drafts, members and reminders are the person's, so they follow. An account that is somebody
 * already is never merged: whose bookings would be whose could only be guessed.
 */

const lifeMs = 10 * minute

/** A code for this person's next account: once, for ten minutes. One that was given out before stops working. */
export function linkCode(world: World, ask: Ask): Promise<{ is: "code"; code: string } | Refused> {
  const { id: personId } = ask.actor.person
  return once<{ is: "code"; code: string }>(world, ask, {
    what: { do: "link" },
    secret: true,
    decide: async (tx) => {
      const code = newCode()
      await tx.invitation.deleteMany({ where: { kind: "link", personId, usedAt: null } })
      await tx.invitation.create({
        data: { hash: hashOf(code), kind: "link", personId, expiresAt: after(ask.now, lifeMs) },
      })
      await tx.audit.create({ data: { ...entry(ask, "link_code"), data: {} } })
      return { is: "code", code }
    },
  })
}

export type Linking = Identity & { code: string; name: string; now: Date }
export type LinkAsked =
  /** They are asked, where they are known. */
  | { is: "asked" }
  /** This account is that person's. */
  | { is: "already" }
  /** This account is somebody else. */
  | { is: "taken" }
  | { is: "bad_code" }
  | { is: "too_many_tries"; until: Date }

/** An account gives the code: the person is asked whether it is they. Wrong, used and expired codes are told apart from no other. */
export async function askLink(world: World, linking: Linking): Promise<LinkAsked> {
  const { platform, userId, address, name, code, now } = linking
  const until = await countTry(world, `${platform}:${userId}`, now)
  if (until) return { is: "too_many_tries", until }
  return world.store.prisma.$transaction(async (tx) => {
    const hash = hashOf(code)
    const { count } = await tx.invitation.updateMany({
      where: { hash, kind: "link", usedAt: null, expiresAt: { gt: now } },
      data: { usedAt: now },
    })
    const personId = count === 1 ? (await tx.invitation.findUniqueOrThrow({ where: { hash } })).personId : null
    // The same message again.
    const pending = { platform, userId, expiresAt: { gt: now } }
    if (!personId) return (await tx.link.findFirst({ where: pending })) ? { is: "asked" } : { is: "bad_code" }
    const known = await tx.account.findUnique({ where: { platform_userId: { platform, userId } } })
    if (known) return { is: known.personId === personId ? "already" : "taken" }
    const id = world.newId()
    await tx.link.create({ data: { id, personId, platform, userId, address, name, expiresAt: after(now, lifeMs) } })
    await tx.notice.create({
      data: {
        key: `link:${id}`,
        kind: "link",
        personId,
        dueAt: now,
        staleAt: after(now, lifeMs),
        data: { kind: "link", link: id, platform, name } satisfies NoticeData,
      },
    })
    return { is: "asked" }
  })
}

/** The person's answer. @returns the platform linked; null for no; undefined when there is nothing (any more) to answer */
export function answerLink(
  world: World,
  ask: Ask,
  about: { id: string; yes: boolean },
): Promise<string | null | undefined> {
  const { actor, now } = ask
  const personId = actor.person.id
  return world.store.prisma.$transaction(async (tx) => {
    const link = await tx.link.findFirst({ where: { id: about.id, personId, expiresAt: { gt: now } } })
    if (!link) return undefined
    if (!about.yes) {
      await tx.link.delete({ where: { id: link.id } })
      return null
    }
    const { platform, userId, address } = link
    const known = await tx.account.findUnique({ where: { platform_userId: { platform, userId } } })
    // The same yes again; or it became somebody else while the question was open.
    if (known) return known.personId === personId ? platform : undefined
    await tx.account.create({ data: { id: world.newId(), platform, userId, address, personId, createdAt: now } })
    await tx.joinRequest.deleteMany({ where: { platform, userId } })
    await tx.audit.create({ data: { ...entry(ask, "link"), data: { platform } } })
    return platform
  })
}

export type OwnAccount = { id: string; platform: string; here: boolean; preferred: boolean; blocked: boolean }

/** The person's accounts, oldest first; notices go to the preferred, else to the oldest that takes them. */
export async function accountsOf(
  { store: { prisma } }: World,
  { actor }: Ask,
  here: Pick<Identity, "platform" | "userId">,
): Promise<OwnAccount[]> {
  const { preferredId, accounts } = await prisma.person.findUniqueOrThrow({
    where: { id: actor.person.id },
    include: { accounts: { orderBy: { createdAt: "asc" } } },
  })
  const first =
    accounts.find(({ id, blockedAt }) => id === preferredId && !blockedAt) ?? accounts.find((one) => !one.blockedAt)
  return accounts.map(({ id, platform, userId, blockedAt }) => ({
    id,
    platform,
    here: platform === here.platform && userId === here.userId,
    preferred: id === first?.id,
    blocked: blockedAt !== null,
  }))
}

/** Takes one of the person's accounts away from them; the last one stays. @returns its platform, or null when it stays */
export function unlink(world: World, ask: Ask, accountId: string): Promise<string | null> {
  const personId = ask.actor.person.id
  return world.store.prisma.$transaction(async (tx) => {
    // Locked, so that two telephones cannot each take the other's away.
    await tx.$queryRaw`select 1 from person where id = ${personId} for update`
    const accounts = await tx.account.findMany({ where: { personId } })
    const gone = accounts.find(({ id }) => id === accountId)
    if (!gone || accounts.length < 2) return null
    await tx.person.updateMany({ where: { id: personId, preferredId: accountId }, data: { preferredId: null } })
    await tx.account.delete({ where: { id: accountId } })
    if (gone.platform === "web") {
      // A browser that is nobody any more shows nothing of what was said to the person.
      await tx.webEntry.deleteMany({ where: { userId: gone.userId } })
      await tx.webFile.deleteMany({ where: { userId: gone.userId } })
    }
    await tx.audit.create({ data: { ...entry(ask, "unlink"), data: { platform: gone.platform } } })
    return gone.platform
  })
}

/** From now on notices come here first. */
export async function preferHere(
  { store: { prisma } }: World,
  ask: Ask,
  here: Pick<Identity, "platform" | "userId">,
): Promise<void> {
  const { platform, userId } = here
  const account = await prisma.account.findUniqueOrThrow({ where: { platform_userId: { platform, userId } } })
  await prisma.$transaction([
    prisma.person.update({ where: { id: ask.actor.person.id }, data: { preferredId: account.id } }),
    prisma.audit.create({ data: { ...entry(ask, "prefer"), data: { platform } } }),
  ])
}

const entry = ({ actor: { person, via }, now }: Ask, action: string) => ({
  at: now,
  personId: person.id,
  via,
  action,
  entity: `person:${person.id}`,
})
