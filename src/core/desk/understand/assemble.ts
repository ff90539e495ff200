import { isoDay, isoMinute, parseLocal, weekdayOf } from "./calendar.js"
import {
  answered,
  badOnes,
  gearOf,
  gearQuestions,
  hasContent,
  hostsMoreOf,
  hostsOf,
  lessOf,
  repeatOf,
  repeatsOne,
  roomOf,
  roomQuestions,
  understood,
  unreadIn,
} from "./details.js"
import { lexicons } from "./lexicon.js"
import { type Material, timeText } from "./material.js"
import type { Problem, Question, Reading, Told } from "./reading.js"
import type { DayPart, SenseOf } from "./sense.js"
import { type Times, times } from "./times.js"
import { all, alters, any, first, is, type Token } from "./tokens.js"
import { spanOf, type When } from "./when.js"

type Settled = { at: string | null; end: string | null; question: Question | null; problems: Problem[] }

/** One reading is taken, several are asked; of a time that is open the day alone is kept. */
function settle(when: When | null, about: "start" | "moveTo", text: string): Settled {
  if (!when) return { at: null, end: null, question: null, problems: [] }
  if (when.problem) {
    // The day stands, whatever is wrong with the time.
    const kept = when.dayStated && when.day !== null && when.problem !== "impossibleDate" ? isoDay(when.day) : null
    return { at: kept, end: null, question: null, problems: [{ is: when.problem, text } as Problem] }
  }
  const [slot, ...others] = when.slots
  if (slot && others.length === 0) {
    const { start, end } = spanOf(slot)
    return { at: start, end, question: null, problems: [] }
  }
  // Midnight may be the one before the day or the one after it: then the day is open as well.
  const nights = new Set(when.slots.map(({ day, from }) => day + Math.floor(from / 1440)))
  const day = when.day === null || nights.size > 1 ? null : isoDay(when.day)
  if (slot)
    return {
      at: when.dayStated ? day : null,
      end: null,
      question: { about, choices: when.slots.map(spanOf) },
      problems: [],
    }
  if (when.days.length > 1) {
    const choices = when.days.map((at) => ({ start: isoDay(at), end: null }))
    return { at: null, end: null, question: { about, choices }, problems: [] }
  }
  return { at: when.dayStated ? day : null, end: null, question: null, problems: [] }
}

export function assemble(m: Material): Omit<Reading, keyof Told | "past" | "also"> {
  const t = times(m)
  const tokens = [...t.meantTokens, ...t.targetTokens]
  const start = settle(weekend(t, m), "start", timeText(t.meantTokens, m))
  const moveTo = settle(t.target, "moveTo", timeText(t.targetTokens, m))
  const answer = answered(tokens, m)
  const window = bounded(t, m)
  const asked = [start.question, ...window.questions, moveTo.question].filter((q): q is Question => q !== null)
  const moved = m.want.intent === "reschedule" && any(t.targetTokens, "room", "class")
  return {
    intent: m.want.intent,
    intentStated: m.want.stated,
    topic: m.want.topic ?? null,
    tongue: first(tokens, "tongue")?.language ?? null,
    not: m.want.not,
    answer,
    change: changes(tokens, answer, m),
    language: m.language,
    start: startOf(window.start ?? start.at, { t, m }),
    end: endOf(start.end, window.end, { t, m }),
    durationMinutes: m.want.intent === "help" ? null : t.said.length,
    dayStated: t.meant.dayStated,
    window: window.window,
    sameTime: first(tokens, "sameTime") !== null || (any(tokens, "weeks", "repeat") && repeatsOne(tokens, m)),
    part: t.said.part ?? t.said.date?.part ?? null,
    week: t.said.date ? null : (first(tokens, "week")?.by ?? null),
    moveTo: moveTo.at ?? (m.want.intent === "reschedule" ? shifted(t, m) : null),
    moveToEnd: moveTo.end,
    moveDayStated: (t.targetSaid?.date ?? null) !== null,
    shiftMinutes: t.shift,
    shorterBy: t.less,
    which: m.want.intent === "book" ? null : (first(tokens, "which")?.which ?? null),
    room: roomOf(moved ? t.targetTokens : tokens, m),
    roomMeant: moved ? roomOf(t.meantTokens, m) : null,
    roomClass: first(tokens, "class")?.id ?? null,
    roomChoice: choiceOf(tokens),
    roomNot: all(tokens, "choice").find(({ not }) => not)?.not ?? null,
    hosts: hostsOf(tokens, m),
    hostsMore: hostsMoreOf(tokens, m),
    gear: gearOf(tokens, m),
    less: lessOf(tokens, m),
    repeat: repeatOf(tokens, t, m),
    title: m.title,
    open: [...asked, ...roomQuestions(tokens, m), ...gearQuestions(tokens, m)],
    problems: [...start.problems, ...moveTo.problems, ...problemsOf(t, tokens, m)],
    unread: unreadIn(tokens, m),
    understood: understood(tokens, m),
    truncated: m.folded.truncated,
  }
}

