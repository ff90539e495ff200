import { roomOf } from "../../centre.js"
import { after, minute } from "../../interval.js"
import type { Sketch } from "../press.js"
import { type Answer, lines, noted, type Scene } from "../scene.js"
import type { About } from "./about.js"
import { freeFor } from "./asking-time.js"
import { plan } from "./plan.js"
import { hasTime, instantOf, whole } from "./sketch.js"

/** "Another room", "but not studio 1": the next one that is free at that time, of the same kind where there is one. */
export async function elsewhere(scene: Scene, about: About, sketch: Sketch): Promise<Answer> {
  const { centre, say } = scene
  const { roomNot } = about.reading
  const all = (await whole(scene, sketch))?.sketch
  const shown = about.whole.room ?? all?.room
  const at = typeof shown === "object" && "room" in shown ? shown.room : null
  // What is not wanted is not what is shown.
  if (roomNot && at && roomNot !== at) return plan(scene, sketch)
  const not = roomNot ?? at
  if (!all || !hasTime(all.start) || !all.minutes) return plan(scene, withoutRoom(sketch))
  const start = instantOf(all.start, centre.zone)
  const window = { start, end: after(start, all.minutes * minute) }
  const free = await freeFor(scene, { ...all, room: "any" }, { window, minutes: all.minutes })
  const others = free.map(({ room }) => room).filter((room) => room !== not)
  const kind = typeof shown === "object" && "class" in shown ? shown.class : not && roomOf(centre, not)?.class
  const alike = others.filter((room) => roomOf(centre, room)?.class === kind)
  const from = alike.length > 0 ? alike : others
  const place = (room: string | null): number => centre.rooms.findIndex(({ id }) => id === room)
  const next = from.find((room) => place(room) > place(not)) ?? from[0]
  if (!next) return noted(lines(say.words.free.none), await plan(scene, sketch))
  return plan(scene, { ...withoutRoom(sketch), room: { room: next } })
}

function withoutRoom(sketch: Sketch): Sketch {
  const { room: _, nth: __, ...rest } = sketch
  return rest
}
