import { type Day, onWall, parseLocal } from "./calendar.js"
import { gather, inWeek, seriesDate } from "./gather.js"
import type { Material } from "./material.js"
import { loneHour, parted } from "./move.js"
import type { DateSense } from "./sense.js"
import { endsBy, lengthAlone, lessBy } from "./shorter.js"
import { all, any, first, is, type Token } from "./tokens.js"
import { resolve, type Said, type Setting, type Slot, type When } from "./when.js"

const meansOwn: ReadonlySet<string> = new Set(["cancel", "reschedule", "extend", "checkin", "mine"])

function settingOf(m: Material, more: Partial<Setting> = {}): Setting {
  const { context, now, want } = m
  const draft = context.draft?.start ? parseLocal(context.draft.start) : null
  const own = meansOwn.has(want.intent)
  // "Is there anything at 7 then?" is of the day that is spoken of.
  const anew = want.stated && want.intent !== "availability"
  return {
    today: now.day,
    minute: now.minute,
    hours: context.centre.hours,
    base: anew ? null : (draft?.day ?? null),
    beside: anew ? null : (draft?.day ?? parseLocal(context.draft?.around ?? "")?.day ?? null),
    near: want.intent === "checkin" ? now.minute : anew ? null : (draft?.minute ?? halfOf(context.draft?.within)),
    pastToo: want.intent === "extend" || want.intent === "checkin",
    long: context.closing === true || want.intent === "availability",
    known: own ? (context.bookings ?? []).map(({ start }) => onWall(start, context.zone)) : [],
    ...more,
  }
}

/** A minute of the half of day in which a part of it lies, where it lies in one. */
function halfOf(part: { from: number; to: number } | undefined): number | null {
  if (!part) return null
  return part.from >= 720 || part.to <= 720 ? part.from : null
}

export type Times = {
  meant: When
  said: Said & { several: boolean }
  target: When | null
  targetSaid: Said | null
  meantTokens: readonly Token[]
  targetTokens: readonly Token[]
  /** Later or earlier by so many minutes. */
  shift: number | null
  /** Shorter by so many minutes. */
  less: number | null
}

/** What is said of the session that is meant, and of what it is to be. */
function partsOf({ want, tokens, ranged, scope }: Material): ReturnType<typeof parted> {
  if (want.instead) return { meant: [], target: loneHour(ranged) }
  return want.intent === "reschedule" || want.moving ? parted(tokens, scope) : { meant: ranged, target: [] }
}

export function times(m: Material): Times {
  const { meant: apart, target } = partsOf(m)
  const meant = target.length > 0 ? apart : plain(apart, m)
  const alone = lengthAlone(meant)
  const less = alone ? lessBy(meant) : null
  const said = saidIn(meant, less, m)
  const shift = target.length > 0 || alone ? null : shiftOf(meant, said, m)
  const apartFrom =
    m.want.intent === "extend" || m.want.topic === "late" || m.want.topic === "coming" || shift !== null || alone
  const length = apartFrom ? null : said.length
  const noDay = meant.some((token) => token.senses.some((s) => s.is === "bad" && s.what === "impossibleDate"))
  const when = resolve(
    noDay && !said.date ? { ...said, length, from: null, to: null } : { ...said, length },
    settingOf(m),
  )
  if (target.length === 0)
    return {
      meant: when,
      said: shift === null ? said : { ...said, length: null },
      target: null,
      targetSaid: null,
      meantTokens: meant,
      targetTokens: [],
      shift,
      less,
    }
  if (m.want.moving) return changed(m, target)
  const swaps = (first(meant, "room") && first(target, "room")) || first(target, "choice")
  if (swaps && !said.date && !said.from) return roomOnly(m, meant, target)
  const goal = counting24(toWeek(goalOf(target, m), target, when), said)
  const instead = m.tokens.some((token) => is(token, "instead"))
  if (said.from && !said.date && goal.date && instead) return movedOn(m, { meant, target, said, goal })
  if (said.from && !said.date && dayFollows(target)) return bothOn(m, { meant, target, said, goal })
  const known = when.slots.length === 1 ? (when.slots[0] ?? null) : null
  const base = goal.date ? null : (known?.day ?? when.day ?? settingOf(m).base)
  const near = known?.from ?? settingOf(m).near
  // Two weekdays are both said from today on.
  const beside = said.date?.weekday === undefined ? (known?.day ?? when.day) : null
  const to = resolve(goal, settingOf(m, { base, beside, near, known: [], pastToo: false }))
  return {
    meant: when,
    said,
    target: sameTime(target, later(meant, to, when), known),
    targetSaid: goal,
    meantTokens: meant,
    targetTokens: target,
    shift,
    less,
  }
}

