import { type Match, pass, type Rule } from "../cascade.js"
import type { Clock, DayPart, Sense } from "../sense.js"
import { all } from "../tokens.js"
import { type Scope, value } from "./scope.js"

const impossible: Sense = { is: "bad", what: "impossibleTime" }
/** In minutes: longer than any session, and as good as all that are longer still. Days can be counted with it. */
export const endless = 400 * 1440
const length = (minutes: number): Sense => ({ is: "length", minutes: Math.min(minutes, endless) })

/** A time of day from its figures; what cannot be on a clock is said to be impossible, never carried over. */
export function clock(hour: number, minute: number, how: Clock["how"]): Sense {
  if (hour > 24 || minute > 59 || (hour === 24 && minute > 0) || !Number.isInteger(hour)) return impossible
  const certain = hour > 12 || hour === 0 ? "sure" : how
  return {
    is: "clock",
    minute: hour * 60 + minute,
    how: certain,
    ...(hour > 12 && how !== "sure" ? { of24: true } : {}),
  }
}

function withMeridiem(hour: number, minute: number, pm: boolean): Sense {
  if (hour > 12) return clock(hour, minute, "sure")
  // "12am" is a midnight, the one before or the one after the day.
  if (hour === 12 && minute === 0 && !pm) return { is: "clock", minute: 1440, how: "open", of12: true }
  const made = clock((hour % 12) + (pm ? 12 : 0), minute, "sure")
  return hour < 1 || made.is !== "clock" ? impossible : { ...made, of12: true }
}

/** A bare hour, or four figures without a colon ("1930"). */
export function hourOf(num: { value: number; digits?: string }): Sense | null {
  const { value, digits } = num
  if (digits !== undefined && digits.length >= 3) {
    const made = clock(Math.floor(value / 100), value % 100, "literal")
    return digits.length > 4 || value % 5 !== 0 || made.is !== "clock" ? null : made
  }
  return Number.isInteger(value) && value <= 24 ? clock(value, 0, "open") : null
}

/** A clock said together with a part of the day. */
export function inPart(said: Clock, part: DayPart): Clock {
  if (said.how === "sure" && said.minute >= 60) {
    // "Tonight at 1am" is after midnight.
    return part === "night" && said.minute < 6 * 60 ? { ...said, minute: said.minute + 1440 } : said
  }
  if (said.minute === 1440) return { ...said, how: "sure" }
  const hour = Math.floor(said.minute / 60)
  const sure = (minutes: number): Clock => ({ is: "clock", minute: said.minute + minutes, how: "sure" })
  if (hour === 0) return part === "night" || part === "evening" ? sure(1440) : sure(0)
  // 半夜十一點 is before midnight.
  if (part === "dawn") return sure(hour === 12 ? -720 : hour >= 9 ? 720 : 0)
  if (part === "morning") return sure(0)
  if (part === "noon") return sure(hour < 6 ? 720 : 0)
  if (part === "afternoon") return sure(hour === 12 ? 0 : 720)
  if (hour === 12) return sure(720)
  return sure(hour < 5 && part === "night" ? 1440 : 720)
}

const at = (kinds: readonly string[], token: Match["before"]): boolean =>
  token?.senses.some(({ is }) => kinds.includes(is)) === true

