import { arrowIn, becomes, insteadAt, insteadOfOff, ratherAt } from "./move.js"
import { again, airs, altersDay, altersOwn, handsOver, type Named, ofOwn, repeats, stays } from "./own.js"
import type { Intent, Topic } from "./reading.js"
import type { Kind, Sense } from "./sense.js"
import { endsBy, lengthAlone } from "./shorter.js"
import { all, alters, any, asksTo, is, type Token } from "./tokens.js"
import { topicOf } from "./topic.js"

/** What is wanted when several things are named: the first of these. Whoever cancels also says "booking". */
const order: readonly Intent[] = [
  "checkin",
  "waitlist",
  "cancel",
  "extend",
  "reschedule",
  "quota",
  "training",
  "mine",
  "availability",
  "book",
  "help",
  "greeting",
]

export type Wanted = {
  intent: Intent
  stated: boolean
  not: Intent | null
  /** Named by a verb for it, not only by a wish ("need", 要). */
  strong?: boolean
  topic?: Topic
  /** A change of the draft that is put like a move ("change it to 4"). */
  moving?: boolean
  /** A change of the draft's length ("an hour longer"). */
  longer?: boolean
}

type Cue = Extract<Sense, { is: "cue" }>
const cuesOf = (token: Token): Cue[] => token.senses.filter((sense): sense is Cue => sense.is === "cue")

/** A day, a time, a room or a thing. */
export const content: readonly Kind[] = [
  "date",
  "clock",
  "range",
  "bound",
  "room",
  "class",
  "hosts",
  "someGear",
  "someOf",
  "repeat",
  "length",
  "part",
  "dated",
  "choice",
  "sameTime",
  "dayBound",
]
/** What makes a message a request even without a verb. */
const request: readonly Kind[] = [...content, "bad"]
const when: readonly Kind[] = ["date", "clock", "range", "bound", "dated", "repeat"]

/** Chooses what a message wants from the words for it and from what else is said. `apart`: the same before times are joined. */
export function wanted(tokens: readonly Token[], apart: readonly Token[]): Wanted {
  const off = insteadOfOff(tokens) > 0
  const about = off ? null : topicOf(tokens)
  if (about) return { ...about, stated: true, not: null }
  const named = new Map<Intent, { at: number; weak: boolean; strong: boolean }>()
  for (const [at, token] of tokens.entries()) {
    for (const cue of cuesOf(token)) {
      if (untilDone(tokens, at)) continue
      const known = named.get(cue.intent)
      const weak = cue.weak === true && known?.weak !== false
      if (!known || (known.weak && !weak)) named.set(cue.intent, { at, weak, strong: cue.strong === true })
    }
    if (is(token, "shift", "moved"))
      named.set("reschedule", named.get("reschedule") ?? { at, weak: is(token, "shift"), strong: false })
  }
  const [not = null] = all(tokens, "not").map((sense) => sense.intent)
  const stated = (intent: Intent, strong = true): Wanted => ({ intent, stated: true, not, strong })
  weigh(tokens, named)
  if (off) asMove(named)
  // "Confirm that my booking is not cancelled"
  if (named.get("mine")?.strong) return { intent: "mine", stated: true, not: null }
  // "Don't cancel my booking": the noun is no wish to book.
  if (not !== null)
    for (const noun of ["mine", ...(any(tokens, "clock", "range") ? [] : ["book"])] as Intent[]) named.delete(noun)
  if (airs(tokens)) return stated("mine")
  if (handsOver(tokens) && !named.get("book")?.strong) return { intent: "unknown", stated: true, not }
  if (not === null && altersOwn(tokens, named)) return stated("reschedule")
  if (named.get("extend")?.weak && any(tokens, "length", "bound") && !again(tokens)) return stated("extend")
  for (const intent of order) {
    const cue = named.get(intent)
    // A greeting or a plea before a request is not what is wanted.
    const placed = intent === "greeting" && any(tokens, "room", "class")
    const aside = (intent === "greeting" || intent === "help") && !cue?.strong && (placed || any(tokens, ...when))
    if (cue && !cue.weak && !aside) return stated(intent)
  }
  if (not !== null) return { intent: "unknown", stated: true, not }
  if (named.get("cancel") && any(tokens, ...when)) return stated("cancel")
  if (named.has("reschedule") && any(tokens, ...when, "my")) return stated("reschedule")
  if (named.get("mine")?.weak && any(tokens, "my", "we")) return stated("mine")
  // "Morning!" is no part of a day.
  if (named.get("greeting")?.weak && !any(tokens, ...request.filter((kind) => kind !== "part")))
    return { intent: "greeting", stated: false, not }
  if (named.get("checkin")?.weak && !any(tokens, ...when, "hosts", "someGear")) return stated("checkin")
  if (asksForFree(tokens, named)) return stated("availability")
  const own = named.get("book")?.weak ? ofOwn(tokens) : null
  if (own) return stated(own)
  if (named.has("book") && (any(tokens, ...request) || any(tokens, "roomWord"))) return stated("book", false)
  if (arrowIn(apart) >= 0) return stated("reschedule")
  return { intent: inferred(tokens), stated: false, not }
}

