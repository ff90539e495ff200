import type { Scope } from "./grammar/scope.js"
import { any, first, is, type Token } from "./tokens.js"

/** Sessions that are to end at another time, or to be shorter, and begin when they did. */

/** "Finish half an hour earlier", 早半個鐘完: how much later it ends, or earlier if negative; null if only that is not said. */
export const endsBy = (tokens: readonly Token[]): number | null =>
  any(tokens, "ending") ? (first(tokens, "moved")?.minutes ?? null) : null

/** "Cut it by half an hour", "down to one hour": is it to be shorter? */
export const shortens = (tokens: readonly Token[]): boolean =>
  (any(tokens, "shorten") && any(tokens, "length", "moved")) || dropsLength(tokens)

/** «Tira 30 minutos à sessão de amanhã» */
const dropsLength = (tokens: readonly Token[]): boolean =>
  tokens.some((token, at) => is(token, "drop") && !is(token, "neg", "of") && is(tokens[at + 1], "length"))

/** Whether when it ends is all that is to change. */
export const lengthAlone = (tokens: readonly Token[]): boolean =>
  (any(tokens, "ending", "shorten") && endsBy(tokens) !== null) || shortens(tokens)

/** By how much; null where it is told how long it is to be ("to one hour"), or nothing of the kind is said. */
export function lessBy(tokens: readonly Token[]): number | null {
  const by = endsBy(tokens)
  if (by !== null) return by < 0 ? -by : null
  const at = tokens.findIndex((token) => is(token, "length", "moved"))
  if (!shortens(tokens) || is(tokens[at - 1], "moveTo", "until")) return null
  return first(tokens, "length")?.minutes ?? Math.abs(first(tokens, "moved")?.minutes ?? 0)
}

/** 本來十點半要交房,延到十一點: where an end is spoken of, 延到 is until when. */
export const goesOn = (tokens: readonly Token[], { text }: Scope): readonly Token[] =>
  any(tokens, "ending")
    ? tokens.map((token) =>
        /^延[到至]$/u.test(text.slice(token.at, token.to))
          ? { ...token, senses: [{ is: "until" }, { is: "cue", intent: "extend", strong: true }] }
          : token,
      )
    : tokens
