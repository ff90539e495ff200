import { roomOf } from "../../centre.js"
import { clipped } from "../../clipped.js"
import { after, type Interval, minute } from "../../interval.js"
import type { GearWish, RoomWish } from "../../outcome.js"
import { seriesMax, seriesStarts } from "../../series.js"
import { keptDetails } from "../../show.js"
import { addDays, type LocalDay, wallMinutes } from "../../time.js"
import type { Sketch } from "../press.js"
import type { Scene } from "../scene.js"
import { partHours, type Reading } from "../understand/index.js"
import { hasTime, instantOf } from "./sketch.js"

/** What was read, put into the wish at hand: said things replace, the rest stays. */

/** `whole` is the wish with what the booking it changes already has: "add a light" counts from there. */
export function merge(
  scene: Scene,
  { sketch, whole, reading }: { sketch: Sketch; whole: Sketch; reading: Reading },
): Sketch {
  const dayless = isDayless(sketch, reading)
  const said = dayless ? null : startOf(whole, reading)
  const part = dayless ? partAt(scene, reading.start) : partOf(scene, reading, said ?? whole.start)
  // "Tomorrow evening" reads as a start too: asked what is free, it is the evening that is looked at.
  const start = part && said && reading.intent === "availability" ? said.slice(0, 10) : said
  const less = reading.shorterBy && whole.minutes && whole.minutes - reading.shorterBy
  const from = start ?? (dayless ? reading.start : null) ?? whole.start
  const minutes = less || minutesFrom(scene, { start: from, reading })
  const room = roomFrom(scene, whole.room, reading)
  const { hosts = 1 } = whole
  const count = reading.hosts ?? (reading.hostsMore === null ? null : Math.max(1, hosts + reading.hostsMore))
  const { kinds, gear } = gearFrom(whole, reading)
  const rooms = room ? undefined : (roomsFrom(reading) ?? sketch.rooms)
  const { kinds: _, rooms: __, within: before, around, ...rest } = sketch
  const within = hasTime(start ?? whole.start) ? undefined : (part ?? before)
  const title = reading.title && clipped(reading.title, 120)
  const repeat =
    reading.repeat && !sketch.booking
      ? repeatFrom(scene, { ...whole, start: start ?? whole.start }, reading.repeat)
      : null
  return {
    ...rest,
    ...(rooms ? { rooms } : {}),
    ...(kinds.length > 0 ? { kinds } : {}),
    ...(start ? { start } : {}),
    ...(around && !start ? { around } : {}),
    ...(within ? { within } : {}),
    ...(minutes ? { minutes } : {}),
    ...(room ? { room } : {}),
    ...(count === null ? {} : { hosts: Math.min(count, 999) }),
    ...(gear ? { gear } : {}),
    ...(title ? { title } : {}),
    ...showFrom(whole, reading),
    ...(repeat ? { repeat } : {}),
  }
}

/** What is said of the show; hosts who are named are all its hosts, unless they come on top of those there are. */
function showFrom(
  whole: Sketch,
  { named, hostsMore, setup, teardown, show }: Reading,
): Pick<Sketch, "named" | "phases" | "show"> {
  const { title: _, ...told } = keptDetails(show)
  const before = hostsMore === null ? [] : (whole.named ?? [])
  const phases = { setup: setup ?? whole.phases?.setup ?? 0, teardown: teardown ?? whole.phases?.teardown ?? 0 }
  return {
    ...(named.length > 0
      ? { named: [...before, ...named.map((name) => ({ name: clipped(name, 40) }))].slice(0, 8) }
      : {}),
    ...(setup === null && teardown === null ? {} : { phases }),
    ...(Object.keys(told).length > 0 ? { show: { ...whole.show, ...told } } : {}),
  }
}

/** How often and how many times: up to a day is so many times from the first session on. */
function repeatFrom(
  { centre }: Scene,
  whole: { start: string | undefined; repeat?: Sketch["repeat"] },
  { every, weekdays, count, until }: NonNullable<Reading["repeat"]>,
): NonNullable<Sketch["repeat"]> {
  const first = whole.start ? instantOf(hasTime(whole.start) ? whole.start : `${whole.start}T12:00`, centre.zone) : null
  const on = weekdays.length > 1 ? { weekdays: [...weekdays] } : {}
  const end = until && instantOf(`${until}T23:59`, centre.zone)
  const times =
    end && first
      ? seriesStarts(centre, first, { every, ...on, count: seriesMax }).filter((start) => start <= end).length
      : (count ?? whole.repeat?.count)
  return { ...whole.repeat, every, ...on, ...(times && times > 1 ? { count: Math.min(times, 99) } : {}) }
}

/** Another day alone, or "next week", keeps the time that was chosen. */
function startOf(whole: Sketch, { start: said, week }: Reading): string | null {
  const start = said ?? (week && whole.start ? addDays(whole.start.slice(0, 10), 7 * week) : null)
  if (start === null || hasTime(start)) return start
  return hasTime(whole.start) ? `${start}${whole.start.slice(10)}` : start
}

