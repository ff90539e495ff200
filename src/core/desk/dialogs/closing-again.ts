import { broadcastDay, gridMinutes } from "../../centre.js"
import type { Closing, Target } from "../../closures.js"
import { after, day, type Interval, minute } from "../../interval.js"
import type { Refusal } from "../../outcome.js"
import { addDays, instantAt, localDay } from "../../time.js"
import { asks } from "../closing-form.js"
import type { Scene } from "../scene.js"
import type { Reading } from "../understand/index.js"
import { begun, choices, ranged, read, stretchOf, whole as wholeDay } from "./closing-words.js"
import { hasTime, instantOf } from "./sketch.js"
import { leftOf } from "./when-said.js"

/**
 * What is said to a closure that is shown and not done yet: "to ten tomorrow instead", 「搞錯咗係14號房」, «não, é o estúdio 3». It says
 * nothing but another room, other gear or another time; the rest stays.
 */

/** Said before what is right. */
const lead =
  /^(?:(?:no|nope|sorry|oops|wait|hang on|actually|rather|wrong(?: room| time| one)?|my (?:mistake|bad)|i (?:mean|meant)|(?:make|change|set) (?:it|that)(?: to)?|(?:it|that)['’]?s|it is|it should be|should be|they['’]?re|there are|são|não|desculpe?a?|afinal|aliás|enganei-me|engano meu|espera|quero dizer|queria dizer|digo|muda(?:r)? para|(?:é|era)(?: para)?|唔係|唔好意思|唔啱|不是|不對|不对|不好意思|對唔住|对不起|[講讲]?[錯错][咗左了]?|搞[錯错][咗左了]?|弄[錯错]了?|打[錯错][咗左了]?|說錯了?|说错了?|等等|應該|应该|其實|其实|我想[講说]|改[成做為为到去]?|換[成做]?|换[成做]?|係|是|要)(?:[\s,，.。!！:：]+|(?<=\p{Script=Han})(?=.))(?:係|是)?)+/iu
const trail =
  /[\s,，]*(?:instead|rather|then|not that|please|thanks|sorry|afinal|em vez disso|por favor|呀|啊|喎|喇|啦|吧|才對|才对|至啱)+$/iu
/** "Not 13, 14". */
const refused = /^(?:not|n[ãa]o é|唔係|不是)[^,，]{1,30}[,，]\s*/iu

const until = /(?<!\p{L})(?:until|till|til|through|up to|to|até|ate)(?!\p{L})|直到|到|至/iu
const from = /(?<!\p{L})(?:from|starting|desde|a partir d[aeo]s?)(?!\p{L})|[由從从]|[開开]始|起$/iu
/** 聽朝十點先: not before that. */
const notBefore = /(?:先|先至|才)$/u
const everything =
  /^(?:everything|all (?:rooms|studios)|the whole (?:centre|place)|tudo|todo o centro|todos os estúdios|全部|全場|全场|成個中心|整个中心|所有房間?|所有房间)$/iu

/** @returns the closure as it is then; a refusal for a room there is none of; null for what says something else. `marked`: only where the words say that they put right */
export function corrected(
  scene: Scene,
  text: string,
  { card, marked }: { card: Closing; marked: boolean },
): Closing | Refusal | null {
  const whole = text
    .normalize("NFKC")
    .replace(/\s+/gu, " ")
    .trim()
    .replace(/[.。!！]+$/u, "")
  const bare = whole.replace(refused, "").replace(lead, "").replace(trail, "").trim()
  if (bare === "" || bare.length > 60 || asks.test(whole) || (marked && bare === whole)) return null
  if (everything.test(bare)) return { ...card, what: "centre" }
  const end = !ranged(read(scene, bare)) && (until.test(bare) || notBefore.test(bare))
  const begin = from.test(bare)
  const said = end ? bare.replace(until, " ").replace(notBefore, " ").trim() : numbered(bare, card, bare !== whole)
  const { text: placed, reading } = timed(scene, said, end || begin)
  if (reading.problems[0]?.is === "unknownRoom") return { why: "no_such_room" }
  const what = whatIn(read(scene, said))
  const at = whenIn(scene, reading, { card, end, begin })
  if (!onlyThat(placed, reading) || (!what && !at)) return null
  return { ...card, ...(what ? { what } : {}), ...(at ?? {}) }
}

/** «Desculpe, é o 5», 搞錯咗，係5號: where a room is closed, that is its number. */
const numbered = (text: string, { what }: Closing, marked: boolean): string =>
  marked && typeof what === "object" && "room" in what
    ? text.replace(/^(?:o |a |number |no\.? ?|n\.?º ?)?(\d{1,2})(?: ?[號号])?$/iu, "studio $1")
    : text

