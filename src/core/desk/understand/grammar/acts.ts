import { type Match, pass } from "../cascade.js"
import type { Kind, Sense } from "../sense.js"
import { asksTo, is } from "../tokens.js"
import { inHan, type Scope, textOf } from "./scope.js"
import { endless } from "./times.js"

/** "Half an hour later", 推遲一小時: a move by a length. */
function moved(f: Match): Sense | null {
  const [shift, length] = [f.get("shift"), f.get("length")]
  return shift && length ? { is: "moved", minutes: shift.later ? length.minutes : -length.minutes } : null
}

/** "In two hours": counted from the next quarter, bookings begin on one. */
function fromNow(f: Match, { today, minute }: Scope): Sense | null {
  // "A de quinta às 19h30 em meia hora": by how much.
  if (f.has("in") && f.before?.senses.some(({ is }) => is === "clock")) return null
  const minutes = f.get("length")?.minutes ?? 0
  if (minutes >= endless) return null
  const at = Math.ceil((minute + minutes) / 15) * 15
  const day = today + Math.floor(at / 1440)
  return {
    is: "dated",
    date: { is: "date", days: [day] },
    clock: { is: "clock", minute: at % 1440, how: "sure" },
    ahead: minutes,
  }
}

const han = (f: Match, scope: Scope): boolean => inHan(f.tokens[0], scope)
const beside = (f: Match, ...kinds: readonly Kind[]): boolean =>
  f.before?.senses.some(({ is }) => kinds.includes(is)) === true

/** 喺18號房喇 */
const there = (f: Match, { text }: Scope): boolean =>
  !f.before && /^[喇了啦]+$/u.test(text.slice(f.tokens.at(-1)?.to).trim())

const arrivedIn = (f: Match): readonly Sense[] => [{ is: "cue", intent: "checkin" }, f.get("room") as Sense]

/** What one can be told not to do; "nothing free" is no such thing. */
const doings: ReadonlySet<string> = new Set([
  "book",
  "cancel",
  "reschedule",
  "extend",
  "waitlist",
  "checkin",
  "training",
])

const not = (f: Match, { text }: Scope): Sense | null => {
  const cue = f.get("cue")
  // 唔使直播, only to film.
  if (cue?.weak && cue.intent === "book" && /^(?:唔[使驶需]|不用|不需|无需)/u.test(text.slice(f.tokens[0]?.at)))
    return { is: "filler" }
  if (cue && !doings.has(cue.intent)) return null
  if (cue) return { is: "not", intent: cue.intent }
  return f.get("shift") ? { is: "not", intent: "reschedule" } : null
}

/** 點報名: how to join a course is told with the courses. */
const howTo = (f: Match): readonly Sense[] => {
  const cue = f.get("cue")
  return [{ is: "cue", intent: "help", strong: true }, ...(cue?.intent === "training" ? [cue] : [])]
}

/** "Take me off the waitlist", «sair da lista de espera», 退出星期六嘅候補; 候補唔要喇. */
function offTheLine(f: Match, { text }: Scope): readonly Sense[] | null {
  const ends = [f.tokens[0], f.tokens.at(-1)]
  const line = ends.find((token) => asksTo(token, "waitlist"))
  const leaves = ends.find((token) => token !== line && (asksTo(token, "cancel") || is(token, "drop", "ending")))
  const noun = /list|queue|line|fila|espera|候|队|轮/.test(text.slice(line?.at, line?.to))
  const date = f.get("date")
  return leaves && line && noun
    ? [{ is: "cue", intent: "cancel", strong: true }, { is: "not", intent: "waitlist" }, ...(date ? [date] : [])]
    : null
}

/** "3pm 2 5pm" */
function asTo(f: Match): readonly Sense[] | null {
  const between = beside(f, "clock") && (is(f.after, "clock") || is(f.after, "date"))
  return between && f.get("num")?.digits === "2" ? [{ is: "until" }, { is: "moveTo" }] : null
}

/** 有冇大房; "3-5pm, any small room" takes whichever. */
function hasSuch(f: Match, scope: Scope): readonly Sense[] | null {
  const kind = f.get("class")
  const asked: Sense = { is: "cue", intent: "availability" }
  return kind ? [textOf(f.tokens[0], scope) === "any" ? { ...asked, weak: true } : asked, kind] : null
}

export const actPasses = [
  pass<Scope>([
    { pattern: "cue|drop|ending from|of|my|at|until? from|of|my? cue", make: offTheLine },
    { pattern: "cue date of? cue", make: offTheLine },
    { pattern: "cue cue|drop", make: offTheLine },
    // 保留星期五,其他都取消
    {
      pattern: "keep date",
      make: (_, { text }) =>
        /(?:其[他余]|别的).{0,6}(?:取消|cancel|[唔不]要|退|删)/u.test(text) ? { is: "keep" } : null,
    },
    { pattern: "neg want? cue|shift", make: not },
    // 點訂, 點取消: "how to". After a number 點 has become a time.
    {
      pattern: "point cue",
      make: (f, scope) => (han(f, scope) ? howTo(f) : null),
    },
    { pattern: "howTo cue|shift", make: () => ({ is: "cue", intent: "help", strong: true }) },
    { pattern: "shift by|for|moveTo|in? length", make: moved },
    { pattern: "length shift", make: moved },
    // "Come an hour early"
    { pattern: "length early", make: (f) => ({ is: "moved", minutes: -(f.get("length")?.minutes ?? 0) }) },
    // "Can I start 15 early"
    {
      pattern: "num early",
      make: (f) => {
        const { value = 0, article } = f.get("num") ?? {}
        // "Book 8 early tomorrow" may be an hour.
        const counts = value >= 15 || !(asksTo(f.before, "book") || beside(f, "date", "at", "part"))
        return counts && value >= 5 && value <= 90 && !article ? { is: "moved", minutes: -value } : null
      },
    },
    // 星期五嗰場少半個鐘
    {
      pattern: "length",
      make: (f, { text }) =>
        /(?:^|[^至最])少$/u.test(text.slice(0, f.tokens[0]?.at)) ? [f.get("length") as Sense, { is: "shorten" }] : null,
    },
    // "Mv 3pm 2 thurs 3pm"
    { pattern: "num !num", make: asTo },
    // "Take half an hour off tomorrow's"
    { pattern: "length off", make: (f) => [f.get("length") as Sense, { is: "shorten" }] },
    { pattern: "in length", make: fromNow },
    { pattern: "length later", make: fromNow },
    { pattern: "back by? length", make: (f) => ({ is: "moved", minutes: f.get("length")?.minutes ?? 0 }) },
    // 我們到6號房了
    {
      pattern: "until room",
      make: (f, scope) => (han(f, scope) && (!f.before || beside(f, "my", "we")) ? arrivedIn(f) : null),
    },
    // 我而家喺6號房
    {
      pattern: "at room",
      make: (f, scope) => (han(f, scope) && (beside(f, "my", "we", "now") || there(f, scope)) ? arrivedIn(f) : null),
    },
    // 有直播間嗎, "got a large room"
    { pattern: "have num? measure? class? roomWord", make: () => ({ is: "cue", intent: "availability" }) },
    { pattern: "have class", make: hasSuch },
  ]),
]
