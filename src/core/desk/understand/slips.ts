import type { Scope } from "./grammar/scope.js"
import { hourOf } from "./grammar/times.js"
import type { Clock, Kind, Sense } from "./sense.js"
import { any, asksTo, first, is, type Token } from "./tokens.js"

/** What can be put right, each kind by its own kind. */
const kinds: readonly Kind[] = ["date", "room", "class", "hosts", "someGear", "length"]
const hour: readonly Kind[] = ["clock", "num"]
const joints: readonly Kind[] = ["until", "dash"]
const pauses: readonly Kind[] = ["comma", "stop", "slip"]
const leads: readonly Kind[] = ["at", "from", "between", "part"]

/** A stretch of tokens that is said again: a thing, a day, a time or a range of times. */
type Piece = { kind: Kind | "range" | "end" | "hour"; at: number; to: number }

function pieceAt(tokens: readonly Token[], at: number): Piece | null {
  const token = tokens[at]
  const kind = kinds.find((one) => is(token, one))
  if (kind) return { kind, at, to: at + 1 }
  if (is(token, ...joints) && !is(token, "at") && is(tokens[at + 1], ...hour)) return { kind: "end", at, to: at + 2 }
  // "The Saturday one"
  const stands = is(token, "filler") && is(tokens[at - 1], "date", "whose")
  if (!is(token, ...hour) || stands || first([token as Token], "num")?.article) return null
  const range = is(tokens[at + 1], ...joints) && is(tokens[at + 2], ...hour)
  return range ? { kind: "range", at, to: at + 3 } : { kind: "hour", at, to: at + 1 }
}

/** All pieces among the first so many tokens. */
function piecesIn(tokens: readonly Token[]): Piece[] {
  const found: Piece[] = []
  for (let at = 0; at < tokens.length; at += 1) {
    const piece = pieceAt(tokens, at)
    if (!piece) continue
    found.push(piece)
    at = piece.to - 1
  }
  return found
}

const as = (token: Token, sense: Sense): Token => ({ ...token, senses: [sense] })

/** 7 in the evening, no, 8: the half of the day stays. */
function sameHalf(now: Clock, before: Clock | null): Clock {
  if (now.how === "sure" || before?.how !== "sure" || before.minute >= 1440) return now
  return before.minute >= 720 && now.minute < 720
    ? { ...now, minute: now.minute + 720, how: "sure" }
    : { ...now, how: "sure" }
}

/** What stands in for what was said: of another kind where a bare number only repeats the number of a thing. */
function renewed(old: Token, now: Token, { words }: Scope): Token | null {
  const num = first([now], "num")
  const [hosts, gear, date, said] = [
    first([old], "hosts"),
    first([old], "someGear"),
    first([old], "date"),
    first([now], "date"),
  ]
  const number = num?.value ?? said?.bare
  if (number !== undefined && is(old, "room")) {
    const room = words.byNumber.get(number)
    return room ? as(now, { is: "room", ...room }) : null
  }
  if (num && hosts) return as(now, { ...hosts, count: num.value })
  if (num && gear) return as(now, { ...gear, quantity: num.value })
  if (date && said) return as(now, date.part && !said.part ? { ...said, part: date.part } : said)
  const made = num ? hourOf(num) : first([now], "clock")
  if (made?.is === "clock" && is(old, ...hour)) return as(now, sameHalf(made, first([old], "clock")))
  return num ? null : now
}

/** The piece that another one puts right: the last of its kind; a bare number that of what stands right before. */
function meant(before: readonly Token[], piece: Piece, tokens: readonly Token[], { text }: Scope): Piece | null {
  const pieces = piecesIn(before)
  const last = pieces.at(-1)
  const bare = piece.kind === "hour" && !is(tokens[piece.at], "clock") && !is(tokens[piece.at - 1], ...leads)
  // «Afinal o 5» is a room, «afinal às 5» a time.
  const numbered = bare && /(?:^|\s)o\s*$/.test(text.slice(0, tokens[piece.at]?.at))
  const ofDay = first([tokens[piece.at] as Token], "date")?.bare !== undefined
  const room = numbered || ofDay ? pieces.findLast(({ kind }) => kind === "room") : undefined
  if (room || numbered) return room ?? null
  if (bare && last?.kind !== "hour") return last && ["room", "hosts", "someGear"].includes(last.kind) ? last : null
  if (piece.kind === "end") {
    const range = pieces.findLast(({ kind }) => kind === "range" || kind === "end")
    return range ? { kind: "end", at: range.to - 2, to: range.to } : null
  }
  // "Move it from 3 to 4, no, 5": what looks like a range leads somewhere.
  const leadsOn = last?.kind === "range" || last?.kind === "end"
  if (piece.kind === "hour" && leadsOn && before.some((token) => asksTo(token, "reschedule")))
    return { kind: "hour", at: last.to - 1, to: last.to }
  return pieces.findLast(({ kind }) => kind === piece.kind) ?? null
}

