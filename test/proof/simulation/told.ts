import type { Reply, Said } from "../../../src/core/desk/turn.js"
import { words } from "../../../src/core/desk/words/index.js"

/**
 * The naive model: what people were told, turn by turn. It knows nothing of rooms and rules; whatever was told must be so, and whoever
 * asks twice hears the same.
 */
export type Told = {
  /** @returns what is wrong with this answer, given those before it; and what must be looked up in the store now */
  heard(key: string, said: Said, replies: readonly Reply[]): { wrong: string[]; claims: Claim | null }
  answered(key: string): boolean
  counts: { answers: number; repeats: number; troubles: number; acknowledged: number; refusals: number }
}

/** The desk says that this turn has booked, moved, extended or cancelled something. */
export type Claim = { key: string; is: "booked" | "moved" | "extended" | "cancelled" }

const troubles: ReadonlySet<string> = new Set(Object.values(words).map(({ trouble }) => trouble))
const kinds = [
  ["booked", /^Booked\.$/],
  ["moved", /^Changed\.$/],
  ["extended", /^Extended\.$/],
  ["cancelled", /^Cancelled: /],
] as const
const acknowledges = (line: string): (typeof kinds)[number][0] | undefined =>
  kinds.find(([, like]) => like.test(line))?.[0]
/** Beside a refusal they are shown what an offer keeps for them, as long as it does: of a repeat too, as it is by then. */
const offers = /^It's your turn: /
const sameRefusal = (one: string, other: string): boolean =>
  (offers.test(one) || offers.test(other)) && !acknowledges(one) && !acknowledges(other)
/** Whole commands that change something: their repeats get the first answer, whatever it was. */
const commands = /^(book \S+ \d+ [@~a]\S* h\d|book #\S+ \d{4}-|cancel \S+ yes|extend \S+ \d{4}-|take \S+)/

export const firstLine = (replies: readonly Reply[]): string =>
  (replies[0]?.text ?? [])
    .map((line) =>
      line
        .map((span) =>
          typeof span === "string" ? span : "bold" in span ? span.bold : "link" in span ? span.link : span.code,
        )
        .join(""),
    )
    .find((line) => line !== "") ?? ""

const isTrouble = (line: string): boolean => troubles.has(line)

export function createTold(): Told {
  const first = new Map<string, string>()
  const answered = new Set<string>()
  const counts = { answers: 0, repeats: 0, troubles: 0, acknowledged: 0, refusals: 0 }
  return {
    counts,
    answered: (key) => answered.has(key),
    heard(key, said, replies) {
      const line = firstLine(replies)
      counts.answers++
      answered.add(key)
      if (isTrouble(line)) {
        counts.troubles++
        return { wrong: [], claims: null }
      }
      const is = acknowledges(line)
      if (is) counts.acknowledged++
      const command = said.kind === "press" && commands.test(said.data)
      if (command && !is) counts.refusals++
      const before = first.get(key)
      const wrong: string[] = []
      if (before !== undefined && (command || is)) {
        counts.repeats++
        if (before !== line && !sameRefusal(before, line))
          wrong.push(`a repeated turn was answered differently: ${key} "${before}", then "${line}"`)
      }
      if (command || is) first.set(key, before ?? line)
      return { wrong, claims: is ? { key, is } : null }
    },
  }
}
