import type { Match, Rule } from "../cascade.js"
import type { Sense, SenseOf } from "../sense.js"
import { asksTo, type Token } from "../tokens.js"
import type { Scope } from "./scope.js"

/** How many are on air. */

const value = (f: Match, nth = 0): number => f.get("num", nth)?.value ?? 0
const has = (token: Token | undefined, ...kinds: readonly string[]): boolean =>
  token?.senses.some(({ is }) => kinds.includes(is)) === true

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
  const less = fewer(f, text) || (has(f.before, "drop") && !has(f.before, "of"))
  if (made.is !== "hosts") return made
  if (f.has("plus") || (next && has(f.before, "plus", "add"))) return { ...made, more: true }
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

/** 兩位, 三名: measure words of persons need no noun. */
function persons(f: Match, scope: Scope): Sense | null {
  const { text } = scope
  const word = f.tokens.at(-1)
  const ends = !f.after || f.after.senses.length > 0
  return /^[位名]$/.test(text.slice(word?.at, word?.to)) && ends ? counted(f, value(f), scope) : null
}

/** The word for "to" also says that it is a change. */
function become(f: Match): readonly Sense[] {
  const change = f.tokens.find((token) => has(token, "moveTo") && asksTo(token, "reschedule"))
  return [
    hosts(f.senses.findLast((sense) => sense.is === "num")?.value ?? 0),
    ...(change ? [{ is: "cue", intent: "reschedule" } as const] : []),
  ]
}

/** «Das 19 às 21 pra 2 pessoas», "at 7 for 2 people": the first number is an hour. */
function fromSoMany(f: Match, { text }: Scope): readonly Sense[] | null {
  const [lead] = f.tokens
  const ofHour = has(lead, "from") && /^(?:das|as) /.test(text.slice(lead?.at))
  const afterHour = has(f.before, "at", "until", "dash", "from", "between", "before", "after", "date", "part")
  return ofHour || (afterHour && !f.has("from")) ? null : become(f)
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
    make: (f) => (f.tokens[1] && asksTo(f.tokens[1], "reschedule") ? become(f) : null),
  },
  {
    pattern: "from num measure? hostWord cue num measure? hostWord?",
    make: (f) => (f.get("cue")?.intent === "reschedule" ? [hosts(value(f, 1)), f.get("cue") as Sense] : null),
  },
  { pattern: "num plus? measure? hostWord hostWord?", make: (f, scope) => counted(f, value(f), scope) },
  { pattern: "plus measure? hostWord", make: (f, scope) => counted(f, 1, scope) },
  {
    pattern: "hostWord colon? num measure? !unit|meridiem|point|colon|gear|roomWord",
    // "Host a live" counts nobody.
    make: (f) => (f.get("num")?.article || has(f.after, "gear", "unit", "clock") ? null : hosts(value(f))),
  },
  { pattern: "num measure !roomWord|class|gear|gearHead|unit|quarter|hostWord|num", make: persons },
  {
    pattern: "weAre num hostWord? !unit|meridiem|colon|point|gear|gearHead|roomWord",
    make: (f) => {
      const more = f.get("weAre")?.more ?? 0
      // "We are a bit early"
      const made = hosts(value(f) + more)
      if (f.get("num")?.article || (more && value(f) < 2)) return null
      return made.is === "hosts" && !more ? { ...made, are: true } : made
    },
  },
  // 我一個月播十個鐘
  {
    pattern: "alone",
    make: (f, scope) =>
      has(f.after, "monthMark") ? null : { ...(counted(f, 1, scope) as SenseOf<"hosts">), are: true },
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
      const so = has(by, "for") || (text.slice(by?.at, by?.to) === "para" && !asksTo(f.before, "reschedule"))
      const kind = f.get("class")
      return so ? [...(kind ? [kind] : []), hosts(value(f))] : null
    },
  },
]
