import { expect, test } from "vitest"
import { poll } from "../../../src/bots/telegram/poll.js"
import { queue } from "../../../src/bots/telegram/queue.js"
import type { Transport } from "../../../src/bots/telegram/transport.js"
import { silent } from "../../support/log.js"

/** The sleeps in hand: how long each is, and its end. */
function napping() {
  const naps: { ms: number; wake: () => void }[] = []
  return {
    sleep: (ms: number) => new Promise<void>((wake) => naps.push({ ms, wake })),
    /** Ends the first sleep of this length, as soon as somebody sleeps it. */
    pass: async (ms: number): Promise<void> => {
      await expect.poll(() => naps.some((nap) => nap.ms === ms)).toBe(true)
      const [nap] = naps.splice(
        naps.findIndex((one) => one.ms === ms),
        1,
      )
      nap?.wake()
    },
  }
}

test("told to stop while Telegram answers nothing any more, neither the asking nor its confirmation is waited for without end", async () => {
  const asked: unknown[] = []
  const call: Transport["call"] = (_, payload) => {
    asked.push(payload.timeout)
    return asked.length === 1 ? Promise.resolve([{ update_id: 1 }]) : new Promise(() => {})
  }
  const { sleep, pass } = napping()
  const updates = queue()
  const turn = new Promise<void>(() => {})
  const take = () => updates.add(1, () => ({ chatId: 7, work: () => turn }))
  const polling = poll({ transport: { call, handle: async () => {} }, queue: updates, take, log: silent, sleep })
  await pass(250)
  await expect.poll(() => asked).toEqual([25, 0])
  const stopped = polling.stop()
  await pass(8000)
  await expect.poll(() => asked).toEqual([25, 0, 0])
  await pass(3000)
  await stopped
})
