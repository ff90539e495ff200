import { type Ballot, covering, covers } from "../../ballot-rows.js"
import { broadcastDay, hostsMax, openOn } from "../../centre.js"
import { after, day as dayMs, type Interval } from "../../interval.js"
import type { Wish } from "../../outcome.js"
import { addWishes, wishesOf } from "../../wishing.js"
import type { Sketch } from "../press.js"
import { type Answer, lines, menu, noted, type Scene } from "../scene.js"
import { type Reading, understand } from "../understand/index.js"
import { vocabulary } from "../vocabulary.js"
import { showBallot, wished } from "./ballot.js"
import { cannot, layOf, preview } from "./ballot-staff.js"
import { merge } from "./merge.js"
import { refusal } from "./refusal.js"
import { hasTime, instantOf, lastBooking, roomsOf, wishOf } from "./sketch.js"
import { shortened } from "./unclear.js"

/** Ballots in sentences: "12.12 8-10pm studio 21, second choice medium room 7-9pm"; "/ballot 12.12 6pm-midnight until 8 December". */

/** What comes before each choice but the first, and sometimes before that too. */
const marks =
  /[,，;；.。、]?\s*(?:(?:as )?(?:my |and )*(?:first|second|third|fourth|fifth|1st|2nd|3rd|4th|5th) (?:choice|wish|preference|option)|(?:como )?(?:primeira|segunda|terceira|quarta|quinta|[1-5]\.?ª) (?:escolha|preferência|opção)|第?[一二三四五六1-6](?:個|个)?(?:志願|志愿|選擇|选择)|首選|首选|次選|次选)(?:係|是|為|为|é|is)?\s*[:：]?\s*/giu

const choicesIn = (text: string): string[] =>
  text.split(marks).map((part) => part.replace(/^[\s,，;；]+|[\s,，;；]+$/gu, ""))

/** What somebody wrote as their choices; null for what is no such thing, or where nothing can be wished for. */
export async function wishesSaid(scene: Scene, text: string): Promise<Answer | null> {
  const { centre, ask, now } = scene
  const open = centre.ballots.some(({ deadline }) => deadline > now)
  return open && ask.actor.member && choicesIn(text).length > 1 ? enter(scene, text) : null
}

/** What follows `/ballot`: staff who act for nobody open one, everybody else wishes. */
export async function ballotSaid(scene: Scene, text: string): Promise<Answer> {
  const { person } = scene.ask.actor
  return person.staff && !scene.usual ? lay(scene, text) : enter(scene, text)
}

async function enter(scene: Scene, text: string): Promise<Answer> {
  const { world, ask, centre, say } = scene
  if (!ask.actor.member) return refusal(scene, { why: "not_member" })
  const [soonest] = centre.ballots
  if (!soonest) return { text: lines(say.words.ballot.noneOpen), choices: menu(scene) }
  const { wishes, unread } = await readWishes(scene, text)
  const [first] = wishes
  const meant = (first && covering(centre, first)) ?? soonest
  if (!first) return wishedNothing(scene, meant, unread)
  return wished(scene, meant.id, await addWishes(world, ask, { ballot: meant.id, wishes }), unread)
}

/** Nothing could be read: what was not, over the list and how to write it. */
async function wishedNothing(scene: Scene, { id }: Ballot, unread: readonly string[]): Promise<Answer> {
  const { ballot } = scene.say.words
  const said = unread.map((part) => `“${part}”`)
  return noted(lines(said.length > 0 && ballot.unread(scene.say.list(said))), await showBallot(scene, id))
}

/** Each choice is read with what those before said of the day and the hosts. */
async function readWishes(scene: Scene, text: string): Promise<{ wishes: Wish[]; unread: string[] }> {
  const { centre } = scene
  const [soonest] = centre.ballots
  const from = soonest?.windows[0]?.start
  let base: Sketch = { ...(from ? { start: broadcastDay(centre, from) } : {}), hosts: await usualHosts(scene, soonest) }
  const wishes: Wish[] = []
  const unread: string[] = []
  for (const part of choicesIn(text)) {
    if (part === "") continue
    const sketch = sketchFrom(scene, part, base)
    const wish = sketch && wishOf(centre, sketch)
    if (wish) wishes.push(inWindow(scene, wish))
    // A day alone says when, not what.
    else if (!sketch?.start || hasTime(sketch.start) || sketch.room) unread.push(shortened(part))
    if (sketch?.start) base = { start: sketch.start.slice(0, 10), hosts: sketch.hosts ?? base.hosts ?? 1 }
  }
  return { wishes, unread }
}

function sketchFrom(scene: Scene, part: string, base: Sketch): Sketch | null {
  const reading = readIn(scene, part, base.start)
  if (reading.problems.length > 0) return null
  return merge(scene, { sketch: base, whole: base, reading: settledBy(scene, reading) })
}

/** "Eight to ten" is in the evening where only the evening is given out. */
function settledBy({ centre }: Scene, reading: Reading): Reading {
  const asked = reading.open.find((question) => question.about === "start")
  const given = asked?.choices.filter(({ start, end }) => {
    if (!hasTime(start) || !end || !hasTime(end)) return false
    const session = { start: instantOf(start, centre.zone), end: instantOf(end, centre.zone) }
    return centre.ballots.some((ballot) => covers(ballot, session))
  })
  const [only, ...others] = given ?? []
  return only && others.length === 0 ? { ...reading, start: only.start, end: only.end, open: [] } : reading
}

