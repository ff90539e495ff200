import { type Centre, type Plan, roomOf } from "../../centre.js"
import type { Booked, Break, Why } from "../../centre-conflicts.js"
import { memberNames } from "../../clerk.js"
import { floorId } from "../../facts.js"
import { clockTime } from "../../time.js"
import { type Beyond, whatIf } from "../../what-if.js"
import { closes } from "../closing-form.js"
import { type Answer, capital, lines, menu, type Scene } from "../scene.js"
import type { Line } from "../turn.js"
import { type Reading, understand } from "../understand/index.js"
import { vocabulary } from "../vocabulary.js"
import { allowanceStep, beyondLines } from "./allowance.js"
import { closingSaid } from "./closure.js"
import { dated } from "./course-lines.js"
import { memberIn } from "./on-behalf.js"
import { refusal } from "./refusal.js"

/** "What would break if we had 4 ring lights?": staff see whom it would hit; nothing is changed. */

/** More lines than this are counted rather than listed. */
const listedMost = 20

/** Another centre, and in what it differs. */
type Supposed = { change: (centre: Centre) => Centre; what: string }

/** @param said what is supposed: "we had 4 ring lights", "studio 3 were closed tomorrow" */
export async function supposing(scene: Scene, said: string): Promise<Answer> {
  const { world, ask, say } = scene
  if (!ask.actor.person.staff) return refusal(scene, { why: "not_staff" })
  const text = plainly(said)
  if (closes(text)) return closingSaid(scene, text)
  const plan = scene.centre.plans.find((one) => names(one).some((name) => holds(text, name)))
  const named = plan && memberIn(text, await memberNames(world))
  if (plan && named && "member" in named)
    return allowanceStep(scene, { do: "tier", member: named.member.id, plan: plan.id })
  const reading = understand(text, {
    now: scene.now,
    zone: scene.centre.zone,
    language: say.language,
    centre: vocabulary(scene.centre),
    bookings: [],
  })
  const supposed = plan
    ? anotherPlan(scene, plan, { text, reading })
    : (fewerGear(scene, text, reading) ??
      otherHours(scene, text) ??
      otherFloor(scene, text) ??
      noRoom(scene, text, reading))
  return supposed ? judged(scene, supposed) : { text: lines(...say.words.whatIf.how), choices: menu(scene) }
}

/** As it would be said of what is so: the reader knows no conditionals. */
const plainly = (said: string): string =>
  said
    .normalize("NFKC")
    .trim()
    .replace(/[\s?？.。!！]+$/u, "")
    .replace(/(?<!\p{L})fech(?:ássemos|assemos|asse|armos)(?!\p{L})/iu, "fechar")

const names = ({ id, names }: Plan): string[] => [id, ...Object.values(names)]

/** As a word of its own where the script has words. */
function holds(text: string, name: string): boolean {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&")
  return /^[\p{Script=Latin}\p{N} -]+$/u.test(name)
    ? new RegExp(`(?<![\\p{Script=Latin}\\p{N}])${escaped}(?![\\p{Script=Latin}\\p{N}])`, "iu").test(text)
    : text.includes(name)
}

type Said = { text: string; reading: Reading }

const numberOf = (text: string, form: RegExp): number | null => {
  const found = form.exec(text)
  const number = found?.slice(1).find((group) => group !== undefined)
  return number === undefined ? null : Number(number.replace(",", "."))
}

/** Other hours, another horizon, or other many open bookings. */
function anotherPlan(scene: Scene, plan: Plan, { text, reading }: Said): Supposed | null {
  const { say } = scene
  const { whatIf: words } = say.words
  const name = plan.names[say.language]
  const as = (other: Partial<Plan>, was: string, now: string): Supposed => ({
    change: (centre) => ({
      ...centre,
      plans: centre.plans.map((one) => (one.id === plan.id ? { ...one, ...other } : one)),
    }),
    what: words.change(name, was, now),
  })
  const daysAhead = numberOf(text, /(\d{1,3}) ?(?:days?|dias?|日|天)/iu)
  if (daysAhead !== null) return as({ daysAhead }, words.ahead(plan.daysAhead), words.ahead(daysAhead))
  const openBookings = numberOf(text, /(\d{1,3}) ?(?:open|bookings?|reservas?|[個个]?(?:預約|预约)|[場场])/iu)
  if (openBookings !== null) return as({ openBookings }, words.open(plan.openBookings), words.open(openBookings))
  const hours =
    numberOf(text, /(\d{1,4}(?:[.,]\d)?) ?(?:h(?:ours?|oras?|rs?)?(?!\p{L})|小時|小时|[個个]?鐘|[個个]?钟)/iu) ??
    (reading.durationMinutes === null ? null : reading.durationMinutes / 60)
  if (hours === null) return null
  return as({ hoursPerMonth: Math.round(hours) }, say.length(plan.hoursPerMonth * 60), say.length(hours * 60))
}

const without =
  /(?<!\p{L})(?:no|without|gone|removed|lost|sem|n[ãa]o|perd\p{L}+|deix\p{L}+)(?!\p{L})|冇|拆|没有|沒有|取消|少咗|少了/iu

function fewerGear({ centre, say }: Scene, text: string, { gear }: Reading): Supposed | null {
  const [first, second] = gear
  const kind = first && !second && centre.gear.find(({ id }) => id === first.id)
  if (!first || !kind) return null
  const none = without.test(text) && !/\d/u.test(text)
  const quantity = none ? 0 : first.quantity
  return {
    change: (before) => ({
      ...before,
      gear: before.gear.map((one) => (one.id === kind.id ? { ...one, quantity } : one)),
    }),
    what: say.words.whatIf.change(say.gear(kind.id), String(kind.quantity), String(quantity)),
  }
}

