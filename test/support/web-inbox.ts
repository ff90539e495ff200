import type { Entry, Inbox, StoredFile } from "../../src/bots/web/inbox.js"

/** An inbox that lives as long as the test; nobody in it is one person with somebody else. */
export function memoryInbox(): Inbox {
  const users = new Map<string, (Entry & { key?: string | undefined; asked: string | null })[]>()
  const files = new Map<string, StoredFile>()
  let last = 0
  const of = (userId: string) => users.get(userId) ?? []
  return {
    append: async (userId, { json, turn }) => {
      const earlier = turn && of(userId).find(({ key }) => key === turn.key)
      if (earlier) return earlier
      const entry = { id: `${++last}`, json, key: turn?.key, asked: turn?.asked ?? null }
      users.set(userId, [...of(userId), entry])
      return entry
    },
    since: async (userId, id) => {
      const entries = of(userId)
      return { box: userId, entries: entries.slice(entries.findIndex((entry) => entry.id === id) + 1) }
    },
    latest: async (userIds) =>
      new Map(
        userIds.flatMap((userId) =>
          of(userId)
            .slice(-1)
            .map(({ id }) => [userId, id] as const),
        ),
      ),
    keep: async (userId, file) => {
      const id = `file-${++last}`
      files.set(`${userId}/${id}`, file)
      return id
    },
    file: async (userId, id) => files.get(`${userId}/${id}`),
  }
}
