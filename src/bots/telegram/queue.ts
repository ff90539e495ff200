/** Work in order within a chat, side by side across chats; the same update twice is done once. */
export type Queue = {
  /** Resolves when the update is done. */
  add(updateId: number, chatId: number, work: () => Promise<void>): Promise<void>
  /** Ids that are not done yet. */
  open(): number[]
  idle(): Promise<void>
}

/** Enough to know a webhook's repeats by: Telegram repeats what was not answered, the oldest first. */
const rememberedMax = 10_000

export function queue(): Queue {
  const tails = new Map<number, Promise<void>>()
  const underway = new Map<number, Promise<void>>()
  const done = new Set<number>()
  return {
    add(updateId, chatId, work) {
      if (done.has(updateId)) return Promise.resolve()
      const known = underway.get(updateId)
      if (known) return known
      const task = (tails.get(chatId) ?? Promise.resolve()).then(work).then(() => {
        done.add(updateId)
        const oldest = done.size > rememberedMax ? done.values().next().value : undefined
        if (oldest !== undefined) done.delete(oldest)
      })
      const settled = task.finally(() => {
        underway.delete(updateId)
        if (tails.get(chatId) === tail) tails.delete(chatId)
      })
      const tail = settled.catch(() => {})
      underway.set(updateId, settled)
      tails.set(chatId, tail)
      return settled
    },
    open: () => [...underway.keys()],
    async idle() {
      await Promise.allSettled(underway.values())
    },
  }
}
