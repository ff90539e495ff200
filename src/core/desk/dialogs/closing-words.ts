import { broadcastDay, gridMinutes, openOn } from "../../centre.js"
import { clipped } from "../../clipped.js"
import type { Closing, Target } from "../../closures.js"
import { after, type Interval, minute } from "../../interval.js"
import type { Refusal } from "../../outcome.js"
import { wholeDay } from "../../time.js"
import { closeVerb, outVerb } from "../closing-form.js"
import type { Scene } from "../scene.js"
import { type Reading, understand } from "../understand/index.js"
import { vocabulary } from "../vocabulary.js"
import { hasTime, instantOf } from "./sketch.js"

/**
 * What a sentence closes: "Studio 3 tomorrow 8-20, leaking light", "2 ring lights broken until Friday", 「聽日八點到八點冚,八號風球」. The
 * reason is what follows the comma after the time. Without a time it is from now, or the whole of the day that is named.
 */

const until = /(?<!\p{L})(?:until|till|through|até|ate)(?!\p{L})|直到|到|至/giu
/** Between two days: "Wednesday to Friday", «de quarta a sexta». */
const toDay = /\s(?:to|a|à|-|–)\s/giu
const because =
  /\s*(?:\bbecause(?: of)?\b|\bdue to\b|\bpor causa d[eoa]s?\b|\bdevido a[os]?\b|因為|因为|由於|由于)\s*/iu
/** What says nothing of its own at the end of a sentence. */
const filler =
  /^(?:please|thanks|thank you|now|right now|agora|(?:for )?the rest of the day|all day|(?:the )?(?:whole |entire )?(?:day|cent(?:re|er))|everything|all rooms|until further notice|por favor|obrigad[oa]|(?:o dia|tudo|todo)(?: (?:todo|inteiro))?|(?:todo )?o centro|todas as salas|todos os estúdios)$/iu

/** @returns null where nothing that can be closed is named; a refusal for what can never be closed */
export function readClosing(scene: Scene, text: string): Closing | Refusal | null {
  const { said, opens } = reopening(
    scene,
    text
      .normalize("NFKC")
      .replace(/\s+/gu, " ")
      .trim()
      .replace(/[.。!！]+$/u, ""),
  )
  const ordered = closeVerb.test(said)
  const { head, reason } = parted(
    scene,
    said
      .replace(ordered ? closeVerb : outVerb, " ")
      .replace(/\s+/gu, " ")
      .trim(),
  )
  const reading = read(scene, head)
  const [problem] = reading.problems
  if (problem?.is === "past") return { why: "past" }
  if (problem?.is === "unknownRoom") return { why: "no_such_room" }
  const between = untilIn(scene, head)
  const what =
    problem && !between?.days ? null : targetOf(scene, between?.days ? between.before : reading, { head, said })
  if (!what) return null
  const at = between && !ranged(reading) ? between.at : stretchOf(scene, reading)
  const end = opens && opens > at.start ? opens : at.end
  return { what, start: at.start, end, reason: /^先?$/u.test(reason) ? null : clipped(reason, 120) }
}

