import { hostsMax } from "../../centre.js"
import { gone } from "../../outcome.js"
import { quote } from "../../quote.js"
import type { Part, Sketch } from "../press.js"
import type { Answer, Scene } from "../scene.js"
import { type Asked, askDay } from "./asking-day.js"
import { askKind } from "./asking-kind.js"
import { askLength, askTime } from "./asking-time.js"
import { askChange, askGear, askHosts, askRoom } from "./asking-what.js"
import { card } from "./card.js"
import { askNames, askWho } from "./names.js"
import { refusal } from "./refusal.js"
import { askCount, seriesCard } from "./series.js"
import { askShow } from "./show-details.js"
import { lastBooking, missing, roomsOf, whole, wishOf } from "./sketch.js"

/** Putting a booking together: what is missing is asked, one thing at a time; then comes the card. */

type Ask = { sketch: Sketch; page?: string }

/** By a button; one of several stays beside the message that has the others. */
export async function planned(scene: Scene, { do: how, sketch }: { do: "plan" | "begin"; sketch: Sketch }) {
  const answer = await plan(scene, sketch)
  return how === "begin" ? { ...answer, apart: true as const } : answer
}

/** The next thing that is missing, or the card. Hosts are taken from the last time where there was one, and shown on the card. */
export async function plan(scene: Scene, sketch: Sketch): Promise<Answer> {
  const all = await allowed(scene, sketch)
  if ("text" in all) return all
  const part = missing(all.all)
  if (part === "hosts") {
    const hosts = await usualHosts(scene, sketch)
    return hosts ? plan(scene, { ...sketch, hosts }) : hostsFor(scene, all)
  }
  if (part) return askPart(scene, part, all)
  const who = await askWho(scene, all, { memberId: all.memberId })
  if (who) return who
  return sketch.repeat && !sketch.booking ? seriesCard(scene, sketch) : card(scene, sketch)
}

/** There is no use in asking for hosts where not even one could be had. */
async function hostsFor(scene: Scene, all: Asked): Promise<Answer> {
  const wish = wishOf(scene.centre, { ...all.all, hosts: 1 })
  const quoted = wish && (await quote(scene.world, scene.ask, wish))
  return quoted?.is === "refused" ? refusal(scene, quoted.refusal, all.sketch) : askHosts(scene, all)
}

/** As many hosts as last time, as far as the room takes them. */
async function usualHosts(scene: Scene, sketch: Sketch): Promise<number | null> {
  const last = await lastBooking(scene)
  const limits = roomsOf(scene, { ...sketch, hosts: 1 }).map((room) => hostsMax(scene.centre, room))
  return last && limits.length > 0 ? Math.min(last.hosts, Math.max(...limits)) : null
}

/** Asks for one part, whether or not it is missing. */
export async function ask(scene: Scene, part: Part, { sketch, page }: Ask): Promise<Answer> {
  const all = await allowed(scene, sketch)
  if ("text" in all) return all
  return askPart(scene, part, { ...all, ...(page ? { page } : {}) })
}

export async function change(scene: Scene, sketch: Sketch): Promise<Answer> {
  const all = await allowed(scene, sketch)
  return "text" in all ? all : askChange(scene, all)
}

/** And whose it is. */
type Meant = Asked & { memberId: string | undefined }

/** Whoever may book, or change this booking: anyone else is told at once rather than on the card. */
async function allowed(scene: Scene, sketch: Sketch): Promise<Meant | Answer> {
  const all = await whole(scene, sketch)
  if (!all) return refusal(scene, { why: "not_found" })
  const { member } = scene.ask.actor
  if (!sketch.booking && !member) return refusal(scene, { why: "not_member" }, sketch)
  if (!sketch.booking && member?.status === "suspended") return refusal(scene, { why: "suspended" })
  const over = all.was && gone(all.was)
  if (over) return refusal(scene, over)
  if (all.was && all.was.start <= scene.now) return refusal(scene, { why: "too_late" })
  return { sketch, all: all.sketch, memberId: all.was?.member.id ?? member?.id }
}

async function askPart(scene: Scene, part: Part, asked: Meant): Promise<Answer> {
  switch (part) {
    case "day":
      return askDay(scene, asked)
    case "time":
      return askTime(scene, asked)
    case "length":
      return askLength(scene, asked)
    case "hosts":
      return askHosts(scene, asked)
    case "room":
      return askRoom(scene, asked)
    case "gear":
      return askGear(scene, asked)
    case "kind":
      return askKind(scene, asked)
    case "count":
      return askCount(scene, asked.sketch)
    case "names":
      return askNames(scene, asked, { memberId: asked.memberId })
    case "show":
      return askShow(scene, asked)
  }
}
