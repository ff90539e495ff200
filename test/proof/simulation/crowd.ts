import type { Button, Reply, Said } from "../../../src/core/desk/turn.js"
import { hour, minute } from "../../../src/core/interval.js"
import { localMinute } from "../../../src/core/time.js"
import type { Random } from "./schedule.js"

/** Members and staff of a busy centre: what they say next, by sentences, by whole commands, and by pressing what they have been shown. */

export type Face = {
  person: string
  platform: string
  member: string | null
  /** Buttons they have seen, the newest last, and bookings that they know of. */
  seen: string[]
  bookings: string[]
}

const remembered = 24
/** What they press: not what opens pictures and files, or asks who they are. */
const pressable =
  /^(~|book|plan|change|ask|cancel|extend|queue|unqueue|take|pass|show|undo|late|checkin|noshow|agree|deny|accept|decline|lift|enrol|leave|course|courses|courseoff|hand|want|drop|line|hours|help|home|standing)\b/

export function saw(face: Face, replies: readonly Reply[]): void {
  const presses = replies.flatMap(({ buttons = [] }) =>
    buttons.flat().flatMap((button: Button) => ("press" in button ? [button.press] : [])),
  )
  for (const press of presses) {
    const id =
      /^(?:cancel|extend|show|checkin|late|agree|accept) (\w+)/.exec(press)?.[1] ?? /^\w+ .*#(\w+)/.exec(press)?.[1]
    if (id && !face.bookings.includes(id)) face.bookings.push(id)
    if (pressable.test(press)) face.seen.push(press)
  }
  face.seen.splice(0, Math.max(0, face.seen.length - remembered))
  face.bookings.splice(0, Math.max(0, face.bookings.length - 8))
}

export type Scenery = {
  now: Date
  zone: string
  rooms: readonly string[]
  gear: readonly string[]
  members: readonly string[]
  courses: readonly string[]
}

export function whatNext(face: Face, scenery: Scenery, random: Random): Said {
  const press = (data: string): Said => ({ kind: "press", data })
  const dice = random.next()
  if (face.seen.length > 0 && dice < 0.36) return press(random.pick(face.seen.slice(-6 - random.int(remembered))))
  return face.member === null ? asStaff(face, scenery, random) : asMember(face, scenery, random)
}

const quarter = 15 * minute
/** A quarter hour of the next hours, mostly soon. */
const someStart = ({ now, zone }: Scenery, random: Random, within = 5 * hour): string => {
  const ahead = random.next() < 0.6 ? within / 3 : within
  const at = Math.ceil(now.getTime() / quarter) * quarter + random.int(Math.floor(ahead / quarter)) * quarter
  return localMinute(new Date(at), zone)
}

function asMember(face: Face, scenery: Scenery, random: Random): Said {
  const press = (data: string): Said => ({ kind: "press", data })
  const start = someStart(scenery, random)
  const length = 30 + 15 * random.int(4)
  const where = random.next() < 0.6 ? `@${random.pick(scenery.rooms)}` : random.next() < 0.5 ? "any" : "~small"
  const gear = random.next() < 0.3 ? ` +${random.pick(scenery.gear)}*1` : ""
  const wished = `${start} ${length} ${where} h${1 + random.int(2)}${gear}`
  const booking = face.bookings.length > 0 ? random.pick(face.bookings) : null
  const dice = random.next()
  if (booking === null || dice < 0.34) return press(`${random.next() < 0.7 ? "book" : "plan"} ${wished}`)
  if (dice < 0.42) return sentence(start, random)
  if (dice < 0.54) return press(`book #${booking} ${start}`)
  if (dice < 0.62) return press(`extend ${booking} ${someStart(scenery, random, 2 * hour)}`)
  if (dice < 0.74) return press(`cancel ${booking} yes`)
  if (dice < 0.82) return press(`checkin ${booking}`)
  if (dice < 0.86) return press("undo")
  if (dice < 0.94) return press(`queue ${start} ${length} @${random.pick(scenery.rooms)} h1`)
  if (dice < 0.97) return { kind: "text", text: "yes" }
  return press(random.next() < 0.5 ? `late ${booking} 10` : "courses")
}

const sentence = (start: string, random: Random): Said => ({
  kind: "text",
  text: `book Studio ${1 + random.int(3)} ${start.slice(0, 10)} at ${start.slice(11)} for 45 minutes, 1 host`,
})

function asStaff(face: Face, scenery: Scenery, random: Random): Said {
  const press = (data: string): Said => ({ kind: "press", data })
  const start = someStart(scenery, random)
  const end = localMinute(new Date(Date.parse(`${start}:00Z`) + (1 + random.int(6)) * quarter), "UTC")
  const booking = face.bookings.length > 0 ? random.pick(face.bookings) : "b000001"
  const dice = random.next()
  const what =
    random.next() < 0.7
      ? `@${random.pick(scenery.rooms)}`
      : random.next() < 0.8
        ? `+${random.pick(scenery.gear)}*1`
        : "all"
  if (dice < 0.25) return press(`close ${what} ${start} ${end} yes`)
  if (dice < 0.4) return press("closures")
  if (dice < 0.55) return press(`hand ${booking} ${random.pick(scenery.members)}`)
  if (dice < 0.65) return press(`noshow ${booking}${random.next() < 0.5 ? " forgive" : ""}`)
  if (dice < 0.72)
    return press(`standing ${random.pick(scenery.members)} ${random.next() < 0.3 ? "suspended" : "active"}`)
  if (dice < 0.82) return press(`teach ${random.pick(scenery.courses)} ${start} - - yes`)
  if (dice < 0.88) return press(`grant ${random.pick(scenery.members)} 60`)
  if (dice < 0.94) return press("undo")
  return press(`checkin ${booking}`)
}