/** 有能坐四個人的房嗎; "any room?", but not "an hour at 5, any room". */
function asksForFree(tokens: readonly Token[], named: Named): boolean {
  const asked = any(tokens, "question")
  if (asked && !alters(tokens) && any(tokens, "have") && any(tokens, "roomWord", "class", "hosts", "someGear"))
    return true
  const free = named.get("availability")
  const settled = any(tokens, "range") || (any(tokens, "clock", "dated") && any(tokens, "length"))
  return free?.weak === true && (asked || !settled) && !named.has("book")
}

/** "Until we drop": how long, not what for. */
const untilDone = (tokens: readonly Token[], at: number): boolean => {
  const before = tokens[at - 1]
  return is(before, "until") && !is(before, "moveTo", "filler")
}

const moves = (token: Token): boolean => asksTo(token, "reschedule")

/** "Can tomorrow's start an hour later": of a session there is; "anything free an hour later" is of none. */
const delays = (tokens: readonly Token[]): boolean =>
  any(tokens, "moved") && any(tokens, "date") && !any(tokens, "room", "roomWord", "class")

/** Where two things are named, the words around tell which is meant. */
function weigh(tokens: readonly Token[], named: Named): void {
  const drop = (intent: Intent, when: boolean): void => {
    if (when) named.delete(intent)
  }
  const length = tokens.findIndex((token) => is(token, "length"))
  const more = tokens[length]?.senses.some((sense) => sense.is === "length" && sense.more) === true
  const added = more || is(tokens[length - 1], "plus", "add") || is(tokens[length + 1], "plus")
  const timed = any(tokens, "range", "clock") && any(tokens, "date", "range")
  // 加半個鐘, "add 30 minutes to my 3pm": beside a time too, unless the session is only now described.
  if (length >= 0 && is(tokens[length - 1], "add") && !any(tokens, "someGear") && !named.get("book")?.strong)
    named.set("extend", { at: length, weak: false, strong: true })
  // 加多半個鐘, "another 30 minutes", "mais meia hora"
  if (length >= 0 && added && !timed && !any(tokens, "someGear"))
    named.set("extend", { at: length, weak: false, strong: true })
  // 加多一盞燈, 加多個主播: the same word adds gear and hosts.
  drop("extend", length < 0 && any(tokens, "someGear", "someOf", "hosts", "count") && !any(tokens, "until", "bound"))
  weighCancel(tokens, named)
  drop("mine", repeats(tokens, named))
  // "Can tomorrow's 4pm be at 5"
  const turns = becomes(tokens) >= 0 || ratherAt(tokens) >= 0
  if (turns && !named.get("cancel")) named.set("reschedule", { at: 0, weak: false, strong: true })
  weighLength(tokens, named)
  // "7 instead of 6"
  const instead = insteadAt(tokens)
  const sides = [tokens.slice(0, instead), tokens.slice(instead + 1)]
  if (instead > 0 && sides.every((side) => any(side, ...when, "num", "room")))
    named.set("reschedule", { at: instead, weak: false, strong: true })
  // "The earliest time that is free"
  drop("reschedule", named.get("availability")?.weak === false && !tokens.some(moves) && !delays(tokens))
  const [book, free] = [named.get("book"), named.get("availability")]
  const asked = any(tokens, "question")
  drop("availability", book !== undefined && free !== undefined && !book.weak && book.at < free.at && !asked)
  weighHelp(tokens, named)
  // "A course shoot": about a course, but no lesson.
  const taught = named.get("training")
  const shot = tokens[(taught?.at ?? -1) + 1]
  const lesson = tokens.filter((token) => asksTo(token, "training")).length > 1
  const filmed = !lesson && shot?.near === true && cuesOf(shot).some(({ weak, intent }) => weak && intent === "book")
  drop("training", taught !== undefined && filmed)
  // "My Friday bookings": what there is, not what is wished for.
  const owned = named.get("mine")?.weak === true && any(tokens, "my") && book?.weak === false
  drop("book", owned && !any(tokens, "clock", "range", "hosts", "someGear", "length", "room", "class"))
  weighQuota(tokens, named)
  drop("mine", named.has("availability") && any(tokens, "roomWord", "room") && !any(tokens, "my"))
  const counted = tokens.findIndex((_, at) => countsGear(tokens, at))
  const described = any(tokens, "range") && any(tokens, "room", "class", "hosts")
  if (counted >= 0 && !described && !(book && !book.weak && book.at < counted)) {
    named.delete("quota")
    named.set("availability", { at: counted, weak: false, strong: true })
  }
  drop("waitlist", isToldOnly(tokens, named))
}

