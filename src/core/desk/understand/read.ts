import type { Language } from "../../language.js"
import { localDay } from "../../time.js"
import { assemble } from "./assemble.js"
import { onWall } from "./calendar.js"
import { withoutAsides } from "./clauses.js"
import type { Scope } from "./grammar/scope.js"
import { join, joinRanges } from "./grammar.js"
import { type Wanted, wanted } from "./intent.js"
import { type Lexed, lex } from "./lex.js"
import { wordsOf } from "./lexicon.js"
import { notThere } from "./not-there.js"
import { pastAsked } from "./past.js"
import { prolonged } from "./prolong.js"
import type { Context, Draft, Reading, Told } from "./reading.js"
import { showIn } from "./show.js"
import { putRight } from "./slips.js"
import { any, is, type Token } from "./tokens.js"
import { tongue } from "./tongue.js"

/** Until when, after midnight, "tomorrow" may mean the day that has begun. */
const smallHours = 4 * 60

/**
 * Reads one message: what is wanted, when, where, with what. Pure and synchronous; four languages, also mixed in one
 * sentence. What the words leave open is asked (`open`), what cannot be is said (`problems`), nothing is guessed.
 */
export function understand(text: string, context: Context): Reading {
  const { title, rest, told, words, folded, lexed, language } = heard(text, context)
  const now = { ...onWall(context.now, context.zone), begun: context.now.getTime() % 60_000 > 0 }
  const scope: Scope = {
    today: now.day,
    minute: now.minute,
    smallHours: now.minute < smallHours,
    language,
    words,
    text: folded.text,
  }
  const joined = join(lexed.tokens, scope)
  const tokens = withoutAsides(putRight(context.draft ? notThere(joined, scope) : joined, scope), scope)
  const ranged = joinRanges(tokens, scope)
  const said = wanted(ranged, tokens)
  const want = context.draft ? inDraft(said, tokens, context.draft) : standsIn(said, ranged, scope)
  const read = assemble({ text: rest, folded, lexed, tokens, ranged, scope, want, context, language, now, title })
  return withPast(
    prolonged(withShow(read, told, { tokens, draft: context.draft, text: folded.text }), folded.text, context),
    rest,
    context,
  )
}

/** What was is asked; what is to come, beside it, makes it a wish ("the slot I had last week, on Friday"). */
function withPast(read: Reading, text: string, { now, zone }: Context): Reading {
  const { start, end, window, week, durationMinutes, repeat, hosts, moveTo, not, change } = read
  const ahead = [start, end, window, durationMinutes, repeat, hosts, moveTo, not].some((said) => said !== null)
  const past = ahead || change || (week ?? -1) > 0 ? null : pastAsked(text, localDay(now, zone))
  if (!past) return read
  const intent = read.intent === "quota" ? "quota" : "mine"
  return Object.assign(read, { past, intent, intentStated: true, topic: null, open: [], problems: [] })
}

/** The language that a message is written in, as {@link understand} tells it. */
export const languageOf = (text: string, context: Pick<Context, "centre" | "language">): Language =>
  heard(text, context).language

/** Cut into words. */
function heard(text: string, context: Pick<Context, "centre" | "language">) {
  const { title, rest: unquoted } = quoted(text)
  const words = wordsOf(context.centre)
  const { told, rest, folded } = showIn(unquoted, words)
  const lexed = asking(greeted(lex(folded, words)), folded.text)
  return { title, rest, told, words, folded, lexed, language: tongue(folded, lexed, context.language) }
}

type Heard = Omit<Reading, keyof Told | "past" | "also">

const also = /(?:^|[^a-z])(?:too|as well|also|tambem)(?![a-z])|[都也埋]/u

/** Hosts who are named are counted; whoever says only something of the show says it of what is at hand. */
function withShow(
  read: Heard,
  told: Told,
  { tokens, draft, text }: { tokens: readonly Token[]; draft: Context["draft"]; text: string },
): Reading {
  const { named, setup, teardown, show } = told
  const ofSession = named.length > 0 || setup !== null || teardown !== null
  const said = ofSession || Object.keys(show).length > 0
  const changes = read.change || (said && draft !== undefined && !read.intentStated && read.answer === null)
  // 加多個主播陳美玲: beside those it has.
  const adds = named.length > 0 && any(tokens, "add", "plus")
  const toOwn = adds && !read.intentStated && onlyWhich(tokens, draft)
  const intent = toOwn ? "reschedule" : ofSession ? withHosts(read, named.length > 0) : read.intent
  const more = adds && (intent === "reschedule" || draft?.hosts !== undefined)
  const count = named.length > 0 ? Math.max(named.length, read.hosts ?? 0) : read.hosts
  const hosts = more ? null : count
  const hostsMore = more ? named.length : read.hostsMore
  // Filled in where it lies: copying a reading costs a tenth of making it.
  const change = changes && !toOwn
  const intentStated = read.intentStated || toOwn
  return Object.assign(read, {
    named,
    setup,
    teardown,
    show,
    hosts,
    hostsMore,
    intent,
    intentStated,
    change,
    also: also.test(text),
    past: null,
  })
}