/** Whether "9h", "2h30", "7 horas" is a time of day rather than a length: by what leads it, else by its size. */
function isTime(f: Match, hour: number, language?: Scope["language"]): boolean {
  // "For 18h": nobody means so many of them.
  const many = hour > 12 && hour < 24 && at(["for", "moveTo", "cue"], f.before) && at(["point"], f.tokens[1])
  if (many) return true
  if (at(["for", "plus", "shift", "cue"], f.before) || at(["shift"], f.after)) return false
  // «Às 15h 1 hora»: a time stands there already.
  if (at(["point"], f.before) && hour < 7) return false
  // "Sat arvo 2 hrs"
  const hrs = f.tokens.some((token) => at(["point"], token) && token.to - token.at === 3)
  if (hrs && hour < 7 && !at(["at", "from", "until", "between", "before", "after", "dash"], f.before)) return false
  // "A 2h slot"
  const article = f.before?.senses.some((sense) => sense.is === "num" && sense.article)
  if (article && (language === "en" || !at(["until"], f.before))) return false
  if (!f.tokens[0]?.near) return hour >= 7
  // "3pm - 2h - studio 7"
  if (f.tokens[0]?.tight === false && at(["dash"], f.before) && at(["dash"], f.after)) return hour >= 7
  if (at(["at", "from", "until", "between", "before", "after", "dash", "part"], f.before)) return true
  // «Para as 3 horas» is when, «para 3 horas» for how long.
  if (at(["moveTo"], f.before) && !at(["filler"], f.before)) return true
  if (at(["until", "dash"], f.after)) return true
  if (f.after?.senses.some((sense) => sense.is === "part" && sense.beside !== true)) return true
  return hour >= 7 || besideAfternoon(f)
}

/** «Quinta 3h à tarde»: after a day, 3h is written as a time; «2 horas à tarde» are two hours. */
const besideAfternoon = (f: Match): boolean => {
  const [, mark] = f.tokens
  const written = mark?.tight === true && mark.to - mark.at === 1
  return written && at(["date"], f.before) && all(f.after ? [f.after] : [], "part")[0]?.part === "afternoon"
}

/** "h", "horas", "hrs" stand for both; "hour" and 小時 only for lengths. */
function pointed(f: Match, make: (f: Match) => Sense | null): Sense | null {
  return isTime(f, value(f)) ? make(f) : null
}

const minuteFigures = (f: Match): boolean => f.get("num", 1)?.digits?.length === 2