/** When it is open again, said after what is closed: 「聽日先開返」, "back tomorrow at 10", «reabre amanhã». */
const again = [
  /[\s,，;；、]+(?:and |but |it |they )*(?:will |'ll )*(?:be )?(?:fixed|repaired|mended|working|ok|fine)(?: again)?(?= )(?<when>.{3,40})$/iu,
  /[\s,，;；、]+(?:e |mas )*(?:só )?(?:fica |ficam |estará |estarão |está |estão )?(?:arranjad[oa]s?|reparad[oa]s?|pront[oa]s?|bo[am]s?)(?= )(?<when>.{3,40})$/iu,
  /[\s,，;；、]*(?:直到|到|至|等)?(?<when>[^,，;；、\s]{2,16}?)(?:先至|先|才|就)?(?:會|会|可以)?(?:整|修|搞|[弄換换])(?:返|得)?(?:好|掂|完)(?:喇|啦|了|呀)?$/u,
  /[\s,，;；、]+(?:and |then |but |it |we )*(?:will |'ll |we'll )?(?:re-?opens?|re-?open(?:ed|ing)|(?:be |is )?(?:back|open|available)(?: (?:again|in use|open|up))*|opens? (?:again|up))(?: (?:only|not (?:before|until|till)))?(?= )(?<when>.{3,40})$/iu,
  /[\s,，;；、]+(?:e |mas )*(?:só )?(?:volta a abrir|voltamos a abrir|reabr(?:e|imos|irá)|abre(?: de novo| outra vez| só)?)(?= )(?<when>.{3,40})$/iu,
  /[\s,，;；、]*(?:直到|到|至|等)?(?<when>[^,，;；、\s]{2,16}?)(?:(?:先至|先|才|再|就)?(?:會|会|可以)?(?:重新|恢復|恢复)?(?:[開开](?:返|番|放|門|门)|重[開开])(?:返|番)?|(?:先至|先|才|再)[開开])(?:喇|啦|了|呀)?$/u,
]

function reopening(scene: Scene, said: string): { said: string; opens: Date | null } {
  for (const form of again) {
    const found = form.exec(said)
    const when = found?.groups?.when?.replace(/^ (?:at|on|from|by|às|a partir d[aeo]s?) /iu, " ")
    const before = said.slice(0, found?.index)
    const reading = when && (closeVerb.test(before) || outVerb.test(before)) ? read(scene, when) : null
    const { start = null } = reading ?? {}
    if (!found || !reading || (!start && !reading.part) || reading.room || reading.problems.length > 0) continue
    const timed = hasTime(start ?? undefined) && reading.window === null
    // 「明天上午维修，下午再开」: the day is that of what is closed.
    const named = start !== null && (timed || reading.dayStated)
    const opens = !named ? null : timed ? instantOf(start, scene.centre.zone) : whole(scene, start.slice(0, 10)).start
    return { said: before.trim(), opens }
  }
  return { said, opens: null }
}

export function read({ now, centre, say }: Scene, text: string): Reading {
  const reading = understand(text, {
    now,
    zone: centre.zone,
    language: say.language,
    centre: vocabulary(centre),
    bookings: [],
    closing: true,
  })
  // "10 to 12": staff see it before it is done, so the likeliest will do.
  const choice = reading.start === null || !hasTime(reading.start) ? choices(reading)[0] : undefined
  return choice ? { ...reading, ...choice } : reading
}

export const choices = ({ open }: Reading) => open.flatMap((one) => (one.about === "start" ? one.choices : []))
export const ranged = ({ start, end }: Reading): boolean => end !== null && hasTime(start ?? undefined)

const numbered = /(?:studio|room|est[úu]dio|sala)\s*\d+/iu

/** A room that is named; gear that is named; else everything, where it is clear that something is to be closed. */
function targetOf(scene: Scene, reading: Reading, { head, said }: { head: string; said: string }): Target | null {
  const { room, gear, unread, roomClass, open } = reading
  // "Studio 3 light is broken": three of nothing.
  const named = room ?? read(scene, numbered.exec(head)?.[0] ?? "").room
  const [first, second] = gear
  // "The ring light in studio 2 is broken" closes no room; 「3號房壞咗燈，閂到今晚」 does.
  const broken = first !== undefined && second === undefined && !closeVerb.test(said)
  if (named && !broken) return { room: named.id }
  if (first) return second ? null : { gear: first.id, quantity: first.quantity }
  const unclear =
    unread.length > 0 || roomClass !== null || open.some(({ about }) => about === "room" || about === "gear")
  return outVerb.test(said) || unclear || head === "" ? null : "centre"
}

/** Segment by segment until it says when: what follows is why. */
function parted(scene: Scene, said: string): { head: string; reason: string } {
  const [before = "", ...why] = said.split(because)
  const parts = before.split(/\s*[,，、;；]\s*|\s+[-–—]\s+|\s*[:：](?!\d)\s*/u).filter((part) => part.trim() !== "")
  const given = why.join(" ").trim()
  for (let n = 1; n < parts.length; n++) {
    const head = parts.slice(0, n).join(", ")
    const reading = read(scene, head)
    const next = parts[n] ?? ""
    const goesOn = matches(until, next) || /\d\s*(?:-|–|~|to|às|as|a|到|至)\s*\d/iu.test(next)
    const timed = reading.start !== null || reading.end !== null || reading.window !== null
    if (
      (timed && !(goesOn && !hasTime(reading.start ?? undefined))) ||
      (reading.room && !timed && !goesOn && !anyTime(scene, next))
    )
      return { head, reason: given || parts.slice(n).join(", ") }
  }
  return given ? { head: parts.join(", "), reason: given } : trailing(scene, parts.join(", "))
}

const matches = (form: RegExp, text: string): boolean => new RegExp(form, "iu").test(text)

/** More words than these are not tried one by one. */
const wordsMost = 40

/** Without a comma, what is said last and changes nothing of what and when is why: "close tomorrow 8-20 typhoon signal 8". */
function trailing(scene: Scene, said: string): { head: string; reason: string } {
  const words = said.split(" ")
  const whole = { head: said, reason: "" }
  if (untilIn(scene, said)) {
    const [head = "", why = ""] = said.split(/ (?:for|para) (?=\p{L})/u)
    return why === "" || anyTime(scene, why) ? whole : { head, reason: why }
  }
  if (words.length > wordsMost) return whole
  const heads = words.map((_, n) => {
    const head = words.slice(0, n + 1).join(" ")
    const { start, end, window, durationMinutes, room, gear, problems, unread } = read(scene, head)
    const clear = problems.length === 0 && (unread.length === 0 || room !== null)
    const says = start !== null || end !== null || window !== null || room !== null || gear.length > 0
    return { head, says, clear, key: JSON.stringify([start, end, window, durationMinutes, room?.id, gear]) }
  })
  const last = heads.findLast(({ clear, says }) => clear && says)
  const first = last && heads.find(({ key, clear }) => clear && key === last.key)
  const rest = first ? said.slice(first.head.length).trim() : ""
  const reason = rest.replace(/^(?:now|agora|all day|o dia (?:todo|inteiro)|for|para|por|with|com) /iu, "")
  return !first || rest === "" || filler.test(reason) || anyTime(scene, reason) || matches(until, reason)
    ? whole
    : { head: first.head, reason }
}

const anyTime = (scene: Scene, text: string): boolean => {
  const { start, end, window, dayStated } = read(scene, text)
  return dayStated || end !== null || window !== null || hasTime(start ?? undefined)
}

const grid = gridMinutes * minute
const floor = (instant: Date): Date => new Date(Math.floor(instant.getTime() / grid) * grid)
const ceil = (instant: Date): Date => new Date(Math.ceil(instant.getTime() / grid) * grid)

export function stretchOf(scene: Scene, reading: Reading): Interval {
  const { now, centre } = scene
  const { zone } = centre
  if (reading.start && hasTime(reading.start)) {
    const start = instantOf(reading.start, zone)
    return begun(now, { start: floor(start), end: ceil(endOf(scene, start, reading)) })
  }
  if (reading.window?.to) {
    const start = reading.window.from ? instantOf(reading.window.from, zone) : now
    return begun(now, { start: floor(start), end: ceil(instantOf(reading.window.to, zone)) })
  }
  const day = reading.start?.slice(0, 10)
  if (day) return begun(now, whole(scene, day))
  if (reading.durationMinutes) return { start: floor(now), end: ceil(after(now, reading.durationMinutes * minute)) }
  return { start: floor(now), end: whole(scene, broadcastDay(centre, now)).end }
}

function endOf(scene: Scene, start: Date, { end, durationMinutes }: Reading): Date {
  if (end) return instantOf(end, scene.centre.zone)
  return durationMinutes ? after(start, durationMinutes * minute) : whole(scene, broadcastDay(scene.centre, start)).end
}

type Until = { at: Interval; before: Reading /** From a day to a day: as one sentence it says two. */; days: boolean }

/** "Until Friday", from now or from the day before it; "Wednesday to Friday"; not 8點到10點, which is a range by itself. */
function untilIn(scene: Scene, text: string): Until | null {
  const { now, centre } = scene
  const said = [...text.matchAll(until)].at(-1)
  const found = said ?? [...text.matchAll(toDay)].at(-1)
  if (!found) return null
  const before = read(scene, text.slice(0, found.index))
  const { start: to, part } = read(scene, text.slice(found.index + found[0].length))
  const morning = part === "morning" || part === "dawn"
  if (!to || hasTime(before.start ?? undefined)) return null
  const days = before.dayStated && before.start !== null && !hasTime(to)
  if (!said && !days) return null
  // Until the morning: it is open again then.
  const end = hasTime(to) ? instantOf(to, centre.zone) : morning ? whole(scene, to).start : whole(scene, to).end
  const from = before.dayStated && before.start ? whole(scene, before.start.slice(0, 10)).start : now
  return { at: begun(now, { start: floor(from), end: ceil(end) }), before, days }
}

/** What has begun already closes from now. */
export const begun = (now: Date, { start, end }: Interval): Interval => ({
  start: start < now && end > now ? floor(now) : start,
  end,
})

/** From opening to closing of a day, into the small hours; all of it where the centre is closed anyway. */
export function whole({ centre }: Scene, day: string): Interval {
  const open = openOn(centre, day)
  const [first, last] = [open[0], open.at(-1)]
  return first && last ? { start: first.start, end: last.end } : wholeDay(day, centre.zone)
}