/** 換間大啲嘅: another, and a bigger one. */
function choiceOf(tokens: readonly Token[]): Reading["roomChoice"] {
  const choices = all(tokens, "choice").map(({ choice }) => choice)
  return choices.find((choice) => choice !== "other") ?? choices[0] ?? null
}

/** "An hour later", of what is being put together. */
function draftShifted({ shift }: Times, { want, context }: Material): string | null {
  const at = want.moving && shift !== null ? parseLocal(context.draft?.start ?? "") : null
  return at?.minute == null || shift === null ? null : isoMinute(at.day, at.minute + shift)
}

/** Of what is free until the end of a month, that is no start. */
function startOf(said: string | null, { t, m }: { t: Times; m: Material }): string | null {
  return m.want.intent === "availability" && monthEndIn(t.meantTokens) ? null : (said ?? draftShifted(t, m))
}

/** Where a move that is asked for does not say where to, "until 10" is no end of it. */
function endOf(said: string | null, until: string | null, { t, m }: { t: Times; m: Material }): string | null {
  const { intent, stated } = m.want
  if (intent === "mine") return null
  return said ?? (intent === "reschedule" && stated && t.target === null ? null : until)
}

/** Whether it changes what is being put together, rather than beginning something new. */
const changes = (tokens: readonly Token[], answer: Reading["answer"], { context, want }: Material): boolean =>
  (hasContent(tokens) || any(tokens, "moved")) &&
  answer !== "unsure" &&
  !want.stated &&
  (context.draft !== undefined ||
    makes(tokens[0]) ||
    is(tokens[0], "add", "plus") ||
    answer === "no" ||
    alters(tokens) ||
    corrects(tokens))

/** "I got it wrong, it was 4 to 6", «enganei-me, era às 16h»: of what was just said another time. */
function corrects(tokens: readonly Token[]): boolean {
  const at = tokens.findIndex((token) => is(token, "was", "slip"))
  return at >= 0 && any(tokens.slice(at + 1), "clock", "range", "num") && !any(tokens, "date", "repeat")
}

/** "What about thursday?" asks; of what is being put together it is a change, of what is done it is none. */
const makes = (token: Token | undefined): boolean =>
  token?.senses.some((sense) => sense.is === "make" && sense.asks === undefined) === true

/** What cannot be: in the things, and more than one booking at once. */
function problemsOf({ said }: Times, tokens: readonly Token[], m: Material): Problem[] {
  // 七八點有冇房: from seven on.
  const vague = m.want.intent === "availability" && tokens.some((token) => all([token], "clock").length > 1)
  const each = ofOnly.has(m.want.intent) && all(tokens, "date").some(({ through }) => through !== undefined)
  const more = (said.several && !vague) || days(tokens) || each
  const several = more && m.want.intent !== "reschedule" && m.want.intent !== "mine"
  return [...badOnes(tokens, m), ...(several ? [{ is: "several" as const, text: timeText(tokens, m) }] : [])]
}

/** "Monday to Friday": several days, unless it says until when a series runs. */
const days = (tokens: readonly Token[]): boolean =>
  any(tokens, "untilDay") && any(tokens, "date") && !any(tokens, "repeat", "cycle")

/** "Tomorrow 3pm, an hour later": where that leads. */
function shifted({ meant, shift }: Times, { now }: Material): string | null {
  const [slot, other] = meant.slots
  if (shift !== null && !slot && meant.day !== null && shift % 1440 === 0) return isoDay(meant.day + shift / 1440)
  if (shift === null || !slot || other) return null
  const coming = (slot.day - now.day) * 1440 + slot.from + shift > now.minute
  return coming ? isoMinute(slot.day, slot.from + shift) : null
}

