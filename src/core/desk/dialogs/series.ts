import { quoteAllAndKeep } from "../../keeping.js"
import { type Booking, type Quote, type Wish, yesFor } from "../../outcome.js"
import {
  bookSeries,
  cancelSeries,
  inSeries,
  quoteSeries,
  type Scope,
  type SeriesOutcome,
  type Session,
  seriesMax,
  seriesStarts,
} from "../../series.js"
import { localDay, localMinute } from "../../time.js"
import type { Sketch, Step } from "../press.js"
import { type Answer, type Choice, capital, lines, menu, noted, rows, type Scene } from "../scene.js"
import type { Line } from "../turn.js"
import { calendarFiles } from "./calendar-file.js"
import { refusal, refusedText } from "./refusal.js"
import { hasTime, instantOf, wishOf } from "./sketch.js"
import { readAlone } from "./when-said.js"

/** Weekly bookings: the card that shows each date before any is booked, and what is done to several at once. */

const counts = [2, 4, 6, 8, 12]

export function askCount({ say }: Scene, sketch: Sketch): Answer {
  const repeat = sketch.repeat ?? { every: 1 }
  const choices = counts.map(
    (count): Choice => ({
      label: String(count),
      step: { do: "plan", sketch: { ...sketch, repeat: { ...repeat, count } } },
    }),
  )
  return {
    text: lines(say.words.series.askCount(seriesMax)),
    choices: [choices, [{ label: say.words.label.back, step: { do: "change", sketch } }]],
    remember: { sketch: { ...sketch, repeat }, asking: "count", yes: null },
  }
}

type Except = NonNullable<Sketch["except"]>[number]
type Planned = { day: string; wish: Wish }

/** The sessions of a sketch with those that are elsewhere, at another time or left out. */
function sessionsOf({ centre }: Scene, sketch: Sketch): Planned[] {
  const { repeat, except = [], start } = sketch
  const single = wishOf(centre, sketch)
  if (!single || !repeat || !hasTime(start)) throw new Error("a series needs a complete sketch")
  const first = instantOf(start, centre.zone)
  return seriesStarts(centre, first, { ...repeat, count: repeat.count ?? 1 }).flatMap((start) => {
    const day = localDay(start, centre.zone)
    const other = except.find((one) => one.day === day)
    if (other?.skip) return []
    const at = { ...sketch, start: other?.start ?? localMinute(start, centre.zone) }
    const wish = wishOf(centre, other?.room ? { ...at, room: { room: other.room } } : at)
    return wish ? [{ day, wish }] : []
  })
}

/** Each date with its room or why not, what else would do there, and what all of it costs. */
export async function seriesCard(scene: Scene, sketch: Sketch): Promise<Answer> {
  const { world, ask, say } = scene
  const planned = sessionsOf(scene, sketch)
  const wishes = planned.map(({ wish }) => wish)
  const quoted = await quoteAllAndKeep(world, ask, () => quoteSeries(world, ask, wishes))
  if (!Array.isArray(quoted)) return refusal(scene, quoted.refusal, sketch)
  const { words } = say
  const sessions = planned.map(({ day }, n) => ({ day, session: quoted[n] as Session }))
  const fits = sessions.flatMap(({ session }) => (session.is === "fits" ? [session.quote] : []))
  const confirm: Step = { do: "book", sketch: certain(sketch, sessions) }
  const { hosts = 1, gear = [], title } = sketch
  return {
    text: [
      [{ bold: heading(scene, fits) }],
      ...sessions.map(({ session }): Line => [sessionLine(scene, session)]),
      ...lines(
        words.hosts(hosts),
        gear.length > 0 && words.card.gear(say.gearList(gear)),
        title !== undefined && words.card.title(title),
        ...costs(scene, fits),
        ...yesLines(scene, fits),
      ),
    ],
    choices: [
      ...rows(
        sessions.flatMap(({ day, session }) => instead(scene, { day, session, sketch })),
        1,
      ),
      [
        ...(fits.length > 0 ? [{ label: confirmLabel(scene, fits), step: confirm, style: "primary" } as const] : []),
        { label: words.label.change, step: { do: "change", sketch } },
        { label: words.label.cancel, step: { do: "drop" } },
      ],
    ],
    whose: ask.actor.member?.name,
    remember: { sketch, asking: null, yes: fits.length > 0 ? confirm : null },
  }
}