const clocks: readonly Rule<Scope>[] = [
  // "Amanhã 3 da tarde 2 horas": when, and for how long.
  {
    pattern: "num part num unit !and|half",
    make: (f, scope) => {
      const from = hanBefore({ ...f, tokens: f.tokens.slice(1) }, scope) ? null : clock(value(f), 0, "open")
      const part = f.get("part")
      const minutes = value(f, 1) * minutesIn(f)
      return part && from?.is === "clock" && value(f) <= 12 && minutes > 0
        ? [inPart(from, part.part), length(minutes)]
        : null
    },
  },
  { pattern: "num ~colon ~num ~colon ~num", make: (f) => clock(value(f), value(f, 1), "literal") },
  {
    pattern: "num colon ~num meridiem",
    make: (f) => withMinutes(f, () => withMeridiem(value(f), value(f, 1), f.get("meridiem")?.pm === true)),
  },
  { pattern: "num ~colon ~num point?", make: (f) => withMinutes(f, () => written(f)) },
  {
    pattern: "num ~dot ~num meridiem",
    make: (f) => withMeridiem(value(f), value(f, 1), f.get("meridiem")?.pm === true),
  },
  {
    pattern: "num ~dot ~num !unit|measure",
    make: (f) => (minuteFigures(f) ? clock(value(f), value(f, 1), "literal") : null),
  },
  { pattern: "num half? meridiem", make: bareMeridiem },
  {
    pattern: "meridiem num",
    make: (f, scope) => (hanBefore(f, scope) ? withMeridiem(value(f), 0, f.get("meridiem")?.pm === true) : null),
  },
  {
    pattern: "num ~point ~num unit?",
    // 3點12號房 is a room; "15h30" is a time whatever follows.
    make: (f, scope) =>
      minuteFigures(f) &&
      (latinBefore(f, scope) || !at(["measure", "hostWord", "dayMark", "roomWord", "gear"], f.after))
        ? pointed(f, () => by24(clock(value(f), value(f, 1), "literal")))
        : null,
  },
  // «18 e 30»
  {
    pattern: "num and num !unit|measure|gear|hostWord|roomWord|class|month|monthMark",
    make: (f, { language }) =>
      language === "pt" &&
      [15, 30, 45].includes(value(f, 1)) &&
      value(f) < 24 &&
      at(["at", "until", "date", "dash", "from", "moveTo", "comma"], f.before)
        ? clock(value(f), value(f, 1), "literal")
        : null,
  },
  { pattern: "num num meridiem? !unit|hostWord|measure|gear", make: inWords },
  // half past seven, quarter to eight, ten past three
  { pattern: "half|quarter past num meridiem", make: pastMeridiem },
  {
    pattern: "quarter minus num meridiem",
    make: (f) => withMeridiem(value(f) === 1 ? 12 : value(f) - 1, 45, f.get("meridiem")?.pm === true),
  },
  { pattern: "half past num", make: (f) => clock(value(f), 30, "open") },
  { pattern: "quarter past num", make: (f) => clock(value(f), 15, "open") },
  { pattern: "quarter minus num", make: (f) => before(value(f), 15) },
  { pattern: "num unit past num", make: (f) => (value(f) < 60 ? clock(value(f, 1), value(f), "open") : null) },
  {
    pattern: "num past num !unit",
    make: (f) => ([5, 10, 20, 25].includes(value(f)) ? clock(value(f, 1), value(f), "open") : null),
  },
  {
    pattern: "num unit minus num",
    make: (f) => (f.get("unit")?.unit === "minute" && value(f) < 60 ? before(value(f, 1), value(f)) : null),
  },
  { pattern: "num minus num", make: (f, scope) => minutesTo(f) ?? minutesToHour(f, scope) },
  { pattern: "num point? minus quarter", make: (f) => before(value(f), 15) },
  { pattern: "fixed and half", make: (f) => clockOf(f.get("fixed")?.minute ?? 0, 30) },
  // 七點半, 三點三刻, 八點三個字, 七點十五分, 三點九
  // 差一刻八點, 差五分九點
  {
    pattern: "minus length num point",
    make: (f) => {
      const { minutes = 60 } = f.get("length") ?? {}
      return minutes < 60 ? before(value(f), minutes) : null
    },
  },
  // 下晝點半
  {
    pattern: "point ~half",
    make: (f) => {
      const afterPart = f.before?.senses.some((sense) => sense.is === "part" || (sense.is === "date" && sense.part))
      return afterPart ? clock(1, 30, "open") : null
    },
  },
  { pattern: "num point|hourMark ~half", make: (f) => clock(value(f), 30, "open") },
  { pattern: "num point and half !unit", make: (f) => pointed(f, () => clock(value(f), 30, "open")) },
  { pattern: "num point and num? quarter", make: (f) => pointed(f, () => clock(value(f), 15, "open")) },
  { pattern: "num point|hourMark num measure? quarter", make: (f) => clock(value(f), 15 * value(f, 1), "open") },
  { pattern: "num point|hourMark ~num measure? unit", make: pointAndUnit },
  { pattern: "num point|hourMark quarter", make: (f) => clock(value(f), 15, "open") },
  {
    pattern: "num point|hourMark ~num !measure|unit|dayMark|roomWord|hostWord|point|monthMark|gear|gearHead|dash|times",
    make: pointAndFigure,
  },
  {
    pattern: "num point and num !unit|hostWord|measure|gear|gearHead|roomWord",
    make: (f) => pointed(f, () => spoken(f)),
  },
  {
    pattern: "num and half !unit|measure",
    make: (f) => (led(f) || at(["until", "part"], f.after) ? clock(value(f), 30, "open") : null),
  },
  { pattern: "num and num? quarter !unit", make: (f) => (led(f) ? clock(value(f), 15, "open") : null) },
  {
    pattern: "num and num !unit|hostWord|measure|gear|gearHead|roomWord|times",
    make: (f) => (led(f) && !f.get("num", 1)?.digits ? spoken(f) : null),
  },
  // "Half eight", as the British say 8:30.
  {
    pattern: "half num !unit|measure|num|hostWord|gear|gearHead|roomWord|meridiem|point|colon|times|and",
    make: (f) => (f.get("num")?.han || f.get("num")?.article || !hourly12(f) ? null : clock(value(f), 30, "open")),
  },
  {
    pattern: "half num meridiem",
    make: (f) => (hourly12(f) ? withMeridiem(value(f), 30, f.get("meridiem")?.pm === true) : null),
  },
  { pattern: "num half meridiem", make: (f) => withMeridiem(value(f), 30, f.get("meridiem")?.pm === true) },
  { pattern: "num sharp !unit|hostWord|measure|gear|gearHead|roomWord", make: (f) => clock(value(f), 0, "open") },
  // 七八點: one or the other.
  {
    pattern: "num ~num ~point !unit",
    make: (f) => {
      const [one, other] = [f.get("num"), f.get("num", 1)]
      if (!one?.han || !other?.han || other.value !== one.value + 1) return null
      return [clock(one.value, 0, "open"), clock(other.value, 0, "open")]
    },
  },
  { pattern: "num point !unit", make: onTheHour },
  { pattern: "num hourMark !unit", make: (f) => clock(value(f), 0, "open") },
  { pattern: "num fixed", make: (f) => (value(f) === 12 ? clockOf(f.get("fixed")?.minute ?? 0, 0) : null) },
  { pattern: "fixed", make: (f) => clockOf(f.get("fixed")?.minute ?? 0, 0) },
]

