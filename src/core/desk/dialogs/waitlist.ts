import { covering } from "../../ballot-rows.js"
import { broadcastDay, openOn } from "../../centre.js"
import { after, type Interval, intersection, minute, minutesOf } from "../../interval.js"
import { joinForLonger } from "../../longer.js"
import { keepsPlace, passOffer, takeOffer } from "../../offers.js"
import type { Booking, RoomWish } from "../../outcome.js"
import { quoteExtension } from "../../quote.js"
import { addDays, instantAt, type LocalDay, weekday } from "../../time.js"
import { type Joined, joinLine, leaveLine, lineOf, type Place, placesMax } from "../../waitlist.js"
import type { WaitWish } from "../../waitlist-rows.js"
import { openDraft } from "../draft.js"
import type { Phrasing } from "../phrasing.js"
import type { Sketch } from "../press.js"
import { type Answer, type Choice, lines, menu, noted, rows, type Scene } from "../scene.js"
import type { Reading } from "../understand/index.js"
import { freeFor } from "./asking-time.js"
import { settled } from "./card.js"
import { windowOf } from "./merge.js"
import { plan } from "./plan.js"
import { refusal, waits } from "./refusal.js"
import { hasTime, instantOf, lastBooking } from "./sketch.js"

/** Standing in line for what is taken, and what is offered. */

/** The button on a "taken": in line for just that. A day without a time: for any time of that day. */
export async function queue(scene: Scene, sketch: Sketch): Promise<Answer> {
  const whole = await lengthened(scene, sketch)
  const { booking: bookingId, minutes } = whole
  if (bookingId) return standing(scene, await joinForLonger(scene.world, scene.ask, { bookingId, minutes }))
  return stand(scene, whole, windowsOf(scene, whole))
}

/** For one's own session that is to go on, where others stand in the way: not where the centre closes, or the plan says no. */
export async function waitLonger({ world, ask, say }: Scene, booking: Booking, minutes: number): Promise<Choice[][]> {
  const { member, members } = ask.actor
  if (member?.id !== booking.member.id && !members.some(({ id }) => id === booking.member.id)) return []
  const quoted = await quoteExtension(world, ask, booking.id, after(booking.end, minutes * minute))
  if (quoted.is === "quote" || !waits.has(quoted.refusal.why)) return []
  return [[{ label: say.words.waitlist.join, step: { do: "queue", sketch: { booking: booking.id, minutes } } }]]
}

/** As long as the last one, where no length was said. */
async function lengthened(scene: Scene, sketch: Sketch): Promise<Sketch & { minutes: number }> {
  const last = sketch.minutes ? null : await lastBooking(scene)
  return { ...sketch, minutes: sketch.minutes ?? (last ? minutesOf(last) : 60) }
}

/** "Put me on the waitlist for a small room Friday evening"; without a day, the places one has. */
export async function queueSaid(scene: Scene, said: Sketch, reading: Reading): Promise<Answer> {
  const places = await lineOf(scene.world, scene.ask)
  // 咁幫我排隊啦, right after a "taken": for what was just wished for; who stands in line already asks for that.
  const { sketch: wished } = openDraft(scene.draft, scene.now)
  const silent = said.start === undefined && !said.booking && saidWindows(scene, said, reading).length === 0
  const wish = silent && places.length === 0 && wished?.start && !wished.booking && !wished.repeat ? wished : {}
  const sketch = { ...wish, ...said }
  const whole = await lengthened(scene, sketch)
  const windows = saidWindows(scene, whole, reading)
  const [window] = windows
  if (window && hasTime(whole.start) && (await isFree(scene, whole, window)))
    return noted(lines(scene.say.words.waitlist.freeNow), await plan(scene, sketch))
  if (windows.length > 0) return stand(scene, whole, windows)
  const own = await line(scene, places)
  return places.length > 0 ? own : noted(lines(...scene.say.words.waitlist.how), own)
}

/** What is given out by lot is nobody's yet, and yet not to be had. */
async function isFree(scene: Scene, wish: Sketch & { minutes: number }, window: Interval): Promise<boolean> {
  if (covering(scene.centre, window)) return false
  const rooms = await freeFor(scene, wish, { window, minutes: wish.minutes })
  return rooms.some(({ free }) => free.length > 0)
}

function saidWindows(scene: Scene, sketch: Sketch, reading: Reading): Interval[] {
  const within = windowOf(scene, reading)
  if (within && !hasTime(sketch.start)) return [within]
  if (sketch.start) return windowsOf(scene, sketch)
  if (reading.week === null) return []
  return weekDays(scene, reading.week).flatMap((day) => partOf(scene, day, reading.part))
}

function windowsOf({ centre }: Scene, { start, minutes = 0 }: Sketch): Interval[] {
  if (!start) return []
  if (!hasTime(start)) return [...openOn(centre, start)]
  const from = instantOf(start, centre.zone)
  return [{ start: from, end: after(from, minutes * minute) }]
}

/** The days of this week that are left, or of one to come. */
function weekDays({ centre, now }: Scene, weeks: number): LocalDay[] {
  const today = broadcastDay(centre, now)
  const monday = addDays(today, 1 - weekday(today) + 7 * weeks)
  return Array.from({ length: 7 }, (_, n) => addDays(monday, n)).filter((day) => day >= today)
}

