import { broadcastDay, openOn, roomOf } from "../../centre.js"
import type { Booking } from "../../outcome.js"
import { toPng } from "../../picture/png.js"
import { type Week, week } from "../../picture/week.js"
import { addDays, type LocalDay, wallMinutes } from "../../time.js"
import type { Scene } from "../scene.js"
import type { Picture } from "../turn.js"

/** A merchant's coming week as a picture: seven days from today. */

const shownDays = 7

/** @returns null when nothing of the week is booked, or when it could not be drawn: the list beside it says everything */
export async function weekPicture(scene: Scene, bookings: readonly Booking[]): Promise<Picture | null> {
  const { centre, say, now, world } = scene
  const today = broadcastDay(centre, now)
  const days = Array.from({ length: shownDays }, (_, n) => addDays(today, n))
  const coming = bookings.filter(({ start }) => days.includes(broadcastDay(centre, start)))
  if (coming.length === 0) return null
  try {
    const look = { language: say.language, scheme: "light", form: "phone" } as const
    const png = await toPng(week(weekOf(scene, days, coming), look))
    return { name: `${today}-week.png`, png, alt: coming.map((booking) => say.slot(booking)).join(" · ") }
  } catch (error) {
    world.log.warn({ err: error }, "a week could not be drawn")
    return null
  }
}

function weekOf({ centre, say, now, ask }: Scene, days: readonly LocalDay[], bookings: readonly Booking[]): Week {
  const at = (instant: Date, day: LocalDay) => wallMinutes(instant, day, centre.zone)
  const hours = days.flatMap((day) => openOn(centre, day).flatMap(({ start, end }) => [at(start, day), at(end, day)]))
  const today = days[0] ?? broadcastDay(centre, now)
  return {
    title: ask.actor.member?.name ?? "",
    days: days.map((day) => ({ name: say.weekdayShort(day), date: String(Number(day.slice(8))) })),
    from: Math.min(...hours),
    to: Math.max(...hours),
    entries: bookings.map((booking) => {
      const day = broadcastDay(centre, booking.start)
      const certain = booking.roomClass === null
      const number = certain && /\d+/.exec(roomOf(centre, booking.room)?.names[say.language] ?? "")?.[0]
      return {
        day: days.indexOf(day),
        start: at(booking.start, day),
        end: at(booking.end, day),
        kind: booking.status === "requested" ? "held" : "own",
        label: say.place(booking),
        ...(number && { short: number }),
      }
    }),
    now: { day: 0, minutes: at(now, today) },
    words: say.words.picture.kinds,
  }
}