const hourly12 = (f: Match): boolean => value(f) >= 1 && value(f) <= 12 && !at(["and", "num"], f.before)

/** "Three thirty", "das 18 30". */
function inWords(f: Match): Sense | null {
  const [hour, minutes] = [f.get("num"), f.get("num", 1)]
  if (hour?.digits && minutes?.digits) return inFigures(f)
  const words = [hour, minutes].every((num) => num && num.digits === undefined && !num.han && !num.article)
  const apart = f.tokens.length > (f.has("meridiem") ? 3 : 2)
  if (
    !hour ||
    !minutes ||
    !words ||
    apart ||
    hour.value < 1 ||
    hour.value > 12 ||
    minutes.value < 10 ||
    minutes.value > 59
  )
    return null
  const meridiem = f.get("meridiem")
  return meridiem ? withMeridiem(hour.value, minutes.value, meridiem.pm) : clock(hour.value, minutes.value, "open")
}

/** "6 30 pm", "from 18 30": two figures are a time only where one must stand, and on five minutes. */
function inFigures(f: Match): Sense | null {
  const [hour, minutes] = [value(f), value(f, 1)]
  const meridiem = f.get("meridiem")
  const together = f.tokens[1]?.near === true && f.tokens.length <= (meridiem ? 3 : 2)
  const fits = together && hour <= 24 && minuteFigures(f) && minutes < 60 && minutes % 5 === 0
  if (!fits || at(["times", "gearHead", "dayMark", "monthMark", "slash", "roomWord"], f.after)) return null
  if (meridiem) return withMeridiem(hour, minutes, meridiem.pm)
  return led(f) ? clock(hour, minutes, "literal") : null
}

const by24 = (made: Sense): Sense => (made.is === "clock" ? { ...made, of24: true } : made)

/** "08:30" is not of the evening. */
function written(f: Match): Sense {
  const made = clock(value(f), value(f, 1), "literal")
  return f.get("num")?.digits?.startsWith("0") ? by24(made) : made
}

function withMinutes(f: Match, make: () => Sense): Sense | null {
  const minutes = f.get("num", 1)?.digits
  return minutes === undefined || minutes.length === 2 ? make() : null
}

const hanBefore = (f: Match, { text }: Scope): boolean =>
  /[\u3400-\u9fff]/u.test(text.charAt((f.tokens[0]?.at ?? 0) - 1))

const latinBefore = (f: Match, { text }: Scope): boolean => /[a-z]/.test(text.charAt((f.tokens[2]?.at ?? 0) - 1))