const opening =
  /(?<!\p{L})(?:open(?:ed|ing)?|hours|abr\p{L}*|hor[áa]rio|aberto)(?!\p{L})|開放|开放|營業|营业|開門|开门|開|开/iu
const clock = "(\\d{1,2})(?:[:h.](\\d{2}))? ?(am|pm)?"
const range = new RegExp(`${clock} ?(?:-|–|~|to|until|till|às|as|a|até|到|至) ?${clock}`, "iu")
const single = new RegExp(clock, "iu")

function minutesAt([hour, minute, half]: readonly (string | undefined)[]): number {
  const plain = Number(hour) % (half ? 12 : 25)
  return (plain + (half?.toLowerCase() === "pm" ? 12 : 0)) * 60 + Number(minute ?? 0)
}

/** The same every day: from one time to another, or from another until as ever. */
function otherHours({ centre, say }: Scene, text: string): Supposed | null {
  if (!opening.test(text)) return null
  const both = range.exec(text)?.slice(1)
  const only = single.exec(text)?.slice(1)
  const from = both ? minutesAt(both.slice(0, 3)) : only ? minutesAt(only) : null
  if (from === null) return null
  const last = Math.max(...centre.hours.week.flat().map(({ to }) => to))
  const end = both ? minutesAt(both.slice(3, 6)) : last
  const to = end > from ? end : end + 24 * 60
  const { whatIf: words } = say.words
  const was = [
    ...new Set(
      centre.hours.week.map((day) => day.map((one) => `${clockTime(one.from)}–${clockTime(one.to)}`).join(", ")),
    ),
  ]
  return {
    change: (before) => ({ ...before, hours: { ...before.hours, week: before.hours.week.map(() => [{ from, to }]) } }),
    what: words.change(words.hours, was.join(" / "), `${clockTime(from)}–${clockTime(to)}`),
  }
}

const anchors =
  /(\d{1,3}) ?(?:hosts?|anchors?|people|apresentador\p{L}*|pessoas|[位個个]?主播|[個个]?人)|(?:floor|limit\p{L}*|lota[çc][ãa]o|上限)\D{0,15}(\d{1,3})/iu

function otherFloor({ centre, say }: Scene, text: string): Supposed | null {
  const floor = numberOf(text, anchors)
  const { whatIf: words } = say.words
  return floor === null
    ? null
    : {
        change: (before) => ({ ...before, floor }),
        what: words.change(words.floor, String(centre.floor), String(floor)),
      }
}

function noRoom({ say }: Scene, text: string, { room }: Reading): Supposed | null {
  if (!room || !without.test(text)) return null
  return {
    change: (before) => ({ ...before, rooms: before.rooms.filter(({ id }) => id !== room.id) }),
    what: say.words.whatIf.gone(say.room(room.id)),
  }
}

async function judged(scene: Scene, { change, what }: Supposed): Promise<Answer> {
  const { world, ask, say } = scene
  const found = await whatIf(world, ask, change)
  if (found.is === "refused") return refusal(scene, found.refusal)
  const { whatIf: words } = say.words
  const broken = found.breaks.flatMap((one) => breakLines(scene, one))
  const kept = found.beyond.flatMap((one) => keptLines(scene, one))
  return {
    text: [
      [{ bold: capital(what) }],
      ...(found.breaks.length > 0
        ? lines(words.breaks(found.breaks.length), ...cut(broken))
        : lines(kept.length === 0 && words.nothing)),
      ...(kept.length > 0 ? lines(words.stays, ...cut(kept)) : []),
      ...lines(words.unchanged),
    ],
    choices: menu(scene),
    remember: null,
  }
}

const cut = (all: readonly string[]): string[] =>
  all.length > listedMost ? [...all.slice(0, listedMost), `+ ${all.length - listedMost}`] : [...all]

function breakLines(scene: Scene, one: Break): string[] {
  const { say } = scene
  const { whatIf: words } = say.words
  switch (one.is) {
    case "booking":
      return [`${session(scene, one.booking)}${say.words.dot}${whyOf(scene, one.why)}`]
    case "member":
      return [`${one.name}${say.words.dot}${words.noPlan}`]
    case "course": {
      const why = { no_course: say.words.courses.gone, no_room: words.noRoom, closed: words.closed }
      return [`${dated(say, one)}${say.words.dot}${why[one.why]}`]
    }
    case "shortage": {
      const gear = one.resource === floorId ? null : capital(say.gear(one.resource))
      return [words.short(gear, one.used, one.left), ...one.bookings.map((booking) => `– ${session(scene, booking)}`)]
    }
  }
}

function session({ say, centre }: Scene, { member, room, roomClass, start, end }: Booked): string {
  const known = roomOf(centre, room) ? room : ""
  return [say.slot({ room: known, roomClass, start, end }), member].join(say.words.dot)
}

function whyOf({ say }: Scene, why: Why): string {
  const { whatIf: words } = say.words
  switch (why.is) {
    case "no_room":
      return words.noRoom
    case "hosts":
      return words.tooMany(why.max)
    case "clock":
      return words.clock(why.shown)
    case "closed":
      return words.closed
  }
}

/** Each line with whose it is. */
const keptLines = ({ say }: Scene, { member, ...beyond }: Beyond): string[] =>
  beyondLines(say, beyond).map((line: Line) => `${member}${say.words.dot}${line.join("")}`)
