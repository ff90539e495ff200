import { counted } from "./grammar/ranges.js"
import type { Scope } from "./grammar/scope.js"
import { hourOf } from "./grammar/times.js"
import { joinMeant, joinRanges } from "./grammar.js"
import type { Kind } from "./sense.js"
import { any, asksTo, first, is, type Token } from "./tokens.js"

const times: readonly Kind[] = ["clock", "range", "dated", "date", "num", "room", "class", "choice"]

/** Where "be at" parts the time of a session there is from the one it is to have; -1 if nothing does. */
export function becomes(tokens: readonly Token[]): number {
  return tokens.findIndex((token, at) => {
    if (!is(token, "become")) return false
    const before = tokens.slice(0, at)
    // "Be on Tuesday", «tem de ir para 5/12»
    const next = tokens
      .slice(at + 1)
      .find((later) => !later.skippable && (!is(later, "at", "moveTo") || is(later, ...times)))
    const ofDay =
      is(token, "my") ||
      any(before, "whose") ||
      before.some((one) => asksTo(one, "reschedule")) ||
      is(next, "date") ||
      (any(before, "my") && is(tokens[at + 1], "room", "class"))
    return (any(before, "clock", "range", "dated") || (ofDay && any(before, "date"))) && is(next, ...times)
  })
}

const timed: readonly Kind[] = ["clock", "range"]
const when: readonly Kind[] = [...timed, "num", "dated"]

/** "I'd rather have Friday's show at 8": where what it is to be begins; -1 if nothing is said so. */
export function ratherAt(tokens: readonly Token[]): number {
  const rather = tokens.findIndex((token) => is(token, "rather"))
  if (rather < 0) return -1
  // «Quinta preferia às 20h»
  const thatDay = rather > 0 && any(tokens.slice(0, rather), "date") && !any(tokens.slice(0, rather), ...timed, "cue")
  const whose = thatDay ? rather : tokens.findIndex((token, at) => is(token, "whose") && at > rather)
  const to = tokens.findIndex((token, at) => at > whose && is(token, ...timed))
  return whose < 0 || any(tokens.slice(0, whose), ...timed) ? -1 : to
}

/** "Can't do thursday, friday same time?", "cancel 2pm and book 4pm": where what stands in for what is called off begins; else -1. */
export function insteadOfOff(tokens: readonly Token[]): number {
  const other = otherTimeAt(tokens)
  if (other > 0) return other
  const off = tokens.findIndex((token) => asksTo(token, "cancel") && !is(token, "off"))
  const same = any(tokens, "sameTime")
  return off < 0
    ? -1
    : tokens.findIndex((token, at) => {
        const [before, after] = [tokens.slice(0, at), tokens.slice(at)]
        const turns = asksTo(token, "book") || asksTo(token, "reschedule") || (same && is(token, "comma", "stop"))
        if (at <= off || !turns) return false
        if (asksTo(token, "reschedule") && any(before, "date") && leadsToDay(after)) return true
        return same ? any(before, "date") && any(after, "date") : any(before, ...when) && any(after, ...when)
      })
}

/** «Já não quero domingo, passa para segunda»: another day is enough where it is moved there, and nothing else is. */
function leadsToDay(tokens: readonly Token[]): boolean {
  const day = tokens.findIndex((token) => is(token, "date"))
  const apart = tokens.filter((token, at) => at !== day && is(token, "date", "untilDay", "my", "whose"))
  return any(tokens.slice(0, day), "moveTo") && apart.length === 0
}

/** "Tuesday doesn't work, is Wednesday at 10 possible?", 星期二嚟唔到,星期三朝早十點得唔得: where the other time begins; else -1. */
function otherTimeAt(tokens: readonly Token[]): number {
  const unable = tokens.findIndex((token) => is(token, "unable"))
  if (unable < 0) return -1
  const at = tokens.findIndex((token, i) => i > unable && is(token, "comma", "stop", "dot"))
  const [before, after] = [tokens.slice(0, at), tokens.slice(at)]
  const days = any(before, "date") && any(after, "date", "dated")
  const hours = [before, after].every((part) => any(part, "clock", "dated", "num"))
  return at > 0 && (days || hours) && !after.some((token) => asksTo(token, "cancel")) ? at : -1
}