function pastMeridiem(f: Match): Sense {
  return withMeridiem(value(f), f.has("half") ? 30 : 15, f.get("meridiem")?.pm === true)
}

/** 7pm, 730pm, half 7pm. */
function bareMeridiem(f: Match): Sense | null {
  const num = f.get("num")
  const pm = f.get("meridiem")?.pm === true
  if (!num || num.article) return null
  const long = (num.digits?.length ?? 0) > 2
  if (long) return withMeridiem(Math.floor(num.value / 100), num.value % 100, pm)
  return withMeridiem(num.value, f.has("half") ? 30 : 0, pm)
}

const clockOf = (minute: number, more: number): Sense => ({
  is: "clock",
  minute: minute + more,
  how: minute === 1440 ? "open" : "sure",
})

/** Minutes before an hour: quarter to eight is 7:45. */
function before(hour: number, minutes: number): Sense {
  return hour < 1 || hour > 24 ? impossible : clock(hour === 1 ? 12 : hour - 1, 60 - minutes, "open")
}

/** "dez para as oito": only round minutes in words, so that "from five to eight" stays a range. */
function minutesTo(f: Match): Sense | null {
  const [a, b] = [f.get("num"), f.get("num", 1)]
  if (!a || !b || a.digits !== undefined || b.value > 12 || at(["from", "between", "moveTo", "at"], f.before))
    return null
  return [20, 25].includes(a.value) ? before(b.value, a.value) : null
}

/** Brazil's «15 pras 3», «dez para as cinco» */
function minutesToHour(f: Match, { text }: Scope): Sense | null {
  const joint = text.slice(f.tokens[1]?.at, f.tokens[1]?.to)
  const fits = /^(?:pras|para as)$/.test(joint) && [5, 10, 15, 20, 25].includes(value(f)) && value(f, 1) <= 12
  return fits ? before(value(f, 1), value(f)) : null
}

/** 三點九十分鐘 is three o'clock, and for how long. */
function pointAndUnit(f: Match): Sense | null {
  const unit = f.get("unit")?.unit
  if (unit === "minute" && value(f, 1) >= 60 && value(f, 1) <= 480) return null
  if (unit === "five") return clock(value(f), 5 * value(f, 1), "open")
  if (unit === "minute" && !f.has("measure"))
    return clock(value(f), value(f, 1), f.get("num")?.digits ? "literal" : "open")
  return null
}

/** 三點九 is 3:45, nine times five minutes; 七點十五 and 七点05 are minutes. */
function pointAndFigure(f: Match): Sense | null {
  const minutes = f.get("num", 1)
  if (!minutes || at(["measure", "hostWord"], f.after)) return null
  if (minutes.digits?.length === 2 || (minutes.han && minutes.value >= 12))
    return clock(value(f), minutes.value, "open")
  if (minutes.han && minutes.value === 10) return clock(value(f), 10, "open")
  const few = minutes.han || minutes.digits?.length === 1
  return few && minutes.value >= 1 && minutes.value <= 11 ? clock(value(f), minutes.value * 5, "open") : null
}

/** "sete e vinte": from five minutes up. */
function spoken(f: Match): Sense | null {
  const minutes = value(f, 1)
  return minutes >= 5 && minutes < 60 ? clock(value(f), minutes, "open") : null
}

/** After "at", "from" and the like, a bare number is an hour. */
const led = (f: Match): boolean =>
  f.tokens[0]?.near === true &&
  at(["at", "from", "until", "between", "before", "after", "part", "dash"], f.before) &&
  value(f) <= 24

function onTheHour(f: Match, { language }: Scope): Sense | null {
  const num = f.get("num")
  const isUnit = f.tokens.some((token) => token.senses.some(({ is }) => is === "unit"))
  if (!num || num.article === true) return null
  if (num.digits && num.digits.length > 2) return hourOf(num)
  if (isUnit && !isTime(f, num.value, language)) return null
  return clock(num.value, 0, isUnit && num.digits !== undefined ? "literal" : "open")
}

