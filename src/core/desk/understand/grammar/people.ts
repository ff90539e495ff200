import type { Match, Rule } from "../cascade.js"
import type { Sense, SenseOf } from "../sense.js"
import { asksTo, is } from "../tokens.js"
import { type Scope, textOf, value } from "./scope.js"

/** How many are on air. */

/** More than any room holds are taken for a slip. */
export const mostHosts = 50

export function hosts(count: number): Sense {
  return count >= 1 && count <= mostHosts ? { is: "hosts", count } : { is: "bad", what: "badHosts" }
}

/** 少一個主播 */
export const fewer = (f: Match, text: string): boolean => /(?:^|[^至最])少$/u.test(text.slice(0, f.tokens[0]?.at))

/** "Another host", 加多一個主播: on top of those there are; 少一個主播: of those there are. */
function counted(f: Match, count: number, { text }: Scope): Sense {
  const made = hosts(count)
  const next = f.tokens[0]?.near === true
  const less = fewer(f, text) || (is(f.before, "drop") && !is(f.before, "of"))
  if (made.is !== "hosts") return made
  if (f.has("plus") || (next && is(f.before, "plus", "add"))) return { ...made, more: true }
  return next && less ? { ...made, count: -count, more: true } : made
}

/** "Bigger than studio 3", 比3號房大: one of the next class in size. */
function besideRoom(f: Match, { words }: Scope): Sense | null {
  const [choice, room] = [f.get("choice")?.choice, f.get("room")]
  const size = room ? words.classes.indexOf(words.classOf.get(room.id) ?? "") : -1
  if (!choice || size < 0 || (choice !== "bigger" && choice !== "smaller")) return null
  const id = words.classes[size + (choice === "bigger" ? 1 : -1)]
  return id === undefined ? { is: "choice", choice } : { is: "class", id }
}

const ofThings = /^[盏部支台套隻只块幅张把间粒条件架副枝]$/u

/** 咪兩支 主播兩個: what the number before a word for hosts counts stands before it. */
function ofGear(f: Match, scope: Scope): boolean {
  const measure = f.tokens.find((token) => is(token, "measure"))
  if (!measure || !is(f.before, "gear", "gearHead")) return false
  return is(f.after, "num") || ofThings.test(textOf(measure, scope))
}

/** More than any room holds and four figures: a time ("1500-1730 主播2位"). */
const ofDay = (f: Match): boolean => f.get("num")?.digits?.length === 4

/** 兩位, 三名: measure words of persons need no noun. */
function persons(f: Match, scope: Scope): Sense | null {
  const { text } = scope
  const word = f.tokens.at(-1)
  const ends = !f.after || f.after.senses.length > 0
  return /^[位名]$/.test(text.slice(word?.at, word?.to)) && ends ? counted(f, value(f), scope) : null
}

/** The word for "to" also says that it is a change. */
function become(f: Match): readonly Sense[] {
  const change = f.tokens.find((token) => is(token, "moveTo") && asksTo(token, "reschedule"))
  return [
    hosts(f.senses.findLast((sense) => sense.is === "num")?.value ?? 0),
    ...(change ? [{ is: "cue", intent: "reschedule" } as const] : []),
  ]
}

/** «Das 19 às 21 pra 2 pessoas», "at 7 for 2 people": the first number is an hour. */
function fromSoMany(f: Match, { text }: Scope): readonly Sense[] | null {
  const [lead] = f.tokens
  const ofHour = is(lead, "from") && /^(?:das|as) /.test(text.slice(lead?.at))
  const afterHour = is(f.before, "at", "until", "dash", "from", "between", "before", "after", "date", "part")
  return ofHour || (afterHour && !f.has("from")) ? null : become(f)
}

/** "7pm 1 hour for 2": how long it is has been said, so that they are two. */
export function forPeople(f: Match): readonly Sense[] | null {
  const [length, people] = [f.get("length"), f.get("num")]
  if (!length || length.more || !people || people.article || people.value < 1 || people.value > mostHosts) return null
  return [length, { is: "hosts", count: people.value }]
}

