import type { World } from "./world.js"

/** What begins so in place of a hash is a code for another device: no browser yet, and nobody reads by it. */
export const deviceCodes = "code:"
const codeOf = (codeHash: string): string => `${deviceCodes}${codeHash}`

/** The browsers that the web chat knows, kept in the store: the sha-256 of each one's cookie, and which web user it is. */
export function browsers(world: World) {
  const { webSession, account } = world.store.prisma
  return {
    /** Asked at every turn. */
    find: async (tokenHash: string): Promise<{ userId: string; seenAt: Date } | undefined> => {
      const { rows } = await world.store.query<{ userId: string; seenAt: Date }>({
        name: "web-session",
        text: 'select user_id as "userId", seen_at as "seenAt" from web_session where token_hash = $1',
        values: [tokenHash],
      })
      return rows[0]
    },
    create: async (tokenHash: string, userId: string, now: Date): Promise<void> => {
      await webSession.create({ data: { tokenHash, userId, createdAt: now, seenAt: now } })
    },
    touch: async (tokenHash: string, now: Date): Promise<void> => {
      await webSession.updateMany({ where: { tokenHash }, data: { seenAt: now } })
    },
    remove: async (tokenHash: string): Promise<void> => {
      await webSession.deleteMany({ where: { tokenHash } })
    },
    /** Keeps a code for another device, by its hash. */
    offer: async (codeHash: string, userId: string, now: Date): Promise<void> => {
      await webSession.create({ data: { tokenHash: codeOf(codeHash), userId, createdAt: now, seenAt: now } })
    },
    /** Takes such a code, once: of two who do so at once, one is told whose it is. */
    take: async (codeHash: string): Promise<{ userId: string; offeredAt: Date } | undefined> => {
      const { rows } = await world.store.query<{ userId: string; offeredAt: Date }>({
        name: "device-code",
        text: 'delete from web_session where token_hash = $1 returning user_id as "userId", created_at as "offeredAt"',
        values: [codeOf(codeHash)],
      })
      return rows[0]
    },
    /** Has this web user become a person, by an invitation? */
    joined: async (userId: string): Promise<boolean> =>
      (await account.count({ where: { platform: "web", userId } })) > 0,
    /** Is there a browser left that reads what is sent to this user? */
    known: async (userId: string): Promise<boolean> =>
      (await webSession.count({ where: { userId, NOT: { tokenHash: { startsWith: deviceCodes } } } })) > 0,
  }
}