/** "Add host Rita to tomorrow's show": of the session itself nothing is said but which. */
const onlyWhich = (tokens: readonly Token[], draft: Context["draft"]): boolean =>
  (any(tokens, "whose", "my") || (!draft && any(tokens, "date"))) &&
  !any(tokens, "clock", "range", "dated", "length", "room", "class")

/** Who is named hosts a session; nothing gets longer by that. */
function withHosts({ intent, not, durationMinutes, end }: Heard, named: boolean): Reading["intent"] {
  if (intent === "unknown" && not === null) return "book"
  return intent === "extend" && named && durationMinutes === null && end === null ? "reschedule" : intent
}

/** 早晨 before anything but a time is "good morning", no part of the day; so is "morning", before a comma or a request. */
function greeted(lexed: Lexed): Lexed {
  const [lead, next, ...rest] = lexed.tokens
  const greeting = lead?.senses.filter((sense) => sense.is === "cue" && sense.intent === "greeting") ?? []
  const weak = greeting.some((sense) => sense.is === "cue" && sense.weak)
  const ofTime = weak
    ? !is(next, "comma", "stop", "cue", "my", "have", "want")
    : next?.tight === true && is(next, "num", "fixed")
  if (!lead || !next || greeting.length === 0 || !is(lead, "part") || ofTime) return lexed
  return { ...lexed, tokens: [{ ...lead, senses: greeting }, next, ...rest] }
}

const asks =
  /^(?:(?:hi|hey|hello|so|and|ok)[ ,!]+)*(?:is|are|does|do (?:you|u|i|we)|would(?! (?:like|love|prefer|need|want))|will) /

/** "Is 6pm ok tomorrow" asks as it begins, whether or not it ends in a mark. */
function asking(lexed: Lexed, text: string): Lexed {
  const { tokens } = lexed
  const last = tokens.at(-1)
  if (!last || is(last, "question") || !asks.test(text)) return lexed
  const mark: Token = {
    at: last.to,
    to: last.to,
    tight: true,
    near: true,
    senses: [{ is: "question" }],
    skippable: false,
  }
  return { ...lexed, tokens: [...tokens, mark] }
}

/** While a booking is being put together, "change it to 4" and "use the bigger room" are about that booking. */
function inDraft(want: Wanted, tokens: readonly Token[], draft: Draft): Wanted {
  const own = any(tokens, "my")
  const longer = want.intent === "extend" && draft.end !== undefined && any(tokens, "length", "bound", "until")
  const about = longer || want.intent === "reschedule" || (want.intent === "book" && !want.strong) || !want.stated
  return about && !own && want.not === null
    ? { ...want, intent: draft.intent ?? "book", stated: false, moving: want.intent === "reschedule", longer }
    : want
}

/** "Can we start tomorrow at 4 instead": where nothing is being put together, of a session there is. */
const standsIn = (want: Wanted, tokens: readonly Token[], { text }: Scope): Wanted =>
  !want.stated &&
  any(tokens, "clock", "num", "dated") &&
  !any(tokens, "bound") &&
  tokens.some((token) => text.slice(token.at, token.to) === "instead")
    ? { ...want, intent: "reschedule", stated: true, instead: true }
    : want

/** A title is what stands in quotes, unless that is the whole message. */
function quoted(text: string): { title: string | null; rest: string } {
  const found = /[“"「『«]([^“”"「」『』«»]{1,80})[”"」』»]/u.exec(text.slice(0, 1100))
  if (!found) return { title: null, rest: text }
  const inside = found[1]?.trim() ?? ""
  const outside = text.slice(0, found.index) + " ".repeat(found[0].length) + text.slice(found.index + found[0].length)
  return /[\p{L}\p{N}]/u.test(outside) ? { title: inside, rest: outside } : { title: null, rest: text }
}
