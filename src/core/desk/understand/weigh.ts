import { becomes, insteadAt, leadingInstead, ratherAt } from "./move.js"
import { type Named, repeats } from "./own.js"
import type { Intent } from "./reading.js"
import type { Kind, Sense } from "./sense.js"
import { endsBy, lengthAlone } from "./shorter.js"
import { all, any, asksTo, is, type Token } from "./tokens.js"

/** What is wanted where a message names several things. */

/** What is wanted when several things are named: the first of these. Whoever cancels also says "booking". */
export const order: readonly Intent[] = [
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

type Cue = Extract<Sense, { is: "cue" }>
export const cuesOf = (token: Token): Cue[] => token.senses.filter((sense): sense is Cue => sense.is === "cue")

export const when: readonly Kind[] = ["date", "clock", "range", "bound", "dated", "repeat"]

const moves = (token: Token): boolean => asksTo(token, "reschedule")

/** "Can tomorrow's start an hour later": of a session there is; "anything free an hour later" is of none. */
const delays = (tokens: readonly Token[]): boolean =>
  any(tokens, "moved") && any(tokens, "date") && !any(tokens, "room", "roomWord", "class")

/** Where two things are named, the words around tell which is meant. */
export function weigh(tokens: readonly Token[], named: Named): void {
  const drop = (intent: Intent, when: boolean): void => {
    if (when) named.delete(intent)
  }
  weighMore(tokens, named)
  weighCancel(tokens, named)
  drop("mine", repeats(tokens, named))
  // "Can tomorrow's 4pm be at 5"
  const turns = becomes(tokens) >= 0 || ratherAt(tokens) >= 0
  if (turns && !named.get("cancel")) named.set("reschedule", { at: 0, weak: false, strong: true })
  weighLength(tokens, named)
  // "Our booking at 1pm should finish at 4pm rather than 3pm"
  const until = all(tokens, "bound").some(({ side }) => side === "until")
  if (until && any(tokens, "my") && any(tokens, "instead") && any(tokens, "clock")) {
    named.delete("book")
    named.set("extend", { at: 0, weak: false, strong: true })
  }
  // "7 instead of 6"
  const instead = insteadAt(tokens)
  const sides = [tokens.slice(0, instead), tokens.slice(instead + 1)]
  if ((instead > 0 && sides.every((side) => any(side, ...when, "num", "room"))) || leadingInstead(tokens) > 0)
    named.set("reschedule", { at: instead, weak: false, strong: true })
  // "The earliest time that is free"
  drop("reschedule", named.get("availability")?.weak === false && !tokens.some(moves) && !delays(tokens))
  weighFree(tokens, named)
  const book = named.get("book")
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

/** Whether something gets longer, or more is added to it. */
function weighMore(tokens: readonly Token[], named: Named): void {
  const length = tokens.findIndex((token) => is(token, "length"))
  const more = tokens[length]?.senses.some((sense) => sense.is === "length" && sense.more) === true
  const added = more || is(tokens[length - 1], "plus", "add") || is(tokens[length + 1], "plus")
  const timed = any(tokens, "range", "clock") && any(tokens, "date", "range")
  // 加半個鐘, "add 30 minutes to my 3pm": beside a time too, unless the session is only now described.
  if (length >= 0 && is(tokens[length - 1], "add") && !any(tokens, "someGear") && !named.get("book")?.strong)
    named.set("extend", { at: length, weak: false, strong: true })
  // 加多半個鐘, "another 30 minutes", "mais meia hora"
  // «A das 14h vai precisar de mais hora e meia, acrescentem»
  const adds = more && any(tokens, "add")
  // 週五晚九點的場再給我四十分鐘
  const own = any(tokens, "whose") && !any(tokens, "range")
  if (length >= 0 && added && (!timed || adds || own) && !any(tokens, "someGear"))
    named.set("extend", { at: length, weak: false, strong: true })
  // 我哋喺4號直播間,想延長半個鐘
  if (length >= 0 && named.get("extend")?.weak === false) named.delete("checkin")
  // 加多一盞燈, 加多個主播: the same word adds gear and hosts.
  const until = any(tokens, "bound") || tokens.some((token) => is(token, "until") && !is(token, "at"))
  if (length < 0 && any(tokens, "someGear", "someOf", "hosts", "count") && !until) named.delete("extend")
}

/** Whether it is asked what is free, or wished for. */
function weighFree(tokens: readonly Token[], named: Named): void {
  const [book, free] = [named.get("book"), named.get("availability")]
  const asked = any(tokens, "question")
  // "Is it free? If so book it"
  const so = tokens.findIndex((token) => is(token, "ifSo"))
  if (so > 0 && any(tokens.slice(so), "yes")) named.set("book", { at: so, weak: false, strong: true })
  const both = book !== undefined && !book.weak && free !== undefined
  const ifSo = so >= 0 && both && book.at > free.at
  if (ifSo || (both && book.at < free.at && !asked)) named.delete("availability")
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
export function asMove(named: Named): void {
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
  // "Can't do mornings, so book us in for Monday"
  const off = tokens.findIndex((token) => asksTo(token, "cancel"))
  const books = named.get("book")
  if (is(tokens[off], "unable") && books?.weak === false && books.at > off && any(tokens, "range"))
    named.delete("cancel")
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