function sessionLine({ say }: Scene, session: Session): string {
  if (session.is === "fits") {
    const asks = session.quote.yes.length > 0 ? [say.words.requests.short] : []
    return `✓ ${[capital(say.slot(session.quote)), ...asks].join(say.words.dot)}`
  }
  return `✗ ${capital(say.words.series.cannot(say.when(session.wish), refusedText(say.words, session.refusal, say)))}`
}

function heading({ say: { words } }: Scene, fits: readonly Quote[]): string {
  if (fits.length === 0) return words.series.none
  return fits.every(({ yes }) => yes.length > 0) ? words.requests.ask : words.series.card(fits.length)
}

const confirmLabel = ({ say: { words } }: Scene, fits: readonly Quote[]): string =>
  fits.every(({ yes }) => yes.length > 0) ? words.requests.send : words.series.confirm(fits.length)

/** That the staff must agree to some of them, and to what. */
function yesLines({ say }: Scene, fits: readonly Quote[]): string[] {
  const { requests } = say.words
  const asks = fits.filter(({ yes }) => yes.length > 0)
  const reasons = yesFor.filter((why) => asks.some(({ yes }) => yes.includes(why))).map((why) => requests.for[why])
  return asks.length > 0 ? [requests.some(asks.length), requests.needs(say.list(reasons))] : []
}

/** Hours by month: a series may run over several. */
function costs({ say }: Scene, fits: readonly Quote[]): string[] {
  const months = [...new Set(fits.map(({ month }) => month))]
  return months.map((month) => {
    const of = fits.filter((quote) => quote.month === month)
    const minutes = of.reduce((sum, quote) => sum + quote.minutes, 0)
    return say.words.card.costs(say.length(minutes), say.length(of.at(-1)?.leftAfter ?? 0), say.month(month))
  })
}

const alternativesShown = 2

/** One tap for a date that cannot be had as wished. */
function instead({ say, centre }: Scene, at: { day: string; session: Session; sketch: Sketch }): Choice[] {
  const { day, session, sketch } = at
  if (session.is === "fits" || !("alternatives" in session.refusal)) return []
  return session.refusal.alternatives.slice(0, alternativesShown).map((slot) => ({
    label: say.slot(slot),
    step: {
      do: "plan",
      sketch: excepted(sketch, {
        day,
        ...(slot.roomClass ? {} : { room: slot.room }),
        start: localMinute(slot.start, centre.zone),
      }),
    },
  }))
}

const excepted = (sketch: Sketch, one: Except): Sketch => ({
  ...sketch,
  except: [...(sketch.except ?? []).filter(({ day }) => day !== one.day), one],
})

export const leavesOut =
  /^(?:(?:ok|yes|and|but|sim|e|mas|好|係|是)[ ,，]*)*(?:without|skip|except|leave out|not (?!at|from)|minus|sem|menos|exceto|salta|tira|除咗|除了|唔要|不要|去掉|跳過|跳过)/iu

/** "Without the 11th": the series on the card but for one of its dates; null for anything else. */
export function withoutDate(scene: Scene, sketch: Sketch | null, text: string): Sketch | null {
  if (!sketch?.repeat || !hasTime(sketch.start) || !leavesOut.test(text)) return null
  const day = readAlone(scene, text).start
  const known = day !== null && sessionsOf(scene, sketch).some((one) => one.day === day)
  return known ? excepted(sketch, { day, skip: true }) : null
}

/** Just what the card shows: each date's room, and without those that cannot be had. */
function certain(sketch: Sketch, sessions: readonly { day: string; session: Session }[]): Sketch {
  const quotes = sessions.flatMap(({ session }) => (session.is === "fits" ? [session.quote] : []))
  const promised = quotes.find(({ roomClass }) => roomClass !== null)?.roomClass
  const nth = Math.max(1, ...quotes.map((quote) => quote.nth))
  const rooms = quotes.map(({ room }) => room)
  const mostly = rooms.sort((a, b) => rooms.filter((r) => r === b).length - rooms.filter((r) => r === a).length)[0]
  const all = sessions.reduce<Sketch>((whole, { day, session }) => {
    if (session.is === "not") return excepted(whole, { day, skip: true })
    const chosen = sketch.except?.find((one) => one.day === day)
    const { room, roomClass } = session.quote
    const alike = promised ? roomClass === promised : room === mostly
    return alike && !chosen ? whole : excepted(whole, { ...chosen, day, ...(roomClass === null ? { room } : {}) })
  }, sketch)
  if (promised) return { ...all, room: { class: promised }, ...(nth > 1 ? { nth } : {}) }
  return mostly ? { ...all, room: { room: mostly } } : all
}

