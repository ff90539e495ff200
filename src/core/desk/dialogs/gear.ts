import { broadcastDay, gearOf } from "../../centre.js"
import { gearFree, pickList } from "../../gear.js"
import { addDays, type LocalDay } from "../../time.js"
import { type Answer, type Choice, lines, menu, type Scene } from "../scene.js"
import type { About } from "./about.js"
import { restOf } from "./asking-time.js"
import { refusal } from "./refusal.js"
import { dayOf } from "./sketch.js"
import { dayIn, readAlone } from "./when-said.js"

/** Gear by itself: how many are free when, and what staff must have ready. */

/** `/picklist tomorrow`, "what gear do we need tomorrow?": for each session that needs some, by time. */
export async function gearNeeded(scene: Scene, when: string): Promise<Answer> {
  return needed(scene, dayIn(scene, readAlone(scene, when)) ?? broadcastDay(scene.centre, scene.now))
}

export async function needed(scene: Scene, day: LocalDay): Promise<Answer> {
  const { world, ask, say } = scene
  const { closure, label } = say.words
  const found = await pickList(world, ask, day)
  if ("is" in found) return refusal(scene, found.refusal)
  const total = new Map<string, number>()
  for (const { gear } of found) for (const { id, quantity } of gear) total.set(id, (total.get(id) ?? 0) + quantity)
  const next: Choice = { label: label.later, step: { do: "picklist", day: addDays(day, 1) } }
  return {
    text: [
      [{ bold: closure.pick(say.near(day)) }],
      ...lines(
        ...(found.length === 0 ? [closure.noGear] : []),
        ...found.map(({ start, end, room, gear, member }) =>
          [
            closure.pickLine(say.timeOn(start, day), say.time(end), say.room(room), say.gearList(gear)),
            member.name,
          ].join(say.words.dot),
        ),
      ),
    ],
    choices: [[next, { label: label.today, step: { do: "today" } }]],
  }
}

/** "Is the camera free on Friday?": how many, by time; null where it is not gear alone that is asked about. */
export async function gearAsked(scene: Scene, { reading }: About): Promise<Answer | null> {
  const { world, centre, say, now } = scene
  const { closure, label } = say.words
  const { gear, room, roomClass, hosts } = reading
  if (gear.length === 0 || room || roomClass || hosts !== null) return null
  const day = reading.start ? dayOf(centre, reading.start) : broadcastDay(centre, now)
  const window = restOf(scene, day)
  if (!window) return null
  const text = await Promise.all(
    gear.slice(0, 5).map(async ({ id }) => {
      const of = gearOf(centre, id)?.quantity ?? 0
      const stretches = await gearFree(world, { gear: id, window, now })
      return stretches.map(({ free, ...at }) => `${say.range(at)} ${closure.free(say.gear(id), free, of)}`)
    }),
  )
  const wished = gear.map(({ id, quantity }) => ({ id, quantity }))
  return {
    text: [[{ bold: closure.freeTitle(say.near(day)) }], ...lines(...text.flat())],
    choices: scene.ask.actor.member
      ? [[{ label: label.book, step: { do: "plan", sketch: { start: day, gear: wished } }, style: "primary" }]]
      : menu(scene),
    public: true,
    remember: null,
  }
}
