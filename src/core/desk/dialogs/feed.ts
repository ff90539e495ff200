import { createHash } from "node:crypto"
import { feedIcs } from "../../calendar.js"
import { currentCentre } from "../../centre-store.js"
import { feedOf, feedToken } from "../../feeds.js"
import type { World } from "../../world.js"
import { phrasing } from "../phrasing.js"
import { type Answer, lines, menu, type Scene } from "../scene.js"
import { entryOf } from "./calendar-file.js"

/** One's bookings in one's own calendar, kept up to date: the secret address, and what is read from it. */

const path = (token: string): string => `/calendar/${token}.ics`

/** The address, always the same until a new one is asked for. */
export async function calendarLink(scene: Scene, renew = false): Promise<Answer> {
  const { world, ask, say } = scene
  const { feed } = say.words
  if (!world.pages || ask.actor.members.length === 0) return { text: lines(feed.none), choices: menu(scene) }
  const url = `${world.pages}${path(await feedToken(world, ask, { renew }))}`
  return {
    text: [...lines(renew && feed.renewed, feed.how), [{ code: url }], ...lines(feed.secret)],
    choices: [
      [{ label: feed.renew, step: { do: "calendar", renew: "new" } }],
      [{ label: say.words.label.mine, step: { do: "mine" } }],
    ],
    toast: feed.title,
  }
}

/** What a calendar reads. The same bookings make the same `etag`. Null for an address that is none, or no longer. */
export async function readFeed(world: World, token: string): Promise<{ ics: string; etag: string } | null> {
  const now = world.clock()
  const found = await feedOf(world, token, now)
  if (!found) return null
  const centre = await currentCentre(world)
  const say = phrasing(found.language, centre, now)
  const entries = found.bookings.map(({ booking, changed }) =>
    entryOf({ say, centre, now: changed }, booking, found.several ? booking.member.name : null),
  )
  const ics = feedIcs(entries, { name: centre.name[found.language] })
  return { ics, etag: `"${createHash("sha256").update(ics).digest("base64url")}"` }
}