const ofClock = (f: Match): boolean => f.tokens[0]?.tight === true && at(["point", "colon"], f.before)

/** «Prolonga o estúdio 5 meia hora» */
const ofRoom = (f: Match): boolean => at(["roomWord"], f.before) && !f.has("and") && !f.has("measure")

const minutesIn = (f: Match, nth = 0): number => {
  const unit = f.get("unit", nth)?.unit
  return unit === "hour" ? 60 : unit === "minute" ? 1 : unit === "five" ? 5 : unit === "quarter" ? 15 : 0
}

const whole = (minutes: number): Sense | null =>
  minutes > 0 && Number.isFinite(minutes) ? length(Math.round(minutes)) : null
const hourly = (f: Match, make: () => Sense | null): Sense | null => (f.get("unit")?.unit === "hour" ? make() : null)
/** A length whose unit may be a clock's: only where it is not a time of day. */
const unlessTime = (f: Match, make: () => Sense | null, language?: Scope["language"]): Sense | null => {
  const both = f.tokens.some((token) => token.senses.some(({ is }) => is === "point"))
  return both && isTime(f, value(f), language) ? null : make()
}

const lengths: readonly Rule<Scope>[] = [
  { pattern: "num of num unit and num unit", make: () => null },
  { pattern: "num ~dot ~num measure? unit", make: (f) => decimal(f) },
  { pattern: "num ~comma ~num measure? unit", make: (f) => decimal(f) },
  {
    pattern: "num measure? and? num? half measure? unit",
    // In "19h30 em meia hora" the 30 is the clock's.
    make: (f) => ((ofClock(f) && !f.has("measure")) || ofRoom(f) ? null : hourly(f, () => whole(value(f) * 60 + 30))),
  },
  {
    pattern: "num measure? unit and num? half",
    make: (f) => hourly(f, () => unlessTime(f, () => whole(value(f) * 60 + 30))),
  },
  { pattern: "num measure? unit half", make: (f) => hourly(f, () => unlessTime(f, () => whole(value(f) * 60 + 30))) },
  { pattern: "unit and half", make: (f) => hourly(f, () => length(90)) },
  { pattern: "measure half unit", make: (f) => hourly(f, () => length(90)) },
  // «Meio-dia e meia uma hora»: the half is the time's.
  {
    pattern: "half measure|num? unit",
    make: (f) => {
      const num = f.get("num")
      return num && num.article !== true ? null : hourly(f, () => length(30))
    },
  },
  // "Another 45", where nothing is counted: minutes.
  { pattern: "plus num", make: minutesMore },
  // «Prolonga 30»
  {
    pattern: "cue num",
    make: (f) => {
      const cue = f.get("cue")
      const made = cue?.intent === "extend" ? minutesMore(f) : null
      return cue && made ? [cue, made] : null
    },
  },
  {
    pattern: "by num",
    make: (f) => {
      const longer = f.before?.senses.some((sense) => sense.is === "cue" && sense.intent === "extend") === true
      const made = value(f) > 24 || longer ? minutesMore(f) : null
      return made?.is === "length" ? [{ is: "by" }, { is: "length", minutes: made.minutes }] : null
    },
  },
  // "We'll be 20 late"
  {
    pattern: "num topic",
    make: (f) => {
      const topic = f.get("topic")
      const fits = topic?.topic === "late" && value(f) % 5 === 0 && value(f) >= 5 && value(f) <= 60
      return topic && fits ? [length(value(f)), topic] : null
    },
  },
  // "Be there in 20", «chego em 20»
  {
    pattern: "topic num !unit|meridiem|colon|point|hourMark",
    make: (f) => {
      const topic = f.get("topic")
      const fits = topic?.topic === "coming" && value(f) >= 2 && value(f) <= 60
      return topic && fits ? [topic, length(value(f))] : null
    },
  },
  // 播三個骨
  {
    pattern: "num measure? quarter",
    make: (f) => (f.get("num")?.han && !at(["point", "hourMark", "and"], f.before) ? length(15 * value(f)) : null),
  },
  { pattern: "num quarter of? num? unit", make: (f) => hourly(f, () => length(15 * value(f))) },
  { pattern: "quarter of? num? unit", make: (f) => hourly(f, () => length(15)) },
  // «1 hora e 15», «uma hora e quinze»
  {
    pattern: "num unit and num !unit|measure|point|hourMark|gear|hostWord|roomWord|class",
    make: (f) =>
      [15, 30, 45].includes(value(f, 1)) && (f.get("num", 1)?.digits || !at(["at", "from", "until"], f.before))
        ? hourly(f, () => whole(value(f) * 60 + value(f, 1)))
        : null,
  },
  {
    pattern: "num unit and num? quarter",
    make: (f) => hourly(f, () => unlessTime(f, () => whole(value(f) * 60 + 15))),
  },
  { pattern: "num measure? unit and? num measure? unit", make: (f) => hoursAndMinutes(f, value(f, 1)) },
  // 一個鐘零三個字
  {
    pattern: "num measure? unit num num measure? unit",
    make: (f) => (value(f, 1) === 0 ? hoursAndMinutes(f, value(f, 2)) : null),
  },
  {
    pattern: "num ~unit ~num !dayMark|hostWord|measure|gear|gearHead|point",
    make: (f, scope) =>
      minuteFigures(f) && (latinBefore(f, scope) || !at(["roomWord"], f.after))
        ? hourly(f, () => unlessTime(f, () => whole(value(f) * 60 + value(f, 1))))
        : null,
  },
  {
    pattern: "num dash? measure|plus? unit",
    make: (f, scope) => (theHour(f, scope) ? null : lasts(f, scope) ? length(60) : single(f, scope)),
  },
  // «Mais hora e meia»
  { pattern: "plus unit and half", make: (f) => hourly(f, () => ({ is: "length", minutes: 90, more: true })) },
  {
    pattern: "plus measure? unit !past|minus",
    make: (f) =>
      minutesIn(f) >= 60 || f.get("unit")?.unit === "five"
        ? { is: "length", minutes: Math.min(minutesIn(f), endless), more: true }
        : null,
  },
  // 續多個鐘
  {
    pattern: "cue measure unit",
    make: (f, scope) =>
      f.get("cue")?.intent === "extend" &&
      /多$/u.test(scope.text.slice(f.tokens[0]?.at, f.tokens[0]?.to)) &&
      minutesIn(f) === 60
        ? [f.get("cue") as Sense, { is: "length", minutes: 60, more: true }]
        : null,
  },
  { pattern: "howMany measure? unit", make: (f) => (minutesIn(f) > 0 ? { is: "cue", intent: "quota" } : null) },
]