/** "3pm → 6pm": where an arrow leads from a time to a time; -1 if none does. */
export const arrowIn = (tokens: readonly Token[]): number =>
  tokens.findIndex(
    (token, at) =>
      is(token, "dash") &&
      is(token, "moveTo") &&
      any(tokens.slice(0, at), "clock", "date", "dated", "room") &&
      is(tokens[at + 1], "clock", "date", "dated", "room", "num"),
  )

/** Where "instead of" or "it was" puts the new one first; -1 if what it is to be comes behind. */
export function insteadAt(tokens: readonly Token[]): number {
  const at = tokens.findIndex((token) => is(token, "instead", "was"))
  return at > 0 && !tokens.slice(at).some((token) => is(token, "moveTo") || asksTo(token, "reschedule")) ? at : -1
}

/** "Instead of Friday do Saturday": where what it is to be begins, behind the day that it stands in for; else -1. */
export function leadingInstead(tokens: readonly Token[]): number {
  const days = tokens.flatMap((token, at) => (is(token, "date", "dated") ? [at] : []))
  return is(tokens[0], "instead") && days.length === 2 ? (days[1] ?? -1) : -1
}

/** A number behind "it was" is a room's where it goes to a room. */
function asRoom(tokens: readonly Token[], target: readonly Token[], { words }: Scope): readonly Token[] {
  if (!any(target, "room") || any(tokens, "room", "clock")) return tokens
  return tokens.map((token) => {
    const number = first([token], "date")?.bare ?? first([token], "num")?.value
    const room = number === undefined ? undefined : words.byNumber.get(number)
    return room ? { ...token, senses: [{ is: "room", ...room }] } : token
  })
}

/** The tokens before and after the word for "to" of a move. */
export function parted(tokens: readonly Token[], scope: Scope): { meant: readonly Token[]; target: readonly Token[] } {
  const joined = joinMeant(tokens, scope)
  const instead = insteadAt(joined)
  if (instead > 0) {
    const target = loneHour(joinRanges(joined.slice(0, instead), scope))
    return { meant: loneHour(joinRanges(asRoom(joined.slice(instead + 1), target, scope), scope)), target }
  }
  const leading = leadingInstead(joined)
  const rather = leading > 0 ? leading : Math.max(ratherAt(joined), insteadOfOff(joined))
  if (rather > 0)
    return {
      meant: joinRanges(joined.slice(0, rather), scope),
      target: loneHour(joinRanges(joined.slice(rather), scope)),
    }
  const goals: readonly Kind[] = [
    "date",
    "repeat",
    "clock",
    "range",
    "part",
    "num",
    "room",
    "class",
    "choice",
    "sameTime",
    "week",
    "dated",
    "dayWord",
    "at",
    "bad",
    "comma",
    "beside",
  ]
  const candidates = joined.flatMap((token, i) => {
    const next = joined.slice(i + 1).find((later) => !later.skippable || is(later, ...goals))
    // "Add a light to tomorrow's session": whose, not where to.
    const whose =
      is(joined[i - 1], "someGear", "someOf") ||
      first(
        [joined[i - 1]].flatMap((before) => before ?? []),
        "hosts",
      )?.more ||
      (is(token, "for") && (is(joined[i - 1], "hosts") || any(joined.slice(0, i), "moved")))
    return is(token, "moveTo") && !whose && next && is(next, ...goals) ? [i] : []
  })
  const [one, two] = candidates
  const explicit =
    one !== undefined && two !== undefined && (isRange(joined, one, two) || !is(joined[one], "until")) ? two : one
  const become = becomes(joined)
  const at = become >= 0 ? become : (explicit ?? fallback(joined))
  if (at === undefined) return { meant: joinRanges(joined, scope), target: [] }
  const named = namedBehind(joined, at, scope)
  const meant = loneHour(joinRanges([...joined.slice(0, at), ...joined.slice(named)], scope))
  const to = swapped(joined.slice(at + 1, named), { meant, by: joined[at], scope })
  return { meant, target: goal(joinRanges(to, scope)) }
}

const named: readonly Kind[] = ["date", "clock", "range", "dated"]

