/** What this process has taken lately. Slack repeats a delivery for about five minutes, and a signature is good for five more. */

export type Seen = { first(key: string): boolean; forget(key: string): void }

const keepMs = 15 * 60_000
const mostKept = 100_000

export function seen(now: () => Date): Seen {
  const until = new Map<string, number>()
  return {
    first(key) {
      const at = now().getTime()
      const kept = until.get(key)
      if (kept !== undefined && kept > at) return false
      until.delete(key)
      until.set(key, at + keepMs)
      for (const [oldest, end] of until) {
        if (end > at && until.size <= mostKept) break
        until.delete(oldest)
      }
      return true
    },
    forget: (key) => {
      until.delete(key)
    },
  }
}
