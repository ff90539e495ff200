/** One thing that was said to or by a web user, as JSON text; `id` is opaque. */
export type Entry = { id: string; json: string }

/** Bytes that a reply came with. */
export type StoredFile = { type: string; name: string; bytes: Uint8Array }

/** What names an exchange: the key that it was sent under, and a digest of what was said. */
export type Asked = { key: string; asked: string }

/**
 * What web users have not necessarily seen: open pages read it as it grows, others when they come back. All that is one person reads
 * the same, whichever process keeps or asks. Bounded: the latest few entries and files of each user are kept. `json` may hold any
 * character, `\u0000` among them: it is kept as text.
 */
export type Inbox = {
  /** Resolves with what is kept: of a turn whose key was used before, what was kept then. */
  append(
    userId: string,
    said: { json: string; turn?: Asked | undefined },
  ): Promise<{ json: string; asked: string | null }>
  /**
   * What came after the entry `id`, oldest first; everything that is kept when there is no such entry (any more). `box` names whose
   * entries these are: it changes when the user joins, or becomes one person with another.
   */
  since(userId: string, id: string | undefined): Promise<{ box: string; entries: readonly Entry[] }>
  /** The id of the latest entry of each of these users; nothing for those who have none. */
  latest(userIds: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** Keeps a file, private to the person; resolves with an id that cannot be guessed. */
  keep(userId: string, file: StoredFile): Promise<string>
  file(userId: string, id: string): Promise<StoredFile | undefined>
}