/** What is said of the session that is meant, with the length it is to have. */
function saidIn(meant: readonly Token[], less: number | null, m: Material): Times["said"] {
  const gathered = gather(meant, m.scope)
  const through = asksThrough(meant, m)
  const series: DateSense | null = through ? { is: "date", days: through, either: true } : seriesDate(meant, m.scope)
  const longer = Math.max(0, endsBy(meant) ?? 0)
  const timed = atOnce({ ...gathered, ...(series ? { date: series, several: false } : {}) }, meant, m)
  const whole = m.want.longer && timed.length !== null ? draftLength(m) : 0
  return { ...timed, length: less === null ? (longer || timed.length || 0) + whole || null : null }
}

/** "Anything free Monday to Wednesday": on any of them. */
export function asksThrough(tokens: readonly Token[], { want, scope }: Material): readonly Day[] | null {
  if (want.intent !== "availability") return null
  const dates = all(tokens, "date")
  const through = inWeek(dates[0] ?? null, tokens, scope)?.through
  if (through || dates.length < 2 || any(tokens, "range", "clock", "dated")) return through ?? null
  // "On the 26th and 27th"
  const days = [...new Set(dates.flatMap((one) => (one.bare || one.problem || one.occasion ? [] : one.days)))].sort(
    (a, b) => a - b,
  )
  return days.length > 1 && (days.at(-1) ?? 0) - (days[0] ?? 0) < 7 ? days : null
}

function draftLength({ context: { draft } }: Material): number {
  const [from, to] = [parseLocal(draft?.start ?? ""), parseLocal(draft?.end ?? "")]
  return from?.minute == null || to?.minute == null ? 0 : (to.day - from.day) * 1440 + to.minute - from.minute
}

const startsNow: ReadonlySet<string> = new Set(["book", "availability", "waitlist", "unknown"])

/** "Now" is a start where no other time is said, and where more than the wish itself is: "I want to book now" is in no hurry. */
function atOnce<S extends Said>(said: S, tokens: readonly Token[], m: Material): S {
  const now = first(tokens, "now")
  const timed = said.date || said.from || said.part || said.after || said.before
  const placed = now?.sure || said.length !== null || said.to || m.want.intent === "availability"
  if (!now || timed || !placed || !startsNow.has(m.want.intent)) return said
  const minute = Math.ceil((m.now.minute + (m.now.begun ? 1 : 0)) / 15) * 15
  const day = m.now.day + Math.floor(minute / 1440)
  return {
    ...said,
    date: { is: "date", days: [day] },
    from: { is: "clock", minute: minute % 1440, how: "sure", now: true },
  }
}

/** 轉做逢星期四: the next one of them. */
function goalOf(target: readonly Token[], { scope }: Material): Said {
  const goal = gather(target, scope)
  return { ...goal, date: goal.date ?? seriesDate(target, scope) }
}

/** "To next week": the same weekday; "to the day after". */
function toWeek<S extends Said>(goal: S, target: readonly Token[], { day }: When): S {
  const [week, beside] = [first(target, "week"), first(target, "beside")]
  const by = week ? 7 * week.by : beside?.by
  return by !== undefined && !goal.date && day !== null ? { ...goal, date: { is: "date", days: [day + by] } } : goal
}

/** «Das 14h para as 11h»: whoever counts the hours to 24 for the one does so for the other. */
const counting24 = <S extends Said>(goal: S, { from }: Said): S =>
  from?.of24 && goal.from?.how === "literal" ? { ...goal, from: { ...goal.from, of24: true } } : goal

/** "Change studio 3 to studio 4 tomorrow at 3pm", "switch to a bigger room on Friday": the room moves, the time says which booking. */
function roomOnly(m: Material, meant: readonly Token[], target: readonly Token[]): Times {
  const said = gather(target, m.scope)
  const when = resolve(said, settingOf(m))
  return {
    meant: when,
    said,
    target: null,
    targetSaid: null,
    meantTokens: meant,
    targetTokens: target,
    shift: null,
    less: null,
  }
}

