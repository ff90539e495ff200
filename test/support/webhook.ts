import type { fakeTelegram } from "./fake-telegram.js"

type Api = Awaited<ReturnType<typeof fakeTelegram>>

/** So many are brought at a time: https://core.telegram.org/bots/api#setwebhook, `max_connections`. */
const connections = 40

/**
 * Telegram's side of a webhook: every update goes to one of the replicas behind the address, by turns, the earliest first; what is not
 * answered with 200 comes again, to the next one. `twice` in so many comes to two of them at once, as it does when an answer is lost.
 */
export function webhook(
  api: Api,
  { secret, replicas, twice }: { secret: string; replicas: readonly string[]; twice: number },
) {
  const underway = new Set<number>()
  const answered = new Map(replicas.map((address) => [address, 0]))
  let turn = 0
  let stopped = false

  const post = async (address: string, update: unknown): Promise<boolean> => {
    const answer = await fetch(`${address}/telegram/webhook`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-telegram-bot-api-secret-token": secret },
      body: JSON.stringify(update),
    }).catch(() => null)
    await answer?.arrayBuffer().catch(() => null)
    if (answer?.status !== 200) return false
    answered.set(address, (answered.get(address) ?? 0) + 1)
    return true
  }
  const give = async (update: { update_id: number }): Promise<void> => {
    const place = turn++
    const to = Array.from(
      { length: place % twice === 0 ? 2 : 1 },
      (_, n) => replicas[(place + n) % replicas.length] ?? "",
    )
    const done = await Promise.all(to.map((address) => post(address, update)))
    if (done.includes(true)) api.done(update.update_id)
    underway.delete(update.update_id)
  }
  const pump = async (): Promise<void> => {
    while (!stopped) {
      for (const update of api.updates()) {
        if (underway.size >= connections) break
        if (underway.has(update.update_id)) continue
        underway.add(update.update_id)
        void give(update)
      }
      await new Promise((done) => setTimeout(done, 10))
    }
  }
  const pumping = pump()
  return {
    /** How many updates each replica took. */
    answered: (address: string) => answered.get(address) ?? 0,
    stop: () => {
      stopped = true
      return pumping
    },
  }
}