/** "Cut it to an hour" cancels nothing; "finish half an hour earlier" is no move of the whole. */
function weighLength(tokens: readonly Token[], named: Named): void {
  if (!lengthAlone(tokens)) return
  const by = endsBy(tokens)
  for (const intent of ["cancel", "extend", "reschedule", "book"] as const) named.delete(intent)
  named.set(by !== null && by > 0 ? "extend" : "reschedule", { at: 0, weak: false, strong: true })
}

/** 老闆叫我取消, 話我知仲有幾多個鐘: told to, or asked at once, is no wish to be told when something becomes free. */
function isToldOnly(tokens: readonly Token[], named: Named): boolean {
  const told = named.get("waitlist")
  const does = tokens[(told?.at ?? -1) + 1]
  const asked = named.get("quota")?.weak === false || (named.get("mine")?.weak === false && !named.has("availability"))
  return told !== undefined && ((does?.near === true && asksTo(does, "cancel")) || asked)
}

/** "Can't do Thursday, Friday same time?" */
function asMove(named: Named): void {
  for (const intent of ["cancel", "availability", "book"] as const) named.delete(intent)
  named.set("reschedule", { at: 0, weak: false, strong: true })
}

/** Whether how something is done is asked, or something else in such words. */
function weighHelp(tokens: readonly Token[], named: Named): void {
  const [how, free] = [named.get("help"), named.get("availability")]
  // "How does Sunday evening look"
  if (how?.strong && any(tokens, "date", "part") && free?.weak && named.delete("help"))
    named.set("availability", { at: free.at, weak: false, strong: true })
  if (how?.strong && !any(tokens, ...when) && !named.has("training"))
    for (const intent of order.slice(0, -2)) named.delete(intent)
}