/** In a draft, where it is moved to is simply its new time. */
function changed(m: Material, target: readonly Token[]): Times {
  const said = gather(target, m.scope)
  const when = resolve(said, settingOf(m))
  return {
    meant: when,
    said,
    target: null,
    targetSaid: null,
    meantTokens: target,
    targetTokens: [],
    shift: null,
    less: null,
  }
}

/** "To 5pm tomorrow": the day behind the time may be meant for both times. */
function dayFollows(target: readonly Token[]): boolean {
  const clock = target.findIndex((token) => is(token, "clock", "range"))
  const day = target.findIndex((token) => is(token, "date"))
  return clock >= 0 && day > clock
}

/** "Make it 4": in a draft a number alone is an hour. */
const plain = (tokens: readonly Token[], { context, want }: Material): readonly Token[] =>
  context.draft && !want.stated ? loneHour(tokens) : tokens

type Move = { meant: readonly Token[]; target: readonly Token[]; said: Said & { several: boolean }; goal: Said }

/** "Can tomorrow's be at 5pm instead of 3pm": on the day that was said once. */
function movedOn(m: Material, { meant, target, said, goal }: Move): Times {
  const whole = { ...said, date: goal.date }
  const sure = resolve(goal, settingOf(m, { known: [], pastToo: false })).slots
  const when = resolve(whole, settingOf(m, sure.length === 1 ? { near: sure[0]?.from ?? null } : {}))
  const to = resolve(goal, settingOf(m, { near: when.slots[0]?.from ?? null, known: [], pastToo: false }))
  return {
    meant: when,
    said: whole,
    target: to,
    targetSaid: goal,
    meantTokens: meant,
    targetTokens: target,
    shift: null,
    less: null,
  }
}

/** Which day the booking is on is asked, unless the person's bookings tell; where it goes is said. */
function bothOn(m: Material, { meant, target, said, goal }: Move): Times {
  const alone = resolve(said, settingOf(m))
  const dated = resolve({ ...said, date: goal.date }, settingOf(m))
  const known = settingOf(m).known.length > 0
  const slots = known ? alone.slots : [...dated.slots, ...alone.slots]
  const when = { ...alone, slots, day: known ? alone.day : null, dayStated: known && alone.dayStated }
  const near = alone.slots[0]?.from ?? null
  const to = resolve(goal, settingOf(m, { base: null, near, known: [], pastToo: false }))
  return {
    meant: when,
    said,
    target: to,
    targetSaid: goal,
    meantTokens: meant,
    targetTokens: target,
    shift: null,
    less: null,
  }
}

/** 推遲半個鐘, "delay Sunday 3pm by an hour": the length is how far. */
function shiftOf(tokens: readonly Token[], said: Said, m: Material): number | null {
  const moved = first(tokens, "moved")
  if (moved) return moved.minutes
  const shift = first(tokens, "shift")
  // "Push my 8pm by 30 minutes": later, if nothing else is said.
  const by = tokens.some(
    (token, i) =>
      (is(token, "by") && (is(token, "length") || is(tokens[i + 1], "length"))) ||
      // "Can you push it half an hour"
      (/^(?:push|delay)/.test(m.folded.text.slice(token.at)) && !said.from),
  )
  if (!shift && by && said.length !== null && m.want.intent === "reschedule") return said.length
  return shift && said.length !== null ? (shift.later ? said.length : -said.length) : null
}

/** What is postponed goes to a later day, what is brought forward to an earlier one. */
function later(tokens: readonly Token[], target: When, { day }: When): When {
  const shift = first(tokens, "shift")
  if (day === null) return target
  // "Friday's to Monday", said on a Monday: the one that comes after.
  if (!shift && target.days.length < 2) return target
  if (!shift && target.days.every((at) => at < day)) return target
  const fits = (at: Day): boolean => (!shift ? at > day : shift.later ? at >= day : at <= day)
  const slots = target.slots.filter((slot) => fits(slot.day))
  const days = target.days.filter(fits)
  return slots.length > 0 || days.length > 0
    ? { ...target, slots, days, day: target.day ?? slots[0]?.day ?? days[0] ?? null }
    : target
}

/** "To Friday, same time". */
function sameTime(target: readonly Token[], when: When, known: Slot | null): When {
  if (!known || !first(target, "sameTime") || when.slots.length > 0) return when
  return { ...when, slots: when.days.map((day) => ({ day, from: known.from, to: null })) }
}