/** "4pm for 90": no room holds as many as that, so minutes are meant. */
export function forMinutes(f: Match): Sense | null {
  const { value = 0 } = f.get("num") ?? {}
  const afterTime = is(f.before, "clock", "num", "date", "part")
  return afterTime && value >= 30 && value <= 480 && value % 15 === 0 ? { is: "length", minutes: value } : null
}

export const people: readonly Rule<Scope>[] = [
  { pattern: "choice than room", make: besideRoom },
  { pattern: "than room choice", make: besideRoom },
  // "Hosts from two to three", 由兩個主播改做三個
  { pattern: "from? num measure? until|moveTo num measure? hostWord", make: fromSoMany },
  { pattern: "hostWord from num measure? until|moveTo num measure?", make: become },
  // 人數改做一個
  {
    pattern: "hostWord moveTo num measure? !point|unit|roomWord|hourMark|colon|quarter|dayMark|monthMark|slash|clock",
    // "Change hosts to 4"
    make: (f) => ([f.before, f.tokens[1]].some((token) => asksTo(token, "reschedule")) ? become(f) : null),
  },
  {
    pattern: "from num measure? hostWord cue num measure? hostWord?",
    make: (f) => (f.get("cue")?.intent === "reschedule" ? [hosts(value(f, 1)), f.get("cue") as Sense] : null),
  },
  {
    pattern: "num plus? measure? hostWord hostWord?",
    make: (f, scope) => {
      // 麥克風兩個 主播兩個; 燈兩盞,主播三個: the number before is a thing's.
      if (ofGear(f, scope) || ofDay(f)) return null
      // 話筒要三個然後主播是四個人
      const ofThing = asksTo(f.before, "book") && f.has("measure") && f.tokens.some(({ near }, at) => at > 0 && !near)
      return ofThing ? null : counted(f, value(f), scope)
    },
  },
  { pattern: "plus measure? hostWord", make: (f, scope) => counted(f, 1, scope) },
  {
    pattern: "hostWord colon? num measure? !unit|meridiem|point|colon|gear|roomWord",
    // "Host a live" counts nobody.
    make: (f) => (f.get("num")?.article || is(f.after, "gear", "unit", "clock") ? null : hosts(value(f))),
  },
  { pattern: "num measure !roomWord|class|gear|gearHead|unit|quarter|hostWord|num", make: persons },
  {
    pattern: "weAre num plus? hostWord? !unit|meridiem|colon|point|gear|gearHead|roomWord",
    make: (f) => {
      const more = f.get("weAre")?.more ?? 0
      // "We are a bit early"
      const made = hosts(value(f) + more)
      const said = more > 0 && f.has("hostWord")
      if (!said && (f.get("num")?.article || (more && value(f) < 2))) return null
      return made.is === "hosts" && !more ? { ...made, are: true } : made
    },
  },
  // "Me and my sister", «eu e a minha colega»
  {
    pattern: "weAre my? somebody",
    make: (f) => (f.get("weAre")?.more === 1 ? { is: "hosts", count: 2, us: true } : null),
  },
  // 我一個月播十個鐘
  {
    pattern: "alone",
    make: (f, scope) =>
      is(f.after, "monthMark") ? null : { ...(counted(f, 1, scope) as SenseOf<"hosts">), are: true },
  },
  // 唔使大房,中房都夠
  { pattern: "drop|neg class comma? class", make: (f) => f.get("class", 1) ?? null },
  // "1 small room"
  { pattern: "num class roomWord?", make: (f) => (value(f) === 1 ? (f.get("class") ?? null) : null) },
  {
    // «Uma sala para 2»; «para as 2» is when.
    pattern: "roomWord|class for|moveTo num !unit|meridiem|colon|point|clock|measure|until|dash|slash|half",
    make: (f, { text }) => {
      const [, by] = f.tokens
      const so = is(by, "for") || (text.slice(by?.at, by?.to) === "para" && !asksTo(f.before, "reschedule"))
      const kind = f.get("class")
      if (f.get("num")?.article) return null
      return so ? [...(kind ? [kind] : []), hosts(value(f))] : null
    },
  },
]
