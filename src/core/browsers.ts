import type { World } from "./world.js"

/** What begins so in place of a hash is a code for another device: no browser yet, and nobody reads by it. */
export const deviceCodes = "code:"

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
    /** Resolves with whether it was there: of two who remove it at once, one is told so. */
    remove: async (tokenHash: string): Promise<boolean> =>
      (await webSession.deleteMany({ where: { tokenHash } })).count > 0,
    /** Has this web user become a person, by an invitation? */
    joined: async (userId: string): Promise<boolean> =>
      (await account.count({ where: { platform: "web", userId } })) > 0,
    /** Is there a browser left that reads what is sent to this user? */
    known: async (userId: string): Promise<boolean> =>
      (await webSession.count({ where: { userId, NOT: { tokenHash: { startsWith: deviceCodes } } } })) > 0,
  }
}