/** Of several days only one at a time. */
const ofOnly: ReadonlySet<string> = new Set(["cancel", "extend", "waitlist"])

/** These are on one day: which, is asked. */
const ofOne: ReadonlySet<string> = new Set(["book", "cancel", "reschedule", "extend"])

/** Asked what is free on any of several days, all are meant, from the first. */
function weekend({ meant, said }: Times, m: Material): When {
  const both = said.date?.either && meant.slots.length === 0 && !ofOne.has(m.want.intent)
  return both ? { ...meant, days: meant.days.slice(0, 1), day: meant.days[0] ?? null } : meant
}

/** "This weekend", "Saturday or Sunday", "next week" in a question for what is free: all of those days. */
function wholeDays(
  { meant, said, meantTokens }: Pick<Times, "meant" | "said" | "meantTokens">,
  m: Material,
): Reading["window"] {
  if (m.want.intent !== "availability" || meant.slots.length > 0 || said.after || said.before || said.to) return null
  const { today } = m.scope
  const text = (day: number): string | null => (day <= today ? null : isoMinute(day, 0))
  const days = said.date?.either ? said.date.days : []
  const last = days.at(-1)
  if (days.length > 1 && last !== undefined) return { from: text(days[0] ?? last), to: text(last + 1) }
  const bound = said.date ? monthEndIn(meantTokens) : first(meantTokens, "dayBound")
  if (bound) return beyond(bound, text)
  const week = said.date ? null : first(meantTokens, "week")
  if (!week || week.by < 0) return null
  const monday = today - weekdayOf(today) + 1 + 7 * week.by
  return { from: text(monday), to: text(monday + 7) }
}

/** 月底前 is a day as well as a bound. */
const monthEndIn = (tokens: readonly Token[]): SenseOf<"dayBound"> | null =>
  first(
    tokens.filter((token) => is(token, "date")),
    "dayBound",
  )

/** "Before Friday": the days until then; "after Friday": those behind it. */
function beyond({ side, date }: SenseOf<"dayBound">, text: (day: number) => string | null): Reading["window"] {
  const [day] = date.days
  if (day === undefined) return null
  return side === "before" ? { from: null, to: text(day) } : { from: text(day + 1), to: null }
}

type Bounded = { window: Reading["window"]; start: string | null; end: string | null; questions: Question[] }

/** Bounds as times of a day; what speakers of a language mean as a time ("tomorrow evening") is the start that is asked for. */
function bounded({ meant, said, meantTokens }: Times, m: Material): Bounded {
  const none: Bounded = { window: null, start: null, end: null, questions: [] }
  const days = wholeDays({ meant, said, meantTokens }, m)
  if (days) return { ...none, window: days }
  const { window } = meant
  const explicit = Boolean(said.after || said.before || said.to)
  const day = meant.day ?? (explicit && meant.days.length === 0 ? m.now.day : null)
  if (!window || day === null || meant.problem) return none
  // A bound that is over bounds nothing, and neither does an end before the beginning.
  const coming = (minute: number): boolean => (day - m.now.day) * 1440 + minute > m.now.minute
  const from = window.from.filter(coming)
  const to = window.to.filter((minute) => coming(minute) && from.every((start) => start < minute))
  const text = (minute: number): string => isoMinute(day, minute)
  const only = ([minute, other]: readonly number[]): string | null =>
    minute === undefined || other !== undefined ? null : text(minute)
  const bounds = { from: only(from), to: only(to) }
  const questions: Question[] = []
  if (from.length > 1) {
    questions.push({ about: "start", choices: from.map((minute) => ({ start: text(minute), end: null })) })
  }
  if (to.length > 1) questions.push({ about: "end", choices: to.map(text) })
  if (explicit) return { window: bounds, start: bounds.from, end: bounds.to, questions }
  const part: DayPart | null = said.part ?? said.date?.part ?? null
  const begins = lexicons.find(({ language }) => language === m.language)?.partBegins
  const start = part && m.want.intent === "availability" ? begins?.[part] : undefined
  return { window: bounds, start: start === undefined || !coming(start) ? null : text(start), end: null, questions }
}