const readIn = ({ now, centre, say }: Scene, text: string, day?: string): Reading =>
  understand(text, {
    ...{ now, zone: centre.zone, language: say.language, centre: vocabulary(centre), bookings: [] },
    ...(day === undefined ? {} : { draft: { intent: "book" as const, start: day } }),
  })

/** As many as for their last wish, else as last time, as far as a room takes them. */
async function usualHosts(scene: Scene, ballot: Ballot | undefined): Promise<number> {
  const mine = ballot && (await wishesOf(scene.world, scene.ask, ballot.id))
  const hosts = mine?.entry?.wishes.at(-1)?.hosts
  if (hosts !== undefined) return hosts
  const last = await lastBooking(scene)
  const most = Math.max(1, ...roomsOf(scene, { hosts: 1 }).map((room) => hostsMax(scene.centre, room)))
  return Math.min(last?.hosts ?? 1, most)
}

/** "1am" on a campaign day is the small hours after its evening. */
function inWindow({ centre }: Scene, wish: Wish): Wish {
  const later = { ...wish, start: after(wish.start, dayMs), end: after(wish.end, dayMs) }
  const given = (session: Interval): boolean => centre.ballots.some((ballot) => covers(ballot, session))
  return !given(wish) && given(later) ? later : wish
}

const until = /\b(?:until|till|by|deadline)\b|(?<![\p{L}])(?:até|prazo)(?![\p{L}])|(?:截止|直到)(?:時間|时间)?[:：]?/giu
const wishesSaidBy = /(\d{1,2})\s*(?:wishes|choices|preferências|個志願|个志愿)/iu
const winsSaidBy = /(?:中|抽)(\d{1,2})(?:個|个|場|场)|(\d{1,2})\s*(?:wins?|ganhas?)\b/iu

/** Staff: shows what would be opened, or how to write it. */
async function lay(scene: Scene, text: string): Promise<Answer> {
  const { centre } = scene
  const wishesMax = Number(wishesSaidBy.exec(text)?.[1] ?? 5)
  const winsFound = winsSaidBy.exec(text)
  const winsMax = Number(winsFound?.[1] ?? winsFound?.[2] ?? 1)
  const [hours, deadline] = halves(text.replace(wishesSaidBy, "").replace(winsSaidBy, ""))
  const windows = windowsIn(scene, hours)
  const by = deadlineIn(scene, deadline)
  const [first] = windows
  if (!first) return cannot(scene, "hours")
  const there = covering(centre, first)
  if (!by) return there ? showBallot(scene, there.id) : cannot(scene, "until")
  const names = windows
    .map(({ start }) => broadcastDay(centre, start))
    .map((day) => `${Number(day.slice(5, 7))}.${Number(day.slice(8))}`)
  const name = /["“「«](.{1,40}?)["”」»]/u.exec(text)?.[1] ?? [...new Set(names)].join(" + ")
  return preview(scene, layOf({ name, windows, deadline: by, wishesMax, winsMax }, centre.zone))
}

/** The hours, and until when: what stands after the last "until", or before it where nothing follows. */
function halves(text: string): [string, string] {
  const at = [...text.matchAll(until)].at(-1)
  if (!at) return [text, ""]
  const [before, behind] = [text.slice(0, at.index), text.slice(at.index + at[0].length)]
  if (behind.trim() !== "") return [before, behind]
  const comma = Math.max(...[",", "，", "；", ";"].map((sign) => before.lastIndexOf(sign)))
  return comma < 0 ? [before, ""] : [before.slice(0, comma), before.slice(comma + 1)]
}

/** "12.12 and 13.12 6pm-2am": the same hours on each day; a day alone is all of its opening hours. */
function windowsIn(scene: Scene, text: string): Interval[] {
  const days = text.match(/\b\d{1,2}[./]\d{1,2}\b/gu) ?? []
  const rest = text.replace(/\b\d{1,2}[./]\d{1,2}\b/gu, " ").replace(/^[\s,&+、和同及e]*(?:and\s)?/iu, "")
  const parts = days.length > 1 ? days.map((day) => `${day} ${rest}`) : [text]
  return parts.flatMap((part) => windowIn(scene, part))
}

function windowIn(scene: Scene, text: string): Interval[] {
  const { centre } = scene
  const { start, end, problems } = readIn(scene, text.replace(/["“「«].*?["”」»]/gu, ""))
  if (!start || problems.length > 0) return []
  if (!hasTime(start)) {
    const open = openOn(centre, start)
    const [from, to] = [open[0], open.at(-1)]
    return from && to ? [{ start: from.start, end: to.end }] : []
  }
  return end && hasTime(end) ? [{ start: instantOf(start, centre.zone), end: instantOf(end, centre.zone) }] : []
}

/** A day alone: until six in the evening. */
function deadlineIn(scene: Scene, text: string): Date | null {
  const { start } = readIn(scene, text)
  if (!start) return null
  return instantOf(hasTime(start) ? start : `${start}T18:00`, scene.centre.zone)
}