function minutesFrom(
  { centre }: Scene,
  { start, reading }: { start: string | undefined; reading: Reading },
): number | null {
  if (reading.durationMinutes) return reading.durationMinutes
  if (!reading.end || !hasTime(start)) return null
  const minutes = (instantOf(reading.end, centre.zone).getTime() - instantOf(start, centre.zone).getTime()) / minute
  return minutes > 0 && minutes <= 1440 ? minutes : null
}

function roomFrom(scene: Scene, now: RoomWish | undefined, { room, roomClass, roomChoice }: Reading): RoomWish | null {
  if (room) return { room: room.id }
  if (roomClass) return { class: roomClass }
  switch (roomChoice) {
    case "any":
      return "any"
    case "bigger":
    case "smaller":
      return beside(scene, now, roomChoice === "bigger" ? 1 : -1)
    default:
      return null
  }
}

/** The class next in size to the room at hand. */
function beside({ centre }: Scene, now: RoomWish | undefined, by: 1 | -1): RoomWish | null {
  if (now === undefined || now === "any") return null
  const bySize = [...centre.classes].sort((a, b) => a.hostsMax - b.hostsMax)
  const current = "class" in now ? now.class : roomOf(centre, now.room)?.class
  const next = bySize[bySize.findIndex((kind) => kind.id === current) + by]
  return next ? { class: next.id } : null
}

function roomsFrom({ open }: Reading): string[] | undefined {
  const asked = open.find((question) => question.about === "room")
  return asked?.choices.slice(0, 8).map(({ id }) => id)
}

type Kinds = NonNullable<Sketch["kinds"]>

/** What is said of gear, and which kinds stay open; "ring lights" after "which kind?" is that many of them. */
function gearFrom(
  { kinds: open = [], gear: now = [] }: Sketch,
  reading: Reading,
): { gear: GearWish[] | null; kinds: Kinds } {
  const asked = reading.open.flatMap((question) =>
    question.about === "gear" ? [{ quantity: question.quantity, of: question.choices.map(({ id }) => id) }] : [],
  )
  const answers = ({ of }: Kinds[number]): boolean => reading.gear.some(({ id }) => of.includes(id))
  const left = open.filter((kind) => !answers(kind))
  const said = reading.gear.map((one) => {
    const kind = one.quantity === 1 ? open.find(({ of }) => of.includes(one.id)) : undefined
    return kind ? { ...one, quantity: kind.quantity } : one
  })
  return { gear: said.length > 0 ? gearWished(now, said) : null, kinds: [...left, ...asked].slice(0, 8) }
}

function gearWished(now: readonly GearWish[], said: Reading["gear"]): GearWish[] {
  const all = new Map(now.map(({ id, quantity }) => [id, quantity]))
  for (const { id, quantity, how } of said) {
    const before = all.get(id) ?? 0
    const then = { set: quantity, add: before + quantity, drop: 0, fewer: Math.max(0, before - quantity) }
    all.set(id, then[how])
  }
  return [...all]
    .filter(([, quantity]) => quantity > 0)
    .map(([id, quantity]) => ({ id, quantity: Math.min(quantity, 999) }))
}

/** "3 to 5" after several days were told is on none of them yet: which, is asked. */
const isDayless = ({ around }: Sketch, { start, dayStated }: Reading): boolean =>
  around !== undefined && hasTime(start ?? undefined) && !dayStated

/** A time, on whichever day. */
function partAt({ centre }: Scene, start: string | null): Sketch["within"] {
  const from = start ? minutesIn(centre, start.slice(0, 10), start) : 0
  return { from, to: from + 15 }
}

/** The part of a day that was spoken of, or of each of several. */
function partOf({ centre }: Scene, { window, part }: Reading, start: string | undefined): Sketch["within"] {
  const day = (start ?? window?.from ?? window?.to)?.slice(0, 10)
  if (!window || !day) return undefined
  const from = window.from ? minutesIn(centre, day, window.from) : 0
  const to = window.to ? minutesIn(centre, day, window.to) : from + 1440
  if (to - from > 1440) return part ? partHours[part] : undefined
  return from >= 0 && to > from ? { from, to } : undefined
}

const minutesIn = ({ zone }: Scene["centre"], day: LocalDay, local: string): number =>
  wallMinutes(instantOf(local, zone), day, zone)

/** The part of time that was spoken of, "tomorrow evening", as instants. */
export function windowOf({ centre, now }: Scene, { window, start }: Reading): Interval | undefined {
  if (!window) return undefined
  const midnight = start ? instantOf(`${start.slice(0, 10)}T00:00`, centre.zone) : now
  const from = window.from ? instantOf(window.from, centre.zone) : midnight > now ? midnight : now
  const to = window.to ? instantOf(window.to, centre.zone) : after(from, 24 * 60 * minute)
  return to > from ? { start: from, end: to } : undefined
}