/** Round numbers that are only said of minutes. */
const rounds: ReadonlySet<number> = new Set([10, 15, 20, 30, 40, 45, 60, 90])

function minutesMore(f: Match): Sense | null {
  const num = f.get("num")
  const counts = f.after !== undefined && !at(["comma", "stop", "question", "at", "in", "cue", "yes", "room"], f.after)
  if (!num || num.article || counts || !rounds.has(num.value)) return null
  return { is: "length", minutes: num.value, more: true }
}

/** Portuguese "a hora" is "the hour". */
const theHour = (f: Match, { text }: Scope): boolean =>
  f.get("num")?.article === true && /^a\s+(?:que\s+)?(?:hora|minuto)/.test(text.slice(f.tokens[0]?.at))

/** «Alguma coisa de uma hora»: how long; «da uma hora» is when. */
const lasts = (f: Match, { text }: Scope): boolean =>
  f.before !== undefined && /^de uma hora(?!s| (?:as|ate)\b)/.test(text.slice(f.before.at))

/** 「五點三,一個鐘」: a comma between words parts them. */
function decimal(f: Match): Sense | null {
  if (f.has("comma") && (f.get("num")?.han || f.get("num", 1)?.han)) return null
  const digits = f.get("num", 1)?.digits ?? ""
  return whole((value(f) + value(f, 1) / 10 ** digits.length) * minutesIn(f))
}

