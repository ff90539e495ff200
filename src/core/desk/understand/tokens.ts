import type { Kind, Sense, SenseOf } from "./sense.js"

/** A word or phrase with everything it can stand for; `at` and `to` are offsets in the folded text. */
export type Token = {
  at: number
  to: number
  /** Nothing stands between this token and the one before it. */
  tight: boolean
  /** Only spaces stand between: no word was passed over. */
  near: boolean
  senses: readonly Sense[]
  /** May stand between the parts of an expression without a meaning of its own ("the", "de"). */
  skippable: boolean
}

/** Whether a token can stand for one of these. */
export function is(token: Token | undefined, ...kinds: readonly Kind[]): boolean {
  if (!token) return false
  for (const sense of token.senses) if (kinds.includes(sense.is)) return true
  return false
}

/** Whether one of the tokens can. */
export function any(tokens: readonly Token[], ...kinds: readonly Kind[]): boolean {
  for (const token of tokens) for (const sense of token.senses) if (kinds.includes(sense.is)) return true
  return false
}

/** All senses of a kind, in the order they were said. */
export function all<K extends Kind>(tokens: readonly Token[], kind: K): SenseOf<K>[] {
  const found: SenseOf<K>[] = []
  for (const token of tokens) for (const sense of token.senses) if (sense.is === kind) found.push(sense as SenseOf<K>)
  return found
}

/** The first sense of a kind. */
export function first<K extends Kind>(tokens: readonly Token[], kind: K): SenseOf<K> | null {
  for (const token of tokens) for (const sense of token.senses) if (sense.is === kind) return sense as SenseOf<K>
  return null
}

/** 加兩部相機, "no camera", "drop a light" */
export const alters = (tokens: readonly Token[]): boolean =>
  all(tokens, "someGear").some(({ how }) => how !== "set") ||
  all(tokens, "someOf").some(({ more, less }) => more || less)

/** Does a word say that this is wanted? */
export const asksTo = (token: Token | undefined, intent: SenseOf<"cue">["intent"]): boolean =>
  token?.senses.some((sense) => sense.is === "cue" && sense.intent === intent) === true