/** Times are read as those of a room, any one; "to ten tomorrow": a bare number is an hour there. */
function timed(scene: Scene, said: string, bounds: boolean): { text: string; reading: Reading } {
  const [any] = scene.centre.rooms
  const text = read(scene, said).room || !any ? said : `${scene.say.room(any.id)} ${said}`
  const reading = read(scene, text)
  if (!bounds || hasTime(reading.start ?? undefined)) return { text, reading }
  const hour = `at ${said}`
  const at = read(scene, hour)
  return hasTime(at.start ?? undefined) ? { text: hour, reading: at } : { text, reading }
}

const whatIn = ({ room, gear: [only, second] }: Reading): Target | null => {
  if (room) return { room: room.id }
  return only && !second ? { gear: only.id, quantity: only.quantity } : null
}

const others =
  /(?<!\p{L})(?:close|closed|fechar|fecha|a partir|starting|desde)(?!\p{L})|[由從从閂關关封]|[開开]始|停用|起$/giu

/** No wish of another kind, and no word that nobody here knows. */
const onlyThat = (text: string, reading: Reading): boolean => {
  const { intent, intentStated, problems, hosts, roomClass, topic, not, gear, repeat } = reading
  const other = intentStated && intent !== "extend" && intent !== "reschedule" && intent !== "book"
  const wish = other || hosts !== null || roomClass !== null || topic !== null || not !== null || repeat !== null
  return !wish && problems.length === 0 && gear.length < 2 && leftOf(text, reading).replace(others, "").trim() === ""
}

type Way = { card: Closing; end: boolean; begin: boolean }

function whenIn(scene: Scene, reading: Reading, way: Way): Interval | null {
  const { card } = way
  const { start, window, durationMinutes, dayStated } = reading
  const { zone } = scene.centre
  if (ranged(reading))
    return dayStated ? stretchOf(scene, reading) : onDay(scene, stretchOf(scene, reading), card.start)
  if (window?.to && !way.end && !way.begin) return stretchOf(scene, reading)
  if (start === null)
    return durationMinutes === null ? null : { start: card.start, end: after(card.start, durationMinutes * minute) }
  if (!hasTime(start))
    return way.end ? { start: card.start, end: wholeDay(scene, start).end } : elsewhen(scene, start, card)
  const all = [start, ...choices(reading).map((choice) => choice.start)].filter(hasTime)
  const times = all
    .map((one) => instantOf(one, zone))
    .map((at) => (dayStated ? at : onDay(scene, { start: at, end: at }, card.start).start))
  const [at = instantOf(start, zone)] = times
  const running = card.start <= scene.now
  if (way.begin || !(way.end || running)) return beginning(scene, at, way)
  const grid = gridMinutes * minute
  const ends = times.map((time) => Math.ceil(time.getTime() / grid) * grid).sort((a, b) => a - b)
  const end = ends.find((time) => time > card.start.getTime()) ?? at.getTime() + day
  return { start: card.start, end: new Date(end) }
}

/** It begins then: until when it was to be closed, or as long as it was. */
function beginning(scene: Scene, start: Date, { card, begin }: Way): Interval {
  const length = card.end.getTime() - card.start.getTime()
  const end = begin && card.end > start ? card.end : after(start, length)
  return begun(scene.now, { start, end })
}

/** The same times of the clock on the day of another moment. */
function onDay({ centre: { zone } }: Scene, { start, end }: Interval, other: Date): Interval {
  const off = instantAt(localDay(other, zone), 0, zone).getTime() - instantAt(localDay(start, zone), 0, zone).getTime()
  return { start: after(start, off), end: after(end, off) }
}

/** On another day: all of it where it was all of a day, or the rest of this one; else at the same times. */
function elsewhen(scene: Scene, on: string, { start, end }: Closing): Interval {
  const { zone } = scene.centre
  const was = broadcastDay(scene.centre, start)
  const ofDay = wholeDay(scene, was)
  if (start <= scene.now || (start.getTime() === ofDay.start.getTime() && end.getTime() === ofDay.end.getTime()))
    return wholeDay(scene, on)
  const days = (Date.parse(on) - Date.parse(was)) / day
  const at = (instant: Date): Date => {
    const local = localDay(instant, zone)
    return after(instantAt(addDays(local, days), 0, zone), instant.getTime() - instantAt(local, 0, zone).getTime())
  }
  return { start: at(start), end: at(end) }
}
