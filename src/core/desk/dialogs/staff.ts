import { broadcastDay } from "../../centre.js"
import { type DigestKind, type DigestSetting, digestAt, setDigest, weekdays } from "../../channels.js"
import { clipped } from "../../clipped.js"
import { digestOf } from "../../digest.js"
import { after, day as dayMs } from "../../interval.js"
import { addDays, type LocalDay } from "../../time.js"
import { type Answer, type Choice, lines, type Scene } from "../scene.js"
import { digestLines } from "./digest-words.js"
import { refusal } from "./refusal.js"
import { dayPicture } from "./timetable.js"

/** For the centre's staff: the day's sessions, and where the digests go. */

export async function today(scene: Scene, day?: LocalDay): Promise<Answer> {
  const { world, ask, centre, now, say } = scene
  if (!ask.actor.person.staff) return refusal(scene, { why: "not_staff" })
  const date = day ?? broadcastDay(centre, now)
  const facts = await digestOf(world, date, after(now, -dayMs))
  const { label } = say.words
  const to = (name: string, by: number): Choice => ({ label: name, step: { do: "today", day: addDays(date, by) } })
  // Where the digest goes anyway, the whole channel may see it; elsewhere only who asked.
  const forAll = (await digestAt(world, scene.turn.chat.address)) !== null
  const picture = await dayPicture({ ...scene, own: null, named: true }, date)
  return {
    ...(picture ? { picture } : {}),
    text: digestLines(say, facts),
    ...(forAll ? { public: true } : {}),
    choices: [[to(label.earlier, -1), to(label.later, 1), { label: label.home, step: { do: "home" } }]],
  }
}

/** Every session with its gear: for who pressed, beside the digest. */
export async function details(scene: Scene, day: LocalDay): Promise<Answer> {
  const { world, ask, now, say } = scene
  if (!ask.actor.person.staff) return refusal(scene, { why: "not_staff" })
  return { text: digestLines(say, await digestOf(world, day, after(now, -dayMs))), apart: true }
}

/** What follows `/digest`: `here 09:00`, `evening 21:00`, `weekly mon 09:00`, `weekly off`, `off`. */
type Order =
  | { is: "set"; kind: DigestKind; at: string; weekday: number }
  | { is: "off"; kind: DigestKind | "all" }
  | { is: "bad time"; text: string }
  | { is: "unclear" }

export function readOrder(rest: string): Order {
  const [first = "", ...others] = rest.normalize("NFKC").toLowerCase().trim().split(/\s+/)
  const named = first === "evening" || first === "weekly" ? first : null
  const words = named || first === "here" || first === "daily" ? others : [first, ...others].filter(Boolean)
  if (/^(?:off|stop)$/.test(words[0] ?? "")) return { is: "off", kind: named ?? (first === "daily" ? "daily" : "all") }
  const weekday = weekdays.findIndex((name) => words[0]?.startsWith(name))
  const rested = named === "weekly" && weekday >= 0 ? words.slice(1) : words
  const time = rested.join(" ")
  const [, hours = "", minutes = ""] = /^(\d{1,2})[:h.](\d{2})$/.exec(time) ?? []
  if (hours === "") return /\d/.test(time) ? { is: "bad time", text: clipped(time, 20) } : { is: "unclear" }
  if (Number(hours) > 23 || Number(minutes) > 59) return { is: "bad time", text: `${hours}:${minutes}` }
  const day = Math.max(0, weekday)
  const at = `${hours.padStart(2, "0")}:${minutes}`
  return { is: "set", kind: named ?? "daily", at: named === "weekly" ? `${weekdays[day]} ${at}` : at, weekday: day }
}

/** `/digest …`: for the chat it is written in. */
export async function digest(scene: Scene, rest: string): Promise<Answer> {
  const { world, ask, turn, say } = scene
  const { staff } = say.words
  if (!ask.actor.person.staff) return refusal(scene, { why: "not_staff" })
  const order = readOrder(rest)
  if (order.is === "unclear") return { text: lines(staff.digestHow), public: true }
  if (order.is === "bad time") return { text: lines(staff.badTime(order.text), staff.digestHow), public: true }
  const place = { address: turn.chat.address, language: say.language }
  const setting: DigestSetting =
    order.is === "off" ? { ...place, kind: order.kind, at: null } : { ...place, kind: order.kind, at: order.at }
  const set = await setDigest(world, ask, setting)
  if (set.is === "refused") return refusal(scene, set.refusal)
  return { text: lines(confirmed(scene, order)), public: true }
}

function confirmed({ say }: Scene, order: Extract<Order, { is: "set" | "off" }>): string {
  const { staff } = say.words
  if (order.is === "off") return order.kind === "all" ? staff.digestOff : staff.oneOff[order.kind]
  const time = order.at.slice(-5)
  if (order.kind === "evening") return staff.eveningSet(time)
  // A Monday, and so many days on.
  if (order.kind === "weekly") return staff.weeklySet(say.weekday(addDays("2026-11-23", order.weekday)), time)
  return staff.digestSet(time)
}