/** 改去3號房啦,聽日嗰場: where the session that is meant is named behind what it is to be; the end if it is not. */
function namedBehind(tokens: readonly Token[], to: number, { text }: Scope): number {
  // «Para as 22h a minha reserva das 20h»
  const own = tokens.findIndex((token, at) => at > to && (is(token, "my") || asksTo(token, "mine")))
  const [goal, rest] = [tokens.slice(to + 1, own), tokens.slice(own)]
  if (own > to && !any(tokens.slice(0, to), ...named) && any(goal, ...named) && any(rest, ...named)) return own
  const end = tokens.findLastIndex((token) => is(token, "my") && /^[嗰那]/u.test(text.slice(token.at)))
  const day = tokens.slice(0, end).findLastIndex((token) => is(token, "date"))
  const whole = tokens.slice(day + 1, end).every((token) => is(token, "clock", "part", "num") || token.skippable)
  const goes = any(tokens.slice(to + 1, day), "clock", "range", "date", "room", "class", "choice", "dated", "hosts")
  return day > to && whole && goes ? day : tokens.length
}

/** "Studio 3 for 4", "o 3 pelo 5": what stands in for a room is a room. */
function swapped(
  tokens: readonly Token[],
  { meant, by, scope }: { meant: readonly Token[]; by: Token | undefined; scope: Scope },
): readonly Token[] {
  const [lead, ...rest] = tokens
  const num = lead?.senses.find((sense) => sense.is === "num")
  const room = num?.is === "num" ? scope.words.byNumber.get(num.value) : undefined
  const swaps =
    by !== undefined &&
    /^(?:pel[oa]|for|por|para [oa]|pr[oa])$/.test(scope.text.slice(by.at, by.to)) &&
    any(meant, "room")
  return lead && room && swaps ? [{ ...lead, senses: [{ is: "room", ...room }] }, ...rest] : tokens
}

/** "To 9": after the word for it a bare number is an hour. */
function goal(tokens: readonly Token[]): readonly Token[] {
  const [lead, next] = tokens
  const num = lead?.senses.find((sense) => sense.is === "num")
  if (!lead || num?.is !== "num" || num.article || is(next, ...counted)) return tokens
  const hour = hourOf(num)
  return hour?.is === "clock" ? [{ ...lead, senses: [hour] }, ...tokens.slice(1)] : tokens
}

/** "My 9 to 10": where no other time is said, a number that counts nothing is an hour; "the big one" is none. */
export function loneHour(tokens: readonly Token[]): readonly Token[] {
  const stands = (at: number): boolean =>
    is(tokens[at], "filler") && (tokens[at - 1]?.senses.length === 0 || is(tokens[at - 1], "date", "whose"))
  const at = tokens.findIndex((token, place) => is(token, "num") && !stands(place))
  const timed = any(tokens, "clock", "range", "bound", "dated")
  return at < 0 || timed ? tokens : [...tokens.slice(0, at), ...goal(tokens.slice(at))]
}

/** "my 3 to 5 session to 6": the first "to" is within the range. */
const isRange = (tokens: readonly Token[], one: number, two: number): boolean =>
  is(tokens[one - 1], "clock", "num") && is(tokens[one + 1], "clock", "num") && two > one + 1

/** No such word: 聽日三點改五點 parts at the verb, 由三點到五點 at the word for "until". */
function fallback(tokens: readonly Token[]): number | undefined {
  const timed = (part: readonly Token[]): boolean => any(part, "date", "clock", "range")
  const roomed = (i: number): boolean => any(tokens.slice(0, i), "room") && any(tokens.slice(i + 1), "room")
  const changes = (token: Token): boolean => token.senses.some((s) => s.is === "cue" && s.intent === "reschedule")
  const parts = (token: Token, i: number): boolean =>
    ((changes(token) || is(token, "by")) && roomed(i)) ||
    (((is(token, "until") && !is(token, "at")) ||
      token.senses.some((s) => s.is === "cue" && s.intent === "reschedule")) &&
      timed(tokens.slice(0, i)) &&
      timed(tokens.slice(i + 1)))
  const at = tokens.findIndex(parts)
  return at < 0 ? undefined : at
}