/** From six for an evening, until six for a day's other parts. */
function partOf({ centre }: Scene, day: LocalDay, part: Reading["part"]): Interval[] {
  const at = (hour: number): Date => instantAt(day, hour * 60, centre.zone)
  const late = part === "evening" || part === "night"
  const wanted =
    part === null
      ? { start: at(0), end: at(30) }
      : late
        ? { start: at(18), end: at(30) }
        : { start: at(6), end: at(18) }
  return openOn(centre, day).flatMap((open) => intersection(open, wanted) ?? [])
}

async function stand(
  scene: Scene,
  sketch: Sketch & { minutes: number },
  windows: readonly Interval[],
): Promise<Answer> {
  const { world, ask } = scene
  const last = await lastBooking(scene)
  const wish: WaitWish = {
    room: sketch.room ?? "any",
    minutes: sketch.minutes,
    hosts: sketch.hosts ?? last?.hosts ?? 1,
    gear: [...(sketch.gear ?? [])],
    windows: windows.map(({ start, end }) => ({ start, end })),
  }
  return standing(scene, await joinLine(world, ask, wish))
}

async function standing(scene: Scene, joined: Joined): Promise<Answer> {
  const { ask, say } = scene
  const { waitlist } = say.words
  if (joined.is === "refused") return refusal(scene, joined.refusal)
  if (joined.is === "too_many") return noted(lines(waitlist.tooMany(placesMax)), await line(scene))
  const { place } = joined
  const [window] = place.wish.extends === undefined ? [] : place.wish.windows
  const said = (ask.actor.member?.contact ? waitlist.joinedFor : waitlist.joined)(place.place)
  return {
    text: lines(
      said,
      wished(say, place.wish),
      window !== undefined && waitlist.waitsToGoOn(say.time(window.end)),
      waitlist.hint,
    ),
    choices: [[leaving(say, place)], ...menu(scene)],
    toast: said,
    whose: ask.actor.member?.name,
    remember: null,
  }
}

const leaving = ({ words }: Phrasing, { id }: Place): Choice => ({
  label: words.waitlist.leave,
  step: { do: "unqueue", waiting: id },
})

/** `Fri 27 Nov, 18:00–02:00 · Small · 2 hours · 2 hosts` */
export function wished(say: Phrasing, { room, minutes, hosts, gear, windows }: WaitWish): string {
  const [first] = windows
  const last = windows.at(-1)
  const { dot, hosts: hostsOf, waitlist } = say.words
  const when = first && last ? (first === last ? say.when(first) : `${say.when(first)} … ${say.when(last)}`) : ""
  const what = [when, roomName(say, room) ?? waitlist.anyRoom, say.length(minutes), hostsOf(hosts)]
  return [...what, ...(gear.length > 0 ? [say.gearList(gear)] : [])].join(dot)
}

function roomName(say: Phrasing, room: RoomWish): string | null {
  if (room === "any") return null
  return "room" in room ? say.room(room.room) : say.className(room.class)
}

/** One's places in line, with ways out of it. */
export async function line(scene: Scene, known?: readonly Place[]): Promise<Answer> {
  const { world, ask, say } = scene
  const { waitlist } = say.words
  const places = known ?? (await lineOf(world, ask))
  const whose = ask.actor.member?.name
  if (places.length === 0) return { text: lines(waitlist.none), choices: menu(scene), whose }
  const status = (place: Place): string => (place.offer ? waitlist.offeredNow : waitlist.place(place.place))
  return {
    text: [
      [{ bold: waitlist.title }],
      ...lines(...places.map((place, n) => `${n + 1}. ${wished(say, place.wish)}${say.words.dot}${status(place)}`)),
    ],
    choices: [
      ...rows(
        places.flatMap(({ offer }, n): Choice[] =>
          offer ? [{ label: `${waitlist.take} ${n + 1}`, step: { do: "take", offer }, style: "primary" }] : [],
        ),
        2,
      ),
      ...rows(
        places.map((place, n): Choice => ({ ...leaving(say, place), label: `${waitlist.leave} ${n + 1}` })),
        2,
      ),
      [{ label: say.words.label.home, step: { do: "home" } }],
    ],
    whose,
  }
}

export async function unqueue(scene: Scene, id: string): Promise<Answer> {
  const { world, ask, say } = scene
  const left = await leaveLine(world, ask, id)
  if (left.is === "refused") return refusal(scene, left.refusal)
  return noted(lines(say.words.waitlist[left.is]), await line(scene))
}

export async function take(scene: Scene, id: string): Promise<readonly Answer[]> {
  const { world, ask, say } = scene
  const taken = await takeOffer(world, ask, id)
  switch (taken.is) {
    case "lapsed":
      return [await over(scene, id, say.words.waitlist.lapsed)]
    case "refused":
      return [await refusal(scene, taken.refusal)]
    case "booked":
    case "moved":
    case "extended":
      return settled(scene, taken)
    case "cancelled":
      throw new Error("asked to take an offer, and cancelled")
  }
}

export async function pass(scene: Scene, id: string): Promise<Answer> {
  const { world, ask, say } = scene
  const passed = await passOffer(world, ask, id)
  if (passed.is === "refused") return refusal(scene, passed.refusal)
  return over(scene, id, say.words.waitlist[passed.is])
}

/** What became of an offer, and of the place in line: it is kept as long as there is other time to wait for. */
async function over(scene: Scene, id: string, said: string): Promise<Answer> {
  const { world, ask, say } = scene
  const { waitlist } = say.words
  const keeps = await keepsPlace(world, ask, id)
  return noted(lines(said, keeps !== null && (keeps ? waitlist.keepsPlace : waitlist.left)), await line(scene))
}
