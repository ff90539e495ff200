import { bookingsBetween, bookingsOf } from "../../booking-record.js"
import { broadcastDay } from "../../centre.js"
import { everyName, type Found, whoIsIn } from "../../clerk.js"
import { after, type Interval } from "../../interval.js"
import type { Booking } from "../../outcome.js"
import { actingFor } from "../../people.js"
import { addDays, instantAt, type LocalDay } from "../../time.js"
import { openOf, wishIn } from "../../waitlist-rows.js"
import { type Answer, type Choice, lines, rows, type Scene } from "../scene.js"
import { refusal } from "./refusal.js"
import { wished } from "./waitlist.js"

/** Lists that staff ask for in a sentence: of a member or a room, of who is awaited, of who waits. */

const listedMost = 30
/** More buttons than these are overlooked. */
const buttonsMost = 8

export type Of = { members: readonly Found[] | null; room: string | null; day: LocalDay | null }

/** What is booked by these members or in this room; without a day what runs and what comes. */
export async function sessionsOf(scene: Scene, of: Of): Promise<Answer> {
  const { say, now } = scene
  const { clerk, dot } = say.words
  const { members, room, day } = of
  const found = await sessionsFor(scene, of)
  const one = members?.length === 1
  const name = [
    ...(members ? [say.list(members.map((member) => member.name))] : []),
    ...(room ? [say.room(room)] : []),
  ].join(dot)
  const card: Choice[] =
    one && members[0] ? [{ label: members[0].name, step: { do: "member", member: members[0].id } }] : []
  const last: Choice[][] = [[...card, { label: say.words.label.today, step: { do: "today", ...(day ? { day } : {}) } }]]
  if (found.length === 0) {
    const [next] = day && members ? await sessionsFor(scene, { ...of, day: null }) : []
    const text = lines(clerk.nothingOf(name, day && say.near(day)), next !== undefined && clerk.coming(say.slot(next)))
    return { text, choices: last }
  }
  const line = (booking: Booking): string =>
    [say.slot(booking), ...(one ? [] : [booking.member.name]), ...status(scene, booking)].join(dot)
  return {
    text: [[{ bold: day ? [name, say.near(day)].join(dot) : name }], ...lines(...found.slice(0, listedMost).map(line))],
    choices: [
      ...rows(
        found
          .filter(({ end }) => end > now)
          .slice(0, buttonsMost)
          .map((booking): Choice => ({ label: say.slot(booking), step: { do: "show", booking: booking.id } })),
        1,
      ),
      ...last,
    ],
  }
}

function status({ say, now }: Scene, booking: Booking): string[] {
  const { clerk } = say.words
  if (booking.status === "checked_in") return [clerk.here]
  if (booking.status === "no_show") return [clerk.missed]
  return booking.status === "confirmed" && booking.start <= now && now < booking.end ? [clerk.awaited] : []
}

async function sessionsFor(scene: Scene, { members, room, day }: Of): Promise<Booking[]> {
  const { world, ask, now, centre } = scene
  const fits = (booking: Booking): boolean =>
    booking.status !== "cancelled" &&
    (members === null || members.some(({ id }) => id === booking.member.id)) &&
    (room === null || booking.room === room)
  if (day === null && members) {
    const all = await Promise.all(members.map(({ id }) => actingFor(world, id)))
    const theirs = all.map((member) => bookingsOf(world, { ...ask.actor, member }, { from: now, limit: listedMost }))
    return (await Promise.all(theirs)).flat().filter(fits).sort(byStart)
  }
  const near = await onDay(scene, day ?? broadcastDay(centre, now))
  return near.filter((booking) => fits(booking) && (day !== null || booking.end > now))
}

/** Of a broadcast day, with what was called off. */
async function onDay({ world, centre }: Scene, on: LocalDay): Promise<Booking[]> {
  const at = (date: LocalDay, hours: number): Date => instantAt(date, hours * 60, centre.zone)
  const near = await bookingsBetween(world, { from: at(on, 0), to: at(addDays(on, 1), 12), all: true })
  return near.filter((booking) => broadcastDay(centre, booking.start) === on)
}

const byStart = (a: Booking, b: Booking): number => a.start.getTime() - b.start.getTime()

/** Whose session of today has begun, and who is not here or lost the room. */
export async function awaited(scene: Scene): Promise<Answer> {
  const { world, ask, say, now, centre } = scene
  const found = await whoIsIn(world, ask)
  if ("is" in found) return refusal(scene, found.refusal)
  const { clerk, dot } = say.words
  const late = found.filter(({ start, status }) => start <= now && status === "confirmed")
  const missed = (await onDay(scene, broadcastDay(centre, now))).filter(({ status }) => status === "no_show")
  const line = (booking: Booking): string =>
    [
      say.range(booking),
      say.room(booking.room),
      booking.member.name,
      ...(late.includes(booking) ? [] : [clerk.missed]),
    ].join(dot)
  return {
    text: [
      ...(late.length > 0 ? [[{ bold: clerk.lateOnes }]] : missed.length > 0 ? [] : lines(clerk.nobodyLate)),
      ...lines(...[...late, ...missed].slice(0, listedMost).map(line)),
    ],
    choices: [
      ...rows(
        [...late, ...missed].slice(0, buttonsMost).map(
          (booking): Choice => ({
            label: [say.room(booking.room), booking.member.name].join(dot),
            step: { do: "show", booking: booking.id },
          }),
        ),
        1,
      ),
      [
        { label: clerk.who, step: { do: "in" } },
        { label: clerk.next, step: { do: "next" } },
      ],
    ],
  }
}

/** Who waits for a place on a day, first come first. */
export async function waitingOn(scene: Scene, day: LocalDay): Promise<Answer> {
  const { world, say } = scene
  const { clerk, dot } = say.words
  const [line, names] = await Promise.all([openOf(world, null), everyName(world)])
  const here = line
    .map((row) => ({ member: row.member_id, wish: wishIn(row) }))
    .filter(({ wish }) => wish.windows.some((window) => touches(scene, window, day)))
  const name = (id: string): string => names.find((member) => member.id === id)?.name ?? ""
  const near = say.near(day)
  return {
    text:
      here.length === 0
        ? lines(clerk.queueEmpty(near))
        : [
            [{ bold: clerk.queue(near) }],
            ...lines(
              ...here
                .slice(0, listedMost)
                .map(({ member, wish }, n) => `${n + 1}. ${[name(member), wished(say, wish)].join(dot)}`),
            ),
          ],
    choices: [
      [
        { label: say.words.label.today, step: { do: "today", day } },
        { label: say.words.label.home, step: { do: "home" } },
      ],
    ],
  }
}

const touches = ({ centre }: Scene, { start, end }: Interval, day: LocalDay): boolean =>
  broadcastDay(centre, start) <= day && broadcastDay(centre, after(end, -1)) >= day