/** The tap on the card: all that it showed, or none, and the card as it is now. */
export async function confirmSeries(scene: Scene, sketch: Sketch): Promise<readonly Answer[]> {
  const { world, ask, say } = scene
  const outcome = await bookSeries(
    world,
    ask,
    sessionsOf(scene, sketch).map(({ wish }) => wish),
  )
  if (outcome.is === "refused") return [noted(failed(scene, outcome), await seriesCard(scene, sketch))]
  const asked = outcome.bookings.filter(isAsked).length
  const booked = outcome.bookings.length - asked
  return doneTo(scene, outcome, booked > 0 ? say.words.series.booked(booked) : say.words.requests.sent)
}

const isAsked = ({ status }: Booking): boolean => status === "requested"

type Done = Extract<SeriesOutcome, { is: "done" }>
type Failed = Extract<SeriesOutcome, { is: "refused" }>

export function doneTo(scene: Scene, { bookings, leftAfter }: Done, said: string): Answer[] {
  const { say } = scene
  const { words } = say
  const month = bookings.at(-1)?.month
  const asked = bookings.filter(isAsked).length
  const answer: Answer = {
    text: [
      [{ bold: said }],
      ...bookings.map(
        (booking): Line => [[say.slot(booking), ...(isAsked(booking) ? [words.requests.short] : [])].join(words.dot)],
      ),
      ...lines(asked > 0 && words.requests.some(asked)),
      ...lines(month !== undefined && words.left(say.length(leftAfter), say.month(month))),
    ],
    choices: [
      [
        { label: words.label.mine, step: { do: "mine" } },
        { label: words.label.bookAnother, step: { do: "plan", sketch: {} } },
      ],
    ],
    toast: said,
    whose: bookings[0]?.member.name,
    remember: null,
  }
  return [answer, calendarFiles(scene, bookings)]
}

/** Which date it was that could not be, and that nothing was done. */
export const failed = ({ say }: Scene, { refusal, at }: Failed): Line[] =>
  lines(
    at
      ? say.words.series.cannot(say.when(at), refusedText(say.words, refusal, say))
      : refusedText(say.words, refusal, say),
    say.words.series.nothingDone,
  )

/** How a booking's series is cancelled; empty for one that has no others to come. */
export async function cancelChoices(scene: Scene, booking: Booking): Promise<Choice[][]> {
  const { world, say } = scene
  const all = await inSeries(world, booking, scene.now)
  const following = await inSeries(world, booking, booking.start)
  const { series } = say.words
  const choice = (scope: Scope, count: number): Choice[] => [
    {
      label: scope === "all" ? series.all(count) : series.following(count - 1),
      step: { do: "cancel", booking: booking.id, sure: true, scope },
      style: "danger",
    },
  ]
  return [
    ...(following.length > 1 ? [choice("following", following.length)] : []),
    ...(all.length > following.length ? [choice("all", all.length)] : []),
  ]
}

export async function cancelScope(scene: Scene, bookingId: string, scope: Scope): Promise<readonly Answer[]> {
  const outcome = await cancelSeries(scene.world, scene.ask, { bookingId, scope })
  return outcome.is === "refused" ? [await refusal(scene, outcome.refusal)] : cancelled(scene, outcome)
}

/** What is said once several are cancelled. */
export function cancelled(scene: Scene, outcome: Done): Answer[] {
  const { words, length } = scene.say
  const { bookings, minutesBack } = outcome
  const [answer, files] = doneTo(scene, outcome, words.series.cancelled(bookings.length))
  if (!answer || !files) throw new Error("what was cancelled has an answer")
  const back = lines(minutesBack > 0 ? words.hoursBack(length(minutesBack)) : words.hoursGone)
  const undo: Choice = { label: words.clerk.undo, step: { do: "undo", booking: bookings[0]?.id ?? "" } }
  return [{ ...answer, text: [...answer.text, ...back], choices: [[undo], ...menu(scene)] }, files]
}

/** On the card of a change: the same for those that follow. */
export async function moveChoice(scene: Scene, was: Booking, sketch: Sketch): Promise<Choice[]> {
  const following = await inSeries(scene.world, was, was.start)
  if (following.length < 2) return []
  const label = scene.say.words.series.following(following.length - 1)
  return [{ label, step: { do: "book", sketch: { ...sketch, following: true } } }]
}