const pause = (token: Token | undefined): boolean => is(token, ...pauses)

/** 不對,是四點半 */
const said = (token: Token | undefined, { text }: Scope): boolean =>
  is(token, "yes") && /^[系是]$/u.test(text.slice(token?.at, token?.to))

/** Puts the pieces behind a word for a slip, as far as they go, where what they put right stood. */
function rewritten(tokens: readonly Token[], { from, to }: { from: number; to: number }, scope: Scope) {
  let before = tokens.slice(0, from)
  let [at, done] = [to, to]
  let changed = false
  for (;;) {
    while (pause(tokens[at]) || said(tokens[at], scope) || (is(tokens[at], ...leads) && !is(tokens[at], ...hour)))
      at += 1
    const piece = pieceAt(tokens, at)
    if (!piece) break
    const old = meant(before, piece, tokens, scope)
    const news = old && newTokens(before.slice(old.at, old.to), tokens.slice(piece.at, piece.to), scope)
    if (!old || !news) break
    before = [...before.slice(0, old.at), ...news, ...before.slice(old.to)]
    changed = true
    at = piece.to
    // "9 not 8"
    const not = pause(tokens[at]) && !is(tokens[at], "neg") ? at + 1 : at
    const refused = is(tokens[not], "neg", "no") ? pieceAt(tokens, not + 1) : null
    if (refused?.kind === piece.kind) at = refused.to
    done = at
  }
  return changed ? [...before, ...tokens.slice(done)] : null
}

function newTokens(old: readonly Token[], now: readonly Token[], scope: Scope): Token[] | null {
  const news = now.map((token, i) => {
    const of = old[i] ?? token
    return is(token, ...joints) && !is(token, ...hour) ? token : renewed(of, token, scope)
  })
  return news.every((token) => token !== null) ? news : null
}

const refuses = (token: Token): boolean => asksTo(token, "cancel") || is(token, "not", "unable")

/** 還是 also asks which of two: it puts right only what 吧 ends. */
function asksWhich(token: Token, { text }: Scope): boolean {
  return is(token, "or") && !/^[^,，。?？]*(?:吧|好了|算了|先)/u.test(text.slice(token.to))
}

/** "Tomorrow 7pm, no sorry, 8pm", 講錯,星期四: what is said again after a word for a slip takes the place of what it puts right. */
export function putRight(said: readonly Token[], scope: Scope): readonly Token[] {
  const tokens = spared(said)
  if (!any(tokens, "slip")) return refused(unsaid(tokens, scope), scope)
  let out = tokens
  for (let at = 1; at < out.length; at += 1) {
    const token = out[at]
    if (!token || !is(token, "slip") || asksWhich(token, scope)) continue
    // 六號嗰場應該係七號: what it is to be, and no slip.
    if (is(token, "become") && any(out.slice(0, at), "my", "whose")) continue
    // Portuguese "no" is "in the".
    if (is(token, "of") && scope.language === "pt") continue
    // «Das 3 às 5, não das 4 às 6» may be the one or the other; with a comma behind it, it is a no.
    const apart = pause(out[at + 1]) || /^[唔不] ?[系是对] /u.test(scope.text.slice(token.at, token.to + 1))
    if (is(token, "neg") && !apart) continue
    let from = at
    while (from > 0 && pause(out[from - 1])) from -= 1
    const weak = out.slice(from, at + 1).every((one) => first([one], "slip")?.weak !== undefined || !is(one, "slip"))
    const made = weak && out.slice(0, from).some(refuses) ? null : rewritten(out, { from, to: at + 1 }, scope)
    if (!made) continue
    out = made
    at = 0
  }
  return refused(unsaid(out, scope), scope)
}

/** "Cancel Saturday but keep Sunday": what is kept is not spoken of; "all" without it is asked about. */
function spared(tokens: readonly Token[]): readonly Token[] {
  const keep = tokens.findIndex((token) => is(token, "spare", "except"))
  if (keep < 0 || !any(tokens.slice(keep), ...sparable)) return tokens
  // 除了周二其他都取消: what is wanted may stand behind it.
  if (!tokens.slice(0, keep).some((token) => asksTo(token, "cancel")) && is(tokens[keep], "except"))
    return excepted(tokens, keep)
  if (!tokens.some((token) => asksTo(token, "cancel"))) return tokens
  const stop = tokens.findIndex((token, at) => at > keep && is(token, "comma", "stop"))
  const rest = [...tokens.slice(0, keep), ...(stop < 0 ? [] : tokens.slice(stop))]
  return rest.map((token) =>
    is(token, "which") ? { ...token, senses: token.senses.filter(({ is: kind }) => kind !== "which") } : token,
  )
}

/** "Any evening next week except Tuesday": that day is not spoken of. */
function excepted(tokens: readonly Token[], at: number): readonly Token[] {
  let end = at + 1
  while (is(tokens[end], "date") || (is(tokens[end], "and", "comma") && is(tokens[end + 1], "date"))) end += 1
  return end === at + 1 ? tokens : [...tokens.slice(0, at), ...tokens.slice(end)]
}

