import type { Intent } from "./reading.js"
import type { Kind } from "./sense.js"
import { all, alters, any, asksTo, is, type Token } from "./tokens.js"

/** What is said of a session that there is, in words that are also a wish for one. */

export type Named = Map<Intent, { at: number; weak: boolean; strong: boolean }>

/** A series that runs until a day: nothing gets longer. */
const again = (tokens: readonly Token[]): boolean => any(tokens, "repeat", "cycle", "count")

/** 我聽日有冇直播 */
export const airs = (tokens: readonly Token[]): boolean => {
  if (any(tokens, "clock", "range", "bound", "dated", "length")) return false
  const at = tokens.findIndex((token, i) => is(token, "have") && asksTo(tokens[i + 1], "book"))
  return at > 0 && any(tokens.slice(0, at), "my", "we") && !is(tokens[at + 1], "roomWord") && tokens.length <= at + 3
}

const ofMe = (token: Token | undefined): boolean => is(token, "my") || asksTo(token, "mine")

/** 把我明天的房間給小李用: what one has is to be somebody else's, whom no word here knows. */
export function handsOver(tokens: readonly Token[], named: Named): boolean {
  if (named.get("book")?.strong || named.has("cancel")) return false
  // "Can my colleague use my booking"
  const other = tokens.findIndex((token) => is(token, "somebody"))
  const uses = tokens.findIndex(
    (token, i) => i > other && asksTo(token, "book") && ofMe(tokens.slice(i + 1).find(({ skippable }) => !skippable)),
  )
  if (other >= 0 && uses > 0) return true
  const at = tokens.findIndex((token) => is(token, "give"))
  if (at < 0) return false
  const after = tokens.slice(at + 1)
  const isOther = (token: Token | undefined): boolean => token?.senses.length === 0 || is(token, "somebody")
  if (any(tokens.slice(0, at), "my")) return isOther(after.find(({ skippable }) => !skippable))
  // "Give my Friday slot to Rita"
  const to = after.findIndex(
    (token, i) => is(token, "moveTo", "until") && isOther(after[is(after[i + 1], "my") ? i + 2 : i + 1]),
  )
  return to >= 0 && tokens.slice(at, at + 1 + to).some((token) => ofMe(token) || is(token, "whose"))
}

/** "Repeat my booking every Friday" */
export const repeats = (tokens: readonly Token[], named: Named): boolean =>
  named.get("book")?.weak === false && any(tokens, "repeat", "cycle")

/** What only a wish is said for, of a session that there is: "need til 9", "we need two more mics for tonight". */
export function ofOwn(tokens: readonly Token[]): "extend" | "reschedule" | null {
  if (any(tokens, "roomWord", "class")) return null
  if (stays(tokens) && !any(tokens, "room", "date")) return "extend"
  return altersDay(tokens) ? "reschedule" : null
}

/** Is it another light, or are they more people, for a session that there is? */
export function altersOwn(tokens: readonly Token[], named: Named): boolean {
  // "Add a camera to my booking tomorrow", 聽日嗰場加多部機
  const own = named.has("mine") || any(tokens, "my", "whose")
  const moreHosts = all(tokens, "hosts").every(({ more }) => more)
  if (own && (alters(tokens) || any(tokens, "hosts")) && moreHosts && !any(tokens, "range")) return true
  // «Tira uma câmara da reserva de sexta»
  const less = all(tokens, "someGear").some(({ how }) => how === "drop" || how === "fewer")
  if (less && named.has("book") && any(tokens, "date") && !any(tokens, "range", "clock", "dated", "room", "class"))
    return true
  // «Põe 3 apresentadores na minha sessão de segunda»
  if (own && is(tokens[0], "make") && any(tokens, "hosts", "someGear") && !any(tokens, "range")) return true
  if (counted(tokens, named) || (own && equips(tokens, named))) return true
  // "A bigger studio for my booking on Thursday"
  const otherRoom = all(tokens, "choice").some(({ choice }) => choice === "bigger" || choice === "smaller")
  if (own && otherRoom && any(tokens, "date") && !any(tokens, "clock", "range", "dated") && !named.has("availability"))
    return true
  if (!any(tokens, "whose", "corrected")) return false
  // "3 mics on Friday's booking", "tomorrow we'll be 5 not 3"
  const onIt = any(tokens, "whose") && any(tokens, "someGear", "hosts") && (named.has("book") || any(tokens, "make"))
  // 明天三點的場: whose time that is.
  const ofTime = tokens.some((token, at) => is(token, "whose") && is(tokens[at - 1], "clock"))
  const timed = any(tokens, "range", "dated") || (any(tokens, "clock") && !ofTime)
  return (onIt || any(tokens, "corrected")) && any(tokens, "date") && !timed
}

/** «Joga minha live de quinta 20h pra sexta 21h»: one's own, from a time to a time, whatever the verb. */
export function goesElsewhere(tokens: readonly Token[], named: Named): boolean {
  if (named.has("cancel") || named.get("book")?.weak === false) return false
  const timed: readonly Kind[] = ["clock", "dated"]
  const to = tokens.findIndex((token, at) => is(token, "moveTo") && at > 0 && is(tokens[at + 1], "date", "dated"))
  const [before, after] = [tokens.slice(0, to), tokens.slice(to + 1)]
  const own = any(before, "my", "whose") || before.some((token) => ofMe(token))
  return to > 0 && own && any(before, "date", "dated") && any(before, ...timed) && any(after, ...timed)
}

/** 用到九點, "keep it for another hour" */
export const goesOn = (tokens: readonly Token[], named: Named): boolean =>
  named.get("extend")?.weak === true && any(tokens, "length", "bound") && !again(tokens)

/** 三點嗰場播到六點: one's own, by when it begins, and until when it is to go on. */
export const playsOn = (apart: readonly Token[]): boolean =>
  apart.some(
    (token, at) =>
      is(token, "whose") &&
      is(apart[at + 1], "until") &&
      asksTo(apart[at + 1], "extend") &&
      any(apart.slice(0, at), "clock"),
  )

const described: readonly Kind[] = ["clock", "range", "dated", "bound", "length", "room", "roomWord", "class", "part"]

/** «Amanhã vamos ser 3», "make it 3 people for tomorrow": nothing else is said of that day. */
function counted(tokens: readonly Token[], named: Named): boolean {
  const told = is(tokens[0], "make") || all(tokens, "hosts").some(({ are }) => are)
  const otherwise = any(tokens, ...described) || [...named.keys()].some((intent) => intent !== "reschedule")
  return told && any(tokens, "hosts") && any(tokens, "date") && !otherwise
}

/** "Two microphones for my session on Friday" */
const equips = (tokens: readonly Token[], named: Named): boolean =>
  any(tokens, "someGear") &&
  any(tokens, "date") &&
  !any(tokens, ...described) &&
  [...named.keys()].every((intent) => intent === "book" || intent === "mine" || intent === "reschedule")

/** 3號房今晚用到十二點: an end without a start is that of a session there is. */
export const stays = (tokens: readonly Token[]): boolean =>
  tokens.some((token) => token.senses.some((sense) => sense.is === "bound" && sense.side === "until")) &&
  !any(tokens, "clock", "range", "dated", "length", "repeat", "hosts", "someGear", "now")

/** Another light, or one less, for a day of which nothing else is said. */
export const altersDay = (tokens: readonly Token[]): boolean =>
  alters(tokens) && any(tokens, "date") && !any(tokens, "clock", "range", "dated", "length", "hosts", "room")