function hoursAndMinutes(f: Match, count: number): Sense | null {
  const unit = f.get("unit", 1)?.unit
  const minutes = unit === "minute" ? count : unit === "five" ? 5 * count : 60
  if (f.get("unit")?.unit !== "hour" || minutes > 59) return null
  return unlessTime(f, () => whole(value(f) * 60 + minutes))
}

function single(f: Match, { language }: Scope): Sense | null {
  const unit = f.get("unit")?.unit
  if (unit === "week") return { is: "weeks", count: value(f) }
  if (unit === "month" && (f.has("measure") || at(["for"], f.before)))
    return { is: "weeks", count: Math.round((value(f) * 52) / 12) }
  // 八點三個字, 七點十五分: minutes past the hour.
  const past = unit === "five" || (unit === "minute" && value(f) < 60)
  if (past && f.tokens[0]?.tight && at(["point", "hourMark"], f.before)) return null
  const more = f.tokens.some((token) => at(["plus"], token))
  return unlessTime(
    f,
    () => {
      if (value(f) === 0 && minutesIn(f) > 0) return { is: "bad", what: "badLength" }
      const made = whole(value(f) * minutesIn(f))
      return made?.is === "length" && more ? { ...made, more: true } : made
    },
    language,
  )
}

const parts: readonly Rule<Scope>[] = [
  // «Às oito e meia da manhã duas horas»: the time, and for how long.
  {
    pattern: "clock part clock !until|dash",
    make: (f, { text }) => {
      const [from, part, hours] = [f.get("clock"), f.get("part"), f.get("clock", 1)]
      const last = f.tokens.at(-1)
      const counted = /^(?:\d{1,2}|[a-z]+) ?(?:horas?|hs?|hrs?)$/.test(text.slice(last?.at, last?.to))
      return from && part && hours && counted ? [inPart(from, part.part), length(hours.minute)] : null
    },
  },
  { pattern: "part of|at|from? clock", make: (f) => (endsAt(f) ? null : joinPart(f)) },
  { pattern: "clock sharp? of|at? part", make: joinPart },
  // «Chego meia hora tarde»
  {
    pattern: "length part",
    make: (f, { text }) => {
      const [hours, part] = [f.get("length"), f.tokens.at(-1)]
      const late = /(?:^|\s)cheg[a-z]+\s/.test(text) && text.slice(part?.at, part?.to) === "tarde"
      return hours && late ? [hours, { is: "topic", topic: "late" }] : null
    },
  },
  // 唔係三點,係四點
  { pattern: "neg clock comma? clock !until|dash", make: (f) => f.get("clock", 1) ?? null },
  { pattern: "neg at clock comma? at clock !until|dash", make: (f) => f.get("clock", 1) ?? null },
  { pattern: "clock sharp", make: (f) => f.get("clock") ?? null },
  // "The 10:30pm one"
  {
    pattern: "clock num !unit|hostWord|measure|gear|roomWord|point|colon",
    make: (f, { text }) => {
      const [said, one] = [f.tokens[0], f.tokens.at(-1)]
      const named = /(?:^|\s)(?:the|that|my|our) $/.test(text.slice(0, said?.at))
      return named && text.slice(one?.at, one?.to) === "one" ? (f.get("clock") ?? null) : null
    },
  },
]

/** "Das dez da manhã ao meio-dia": the part is the first one's. */
const endsAt = (f: Match): boolean => at(["until"], f.tokens[1]) && at(["num", "clock"], f.before)

function joinPart(f: Match): readonly Sense[] | null {
  const part = f.get("part")
  return part ? all(f.tokens, "clock").map((said) => inPart(said, part.part)) : null
}

export const timePasses = [pass(lengths), pass(clocks), pass(parts)]