const timed: ReadonlySet<Piece["kind"]> = new Set(["date", "hour", "range"])

const sparable: readonly Kind[] = ["date", "clock", "range", "room", "num", "dated"]

/** "Not Sunday 2pm, Monday 2pm", 唔係8號: of what is said twice the one that is not meant; "anything but studio 3" names no room. */
function refused(tokens: readonly Token[], scope: Scope): readonly Token[] {
  for (const [at, token] of tokens.entries()) {
    const not = /^(?:not|nao|[唔不][系是])(?![a-z])/u.test(scope.text.slice(token.at)) && is(token, "neg")
    if (!not && !is(token, "except")) continue
    let from = at + 1
    while (is(tokens[from], ...leads) || (tokens[from]?.skippable && !is(tokens[from], ...hour))) from += 1
    const piece = pieceAt(tokens, from)
    if (!piece) continue
    const rest = [...tokens.slice(0, at), ...tokens.slice(piece.to)]
    const again = piecesIn(rest).some(({ kind }) => kind === piece.kind)
    const room = is(token, "except") && (piece.kind === "room" || piece.kind === "class")
    if (again || room) return refused(rest, scope)
  }
  return tokens
}

/** Of what a bare number may repeat how many: "3 hours not 2". */
const counted: ReadonlySet<Piece["kind"]> = new Set(["length", "hosts", "someGear"])

const ends = (tokens: readonly Token[], at: number): boolean =>
  is(tokens[at], "ending") ||
  (is(tokens[at], "until") && !is(tokens[at], "moveTo", "at")) ||
  (is(tokens[at], "at") && is(tokens[at - 1], "ending"))

/** «5 e não 3» */
const beforeNot = (tokens: readonly Token[], not: number): number => (is(tokens[not - 1], "and") ? not - 2 : not - 1)

/** «Não na quarta» */
const behind = (tokens: readonly Token[], not: number): number =>
  tokens[not + 1]?.skippable && !is(tokens[not + 1], ...hour) ? not + 2 : not + 1

/** 是明天下午三點不是四點: where what is put right begins, with the day and the part of it. */
function leadOf(tokens: readonly Token[], at: number): number {
  let lead = at
  while (lead > 0 && is(tokens[lead - 1], "date", "part", ...hour)) lead -= 1
  return lead
}

/** "At 9 not 8", 係五號房唔係四號房: what was not meant. */
function unsaid(tokens: readonly Token[], { text }: Scope): readonly Token[] {
  const at = tokens.findIndex((token, i) => {
    if (!is(token, "neg", "instead")) return false
    const [one, two] = [pieceAt(tokens, beforeNot(tokens, i)), pieceAt(tokens, behind(tokens, i))]
    // "Finish at 9 instead of 10": only the end is spoken of.
    const led = one !== null && (ends(tokens, one.at - 1) || (one.kind === "end" && ends(tokens, one.at)))
    if (is(token, "instead") && led && is(tokens[one.at], ...hour, ...joints) && two?.kind === "hour") return true
    const counts = one !== null && two?.kind === "hour" && counted.has(one.kind) && is(tokens[i + 1], "num")
    if (counts) return true
    // 取消星期六3號房,唔係星期日
    const closes = two !== null && two.to === tokens.length && is(token, "neg") && is(tokens[i - 1], "comma", "stop")
    if (closes && piecesIn(tokens.slice(0, i)).some(({ kind }) => kind === two.kind)) return true
    // 七點半啦 唔好八點喇, «quinta às 14, e não na quarta»
    const not = /^(?:唔好|不要|别要)/u.test(text.slice(token.at)) || is(tokens[i - 1], "and")
    const unwanted = not && is(token, "neg") && two !== null && timed.has(two.kind)
    if (unwanted && piecesIn(tokens.slice(0, i)).some(({ kind }) => kind === two.kind)) return true
    if (!is(token, "neg") || is(token, "drop") || !one || !two || one.kind !== two.kind) return false
    // 想訂禮拜日唔係禮拜六
    if (/^[唔不][系是]/u.test(text.slice(token.at)) && one.to === i) return true
    const lead = tokens[leadOf(tokens, beforeNot(tokens, i))]?.at ?? 0
    return /^not(?![a-z])/.test(text.slice(token.at)) || /[系是]$/u.test(text.slice(0, lead))
  })
  const end = at < 0 ? null : pieceAt(tokens, behind(tokens, at))
  const [not] = tokens.slice(at)
  if (!end || !not) return tokens
  const kept = pieceAt(tokens, beforeNot(tokens, at))
  const put = kept && end.kind !== kept.kind ? [as(not, { is: "corrected" })] : []
  return [...tokens.slice(0, at), ...put, ...tokens.slice(end.to)]
}
