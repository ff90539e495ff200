import { latest } from "../../core/latest.js"

/** Work in order within a chat, side by side across chats; the same update twice is done once. */
export type Queue = {
  /** Resolves when the update is done. However often it is given, what is to be done is asked once, and at once; perhaps nothing. */
  add(updateId: number, begin: () => Job | undefined): Promise<void>
  /** Ids that are not done yet. */
  open(): number[]
  idle(): Promise<void>
}

export type Job = { chatId: number; work: () => Promise<void> }

/** Enough to know a webhook's repeats by: Telegram repeats what was not answered, the oldest first. */
const remembered = 10_000

export function queue(): Queue {
  const tails = new Map<number, Promise<void>>()
  const underway = new Map<number, Promise<void>>()
  const done = latest<number, true>(remembered)
  return {
    add(updateId, begin) {
      const known = underway.get(updateId)
      if (known) return known
      const job = done.get(updateId) ? undefined : begin()
      if (!job) return Promise.resolve()
      const { chatId, work } = job
      const task = (tails.get(chatId) ?? Promise.resolve()).then(work).then(() => done.set(updateId, true))
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
