import { bookingsBetween } from "../../booking-record.js"
import { canCheckIn } from "../../checkin.js"
import type { Named } from "../../clerk.js"
import { after, hour } from "../../interval.js"
import type { Booking } from "../../outcome.js"
import type { LocalDay } from "../../time.js"
import type { Step } from "../press.js"
import { type Answer, type Choice, lines, noted, rows, type Scene } from "../scene.js"
import type { Reading } from "../understand/index.js"
import { checkInTo, late, noShow } from "./arrival.js"
import { comingNext } from "./clerk.js"
import { sessionsOf } from "./clerk-lists.js"
import { meant } from "./which.js"

/** What staff do at the sessions of members they name: here, late, did not come, forgiven. Whom they act for stays as it was. */

/** Whom, where and when a piece of a sentence tells; `left`: the words that tell none of it. */
export type Told = {
  members: readonly Named[] | null
  room: string | null
  day: LocalDay | null
  reading: Reading
  left: string
}

export type Act = "checkin" | "late" | "noshow" | "forgive"

const day = 24 * hour
const running = ({ start, end }: Booking, now: Date): boolean => start <= now && now < end

/** Which sessions an action can be for, at this moment. */
const possible: Record<Act, (booking: Booking, scene: Scene) => boolean> = {
  checkin: (booking, { centre, now }) =>
    canCheckIn(centre, booking, now) || (booking.status === "no_show" && running(booking, now)),
  late: ({ status, start, end }, { now }) => status === "confirmed" && start <= after(now, 3 * hour) && now < end,
  noshow: ({ status, start, end }, { now }) => status === "confirmed" && start <= now && end > after(now, -day),
  forgive: ({ status }) => status === "no_show",
}

/** Done already, it is said again rather than denied. */
const already: Record<Act, (booking: Booking, now: Date) => boolean> = {
  checkin: (booking, now) => booking.status === "checked_in" && booking.end > now,
  late: () => false,
  noshow: (booking, now) => booking.status === "no_show" && booking.end > after(now, -hour),
  forgive: () => false,
}

/** How staff know, and from whom: nothing that it is done to. */
const reported =
  /(?<!\p{L})(?:they|he|she|their|the|people|team|guys|crew|just|now|and|but|has|have|had|will|ll|re|be|is|are|running|says?|said|that|called|rang|phoned|texted|messaged|wrote|stuck|in|traffic|mins?|telefonou|ligou|disse|escreveu|que|a dizer|trânsito|no)(?!\p{L})|佢哋?|他们?|她们?|打電話嚟|打电话来|打嚟|話|说|說|塞車|塞车|堵车/giu

/** How far back what is forgiven may lie. */
const forgiven = 30 * day

export async function acted(scene: Scene, act: Act, { members, room, reading, left }: Told): Promise<Answer | null> {
  const { world, now } = scene
  const other = left.replace(reported, " ").trim()
  if (!members && (!room || other !== "")) return null
  // "Lotus's parcel is here", or their light, is about them, and nothing is done for it.
  if (other !== "" || reading.gear.length > 0 || reading.open.some(({ about }) => about === "gear"))
    return sessionsOf(scene, { members, room, day: null })
  const near = await bookingsBetween(world, { from: after(now, -forgiven), to: after(now, day), all: true })
  const theirs = near.filter(({ member }) => members?.some(({ id }) => id === member.id) ?? true)
  const can = theirs.filter((booking) => possible[act](booking, scene))
  const found = meant(scene, { ...reading, intent: "checkin" }, can)
  const step = (id: string): Extract<Step, { do: "checkin" | "late" | "noshow" }> => stepOf(act, id, reading)
  const [only, second] = found
  if (second) return whichSession(scene, found, step)
  const one =
    only ??
    meant(
      scene,
      { ...reading, intent: "checkin" },
      theirs.filter((booking) => already[act](booking, now)),
    )[0]
  return one ? does(scene, step(one.id)) : noneFor(scene, { members, room })
}

function stepOf(act: Act, booking: string, { durationMinutes, shiftMinutes }: Reading) {
  const minutes = Math.abs(durationMinutes ?? shiftMinutes ?? 0)
  switch (act) {
    case "checkin":
      return { do: "checkin", booking } as const
    case "late":
      return { do: "late", booking, ...(minutes > 0 && minutes < 1000 ? { minutes: String(minutes) } : {}) } as const
    case "noshow":
      return { do: "noshow", booking } as const
    case "forgive":
      return { do: "noshow", booking, forgive: "forgive" } as const
  }
}

function does(scene: Scene, step: Extract<Step, { do: "checkin" | "late" | "noshow" }>): Promise<Answer> {
  switch (step.do) {
    case "checkin":
      return checkInTo(scene, step.booking)
    case "late":
      return late(scene, step.booking, step.minutes === undefined ? undefined : Number(step.minutes))
    case "noshow":
      return noShow(scene, step.booking, step.forgive !== undefined)
  }
}

/** Whom it was said of has nothing of the kind now: that, and what they have. */
async function noneFor(scene: Scene, { members, room }: Pick<Told, "members" | "room">): Promise<Answer> {
  const { say } = scene
  const name = members ? say.list(members.map((member) => member.name)) : say.room(room ?? "")
  return noted(lines(say.words.clerk.nothingNow(name)), await sessionsOf(scene, { members, room, day: null }))
}

export const noMember = ({ say }: Scene, name: string): Answer => ({
  text: lines(say.words.clerk.noMember(name)),
  choices: [
    [
      { label: say.words.clerk.who, step: { do: "in" } },
      { label: say.words.clerk.next, step: { do: "next" } },
    ],
  ],
})

/** Checking in, and nobody named: who can be, or who comes. */
export async function due(scene: Scene): Promise<Answer> {
  const { world, now, centre } = scene
  const near = await bookingsBetween(world, { from: now, to: after(now, hour) })
  const open = near.filter((booking) => canCheckIn(centre, booking, now))
  if (open.length === 0) return comingNext(scene)
  return whichSession(scene, open, (booking) => ({ do: "checkin", booking }))
}

const whichSession = ({ say }: Scene, found: readonly Booking[], step: (id: string) => Step): Answer => ({
  text: lines(say.words.clerk.whichSession),
  choices: rows(
    found.slice(0, 12).map(
      (booking): Choice => ({
        label: [booking.member.name, say.slot(booking)].join(say.words.dot),
        step: step(booking.id),
      }),
    ),
    1,
  ),
})
