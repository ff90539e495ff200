import { randomBytes } from "node:crypto"

/** One thing that was said to or by a web user, as JSON text; `id` is opaque. */
export type Entry = { id: string; json: string }

/** Bytes that a reply came with. */
export type StoredFile = { type: string; name: string; bytes: Uint8Array }

/**
 * What a web user has not necessarily seen: open pages read it as it grows, others when they come back. Bounded: the latest few
 * entries and files of each user are kept. `json` may hold any character, `\u0000` among them: store it as text.
 */
export type Inbox = {
  append(userId: string, json: string): Promise<string>
  /** What came after the entry `id`, oldest first; everything that is kept when there is no such entry any more. */
  since(userId: string, id: string | undefined): Promise<readonly Entry[]>
  /** Keeps a file, private to the user; resolves with an id that cannot be guessed. */
  keep(userId: string, file: StoredFile): Promise<string>
  file(userId: string, id: string): Promise<StoredFile | undefined>
}

/** Per user, and for all users together. */
const kept = { entries: 100, characters: 32 * 1024 * 1024, fileBytes: 64 * 1024 * 1024 }

const length = (entries: readonly Entry[]): number => entries.reduce((sum, { json }) => sum + json.length, 0)

/** An inbox that lives as long as the process. Users who were quiet the longest, and the oldest files, make room for others. */
export function memoryInbox(): Inbox {
  const users = new Map<string, Entry[]>()
  let characters = 0
  const files = new Map<string, StoredFile>()
  let fileBytes = 0
  // Ids of an earlier process must not be mistaken for ours.
  const life = randomBytes(6).toString("base64url")
  let last = 0

  return {
    append: async (userId, json) => {
      const id = `${life}.${++last}`
      const entries = [...(users.get(userId) ?? []), { id, json }]
      characters += json.length - (entries.length > kept.entries ? length(entries.splice(0, 1)) : 0)
      users.delete(userId)
      users.set(userId, entries)
      for (const [quietest, theirs] of users) {
        if (characters <= kept.characters) break
        users.delete(quietest)
        characters -= length(theirs)
      }
      return id
    },
    since: async (userId, id) => {
      const entries = users.get(userId) ?? []
      return entries.slice(entries.findIndex((entry) => entry.id === id) + 1)
    },
    keep: async (userId, file) => {
      const id = randomBytes(16).toString("base64url")
      files.set(`${userId}/${id}`, file)
      fileBytes += file.bytes.byteLength
      for (const [oldest, { bytes }] of files) {
        if (fileBytes <= kept.fileBytes) break
        files.delete(oldest)
        fileBytes -= bytes.byteLength
      }
      return id
    },
    file: async (userId, id) => files.get(`${userId}/${id}`),
  }
}
