import { createHash } from "node:crypto"
import { type CalendarEntry, feedIcs } from "../../calendar.js"
import { roomOf } from "../../centre.js"
import { type AppliedCentre, currentCentre } from "../../centre-store.js"
import { type Feed, feedOf, feedToken, wholeFloor } from "../../feeds.js"
import type { Booking } from "../../outcome.js"
import type { World } from "../../world.js"
import { type Phrasing, phrasing } from "../phrasing.js"
import { type Answer, lines, menu, type Scene } from "../scene.js"
import { closureEntry, courseEntry, entryOf } from "./calendar-file.js"
import { roomNamed } from "./door.js"
import { refusal } from "./refusal.js"

/** Bookings in one's own calendar, kept up to date: the secret addresses, and what is read from them. */

const path = (token: string): string => `/calendar/${token}.ics`

/** The address, always the same until a new one is asked for. Staff who book for nobody get the floor's. */
export async function calendarLink(
  scene: Scene,
  { renew = false, room }: { renew?: boolean; room?: string | undefined } = {},
): Promise<Answer> {
  const { world, ask, say } = scene
  const { staff } = ask.actor.person
  if (room !== undefined) {
    if (!staff) return refusal(scene, { why: "not_staff" })
    const known = room === wholeFloor || roomOf(scene.centre, room)
    return known ? staffLink(scene, { room, renew }) : refusal(scene, { why: "no_such_room" })
  }
  const { feed, feeds } = say.words
  if (staff && ask.actor.members.length === 0) return staffLink(scene, { room: wholeFloor, renew })
  if (!world.pages || ask.actor.members.length === 0) return { text: lines(feed.none), choices: menu(scene) }
  const own = await feedToken(world, ask, { renew })
  if (own.is === "refused") return refusal(scene, own.refusal)
  const url = `${world.pages}${path(own.token)}`
  return {
    text: [...lines(renew && feed.renewed, feed.how), [{ code: url }], ...lines(feed.secret)],
    choices: [
      [{ label: feed.renew, step: { do: "calendar", renew: "new" } }],
      ...(staff ? [[{ label: feeds.floor, step: { do: "calendar", renew: "same", of: wholeFloor } } as const]] : []),
      [{ label: say.words.label.mine, step: { do: "mine" } }],
    ],
    toast: feed.title,
  }
}

/** `/calendar Studio 2`: a room's, for staff; to others their own, whatever they add. */
export function calendarSaid(scene: Scene, text: string): Promise<Answer> | Answer {
  if (text === "" || !scene.ask.actor.person.staff) return calendarLink(scene)
  const room = roomNamed(scene, text)
  return room === null ? refusal(scene, { why: "no_such_room" }) : calendarLink(scene, { room })
}

async function staffLink(scene: Scene, { room, renew }: { room: string; renew: boolean }): Promise<Answer> {
  const { world, ask, say, centre } = scene
  const { feed, feeds, label } = say.words
  if (!world.pages) return { text: lines(feed.none), choices: menu(scene) }
  const address = await feedToken(world, ask, { room, renew })
  if (address.is === "refused") return refusal(scene, address.refusal)
  const floor = room === wholeFloor
  const [first] = centre.rooms
  return {
    text: [
      ...lines(renew && feed.renewed, floor ? feeds.how : feeds.howRoom(say.room(room))),
      [{ code: `${world.pages}${path(address.token)}` }],
      ...lines(feeds.secret, floor && first !== undefined && feeds.oneRoom(say.room(first.id))),
    ],
    choices: [
      [{ label: feed.renew, step: { do: "calendar", renew: "new", of: room } }],
      floor
        ? [{ label: label.today, step: { do: "today" } }]
        : [{ label: feeds.floor, step: { do: "calendar", renew: "same", of: wholeFloor } }],
    ],
    toast: feeds.floor,
  }
}

/**
 * What a calendar reads; without its text where that is still what `known` (an etag) stands for, which costs three small questions. Null
 * for an address that is none, or no longer.
 */
export async function readFeed(
  world: World,
  token: string,
  known: readonly string[] = [],
): Promise<{ etag: string; ics?: string } | null> {
  const now = world.clock()
  const found = await feedOf(world, token, now)
  if (!found) return null
  const centre = await currentCentre(world)
  const facts = JSON.stringify([found.language, found.of, found.stamp, centre.version, centre.zone])
  const etag = `"${createHash("sha256").update(facts).digest("base64url")}"`
  return known.includes(etag) ? { etag } : { etag, ics: await written(found, { centre, now }) }
}

async function written(
  { language, of, bookings, courses, closures }: Feed,
  { centre, now }: { centre: AppliedCentre; now: Date },
): Promise<string> {
  const say = phrasing(language, centre, now)
  const own = of === "own" || of.room === wholeFloor
  const name = own ? centre.name[language] : `${say.room(of.room)}${say.words.dot}${centre.name[language]}`
  const entries = (await bookings()).map(({ booking, changed }) => {
    const entry = entryOf({ say, centre, now: changed }, booking)
    return of === "own" ? entry : forStaff(say, booking, entry)
  })
  const learning = (await courses()).map((session) => {
    const entry = courseEntry({ say, centre, now: session.createdAt }, session)
    return of === "own" ? entry : { ...entry, summary: `${say.room(session.room)}${say.words.dot}${entry.summary}` }
  })
  const closed = (await closures()).map((closure) => closureEntry({ say, centre, now: closure.createdAt }, closure))
  return feedIcs([...entries, ...learning, ...closed], { name })
}

/** Whose it is, and where. */
const forStaff = (say: Phrasing, booking: Booking, entry: CalendarEntry): CalendarEntry => ({
  ...entry,
  summary: `${say.place(booking)}${say.words.dot}${booking.member.name}`,
  description: [...(booking.title === null ? [] : [booking.title]), entry.description ?? ""].join("\n"),
})