/** Whether hours are left, or rooms and times. */
function weighQuota(tokens: readonly Token[], named: Named): void {
  if (named.get("availability")?.weak === false && any(tokens, "clock", "range", "dated")) named.delete("quota")
  // 今晚仲剩咩房
  const rooms = any(tokens, "roomWord", "class", "room") && any(tokens, ...when) && !countsElse(tokens)
  if (!rooms || !named.delete("quota")) return
  named.set("availability", { at: 0, weak: false, strong: true })
}

/** "How many hours", and not "how many rooms". */
const countsElse = (tokens: readonly Token[]): boolean =>
  tokens.some((token, at) => is(token, "howMany") && !is(tokens[at + 1], "roomWord", "class"))

const dropsGear = (token: Token): boolean =>
  token.senses.some((sense) => sense.is === "someGear" && (sense.how === "drop" || sense.how === "fewer"))

/** Whether what is dropped is the session, or something of it. */
function weighCancel(tokens: readonly Token[], named: Named): void {
  // 相機唔使喇: the gear goes, the session stays.
  const gearGoes = tokens.some(
    (token, at) => dropsGear(token) && [at + 1, at - 1].some((beside) => asksTo(tokens[beside], "cancel")),
  )
  // "Drop one host from my booking"
  const hostGoes = all(tokens, "hosts").some(({ count }) => count < 0)
  // Whether hours came back after something was cancelled.
  if (gearGoes || hostGoes || named.get("quota")?.weak === false) named.delete("cancel")
  // "Remove my Saturday booking"
  // ("sessão no sábado": in Portuguese "no" is "on".)
  const dropped = tokens.some((token) => is(token, "drop") && !is(token, "of"))
  if (dropped && (any(tokens, "my") || named.has("mine")) && !any(tokens, "someGear", "someOf", "hosts"))
    named.set("cancel", { at: 0, weak: false, strong: true })
}

/** 幾多盞環形燈, "how many cameras": asked for a number of them, nobody wishes for one (要幾盞燈 in a session that is told does). */
function countsGear(tokens: readonly Token[], at: number): boolean {
  if (!is(tokens[at], "howMany")) return false
  const next = tokens.slice(at + 1).find((token) => !is(token, "measure"))
  // 環形燈星期五有幾多盞
  return next ? is(next, "someGear", "someOf") : any(tokens.slice(0, at), "someGear", "someOf")
}

function inferred(tokens: readonly Token[]): Intent {
  // 唔要聽日嗰場
  // ("no sábado": in Portuguese "no" is "on".)
  // 聽日嗰啲全部唔要
  const last = tokens.at(-1)
  const dropsAll = (is(tokens[0], "drop") && !is(tokens[0], "of")) || (is(last, "drop") && !is(last, "filler"))
  const dropsRoom = tokens.some(
    (token, at) => is(token, "drop") && is(token, "neg") && is(tokens[at + 1], "room", "roomWord"),
  )
  if ((dropsAll || dropsRoom) && any(tokens, ...when) && !any(tokens, "someGear", "someOf", "hosts")) return "cancel"
  // 這周都滿了,下周呢
  if (!any(tokens, ...request)) return any(tokens, "week") && any(tokens, "question") ? "availability" : "unknown"
  // A length without anything to fill it: "I am 10 minutes late".
  const urgent = all(tokens, "now").some(({ sure }) => sure)
  if (!any(tokens, ...request.filter((kind) => kind !== "length")))
    return urgent && any(tokens, "roomWord") ? "book" : "unknown"
  const asked = any(tokens, "question")
  if (stays(tokens)) return "extend"
  if (altersDay(tokens)) return "reschedule"
  const wrong = all(tokens, "bad").some(({ what }) => what === "impossibleTime")
  const timed = wrong || any(tokens, "clock", "range", "dated", "repeat", "length", "hosts", "someGear")
  if (asked && !any(tokens, "hosts", "someGear")) return "availability"
  return timed || any(tokens, "room", "class") || !any(tokens, "date", "part") ? "book" : "availability"
}
