import { hostsMax } from "../../centre.js"
import { after, minute } from "../../interval.js"
import type { Sketch } from "../press.js"
import { type Answer, type Choice, lines, rows, type Scene } from "../scene.js"
import type { Words } from "../words/index.js"
import type { Asked } from "./asking-day.js"
import { freeFor } from "./asking-time.js"
import { hasTime, instantOf, roomsOf } from "./sketch.js"

/** Asking for hosts, room and gear, and what should be different. */

const backToChange = ({ say }: Scene, sketch: Sketch): Choice => ({
  label: say.words.label.back,
  step: { do: "change", sketch },
})

/** The session's own time, as a window to look in. */
function windowOf({ centre }: Scene, { start, minutes }: Sketch) {
  if (!hasTime(start) || !minutes) return null
  const from = instantOf(start, centre.zone)
  return { window: { start: from, end: after(from, minutes * minute) }, minutes }
}

/** As many hosts as some room that is free then would take, and the floor too. */
export async function askHosts(scene: Scene, { sketch, all }: Asked): Promise<Answer> {
  const { say } = scene
  const most = await mostHosts(scene, all)
  const counts = Array.from({ length: most }, (_, index) => index + 1)
  const back: Choice =
    sketch.hosts === undefined && !sketch.booking
      ? { label: say.words.label.back, step: { do: "ask", part: "length", sketch: without(sketch, "minutes") } }
      : backToChange(scene, sketch)
  return {
    text: lines(say.words.askHosts),
    choices: [
      ...rows(
        counts.map((hosts): Choice => ({ label: String(hosts), step: { do: "plan", sketch: { ...sketch, hosts } } })),
        4,
      ),
      [back],
    ],
    remember: { sketch, asking: "hosts", yes: null },
  }
}

async function mostHosts(scene: Scene, all: Sketch): Promise<number> {
  const session = windowOf(scene, all)
  const limits = [...new Set(roomsOf(scene, { ...all, hosts: 1 }).map((room) => hostsMax(scene.centre, room)))]
  for (const hosts of limits.sort((a, b) => b - a)) {
    if (!session || (await freeFor(scene, { ...all, hosts }, session)).length > 0) return hosts
  }
  // Nothing is free for even one: the card will say so, with what is free instead.
  return 1
}

const without = <K extends keyof Sketch>(sketch: Sketch, key: K): Omit<Sketch, K> => {
  const { [key]: _, ...rest } = sketch
  return rest
}

const roomsShown = 30

export async function askRoom(scene: Scene, { sketch, all }: Asked): Promise<Answer> {
  const { say, centre } = scene
  const { words } = say
  const session = windowOf(scene, all)
  const free = session ? await freeFor(scene, { ...all, room: "any" }, session) : []
  const choices = free
    .slice(0, roomsShown)
    .map(({ room }): Choice => ({ label: say.room(room), step: { do: "plan", sketch: { ...sketch, room: { room } } } }))
  const byClass = centre.classes
    .filter((kind) =>
      free.some(({ room }) => centre.rooms.some((other) => other.id === room && other.class === kind.id)),
    )
    .map(
      ({ id, hostsMax }): Choice => ({
        label: words.sized(say.className(id), words.upToHosts(hostsMax)),
        step: { do: "plan", sketch: { ...sketch, room: { class: id } } },
      }),
    )
  const any: Choice = { label: words.label.anyRoom, step: { do: "plan", sketch: { ...sketch, room: "any" } } }
  return {
    text: lines(free.length > 0 ? words.askRoom : words.free.none),
    choices: [[any], ...rows(byClass, 1), ...rows(choices, 3), [backToChange(scene, sketch)]],
    remember: { sketch, asking: "room", yes: null },
  }
}

/** One row for each kind: a tap adds one, another button takes one away. */
export async function askGear(scene: Scene, { sketch, all }: Asked): Promise<Answer> {
  const { say, centre } = scene
  const { words } = say
  const chosen = all.gear ?? []
  const set = (id: string, quantity: number): Choice["step"] => {
    const others = chosen.filter((gear) => gear.id !== id)
    return {
      do: "ask",
      part: "gear",
      sketch: { ...sketch, gear: quantity > 0 ? [...others, { id, quantity }] : others },
    }
  }
  const kinds = centre.gear
    .filter((gear) => gear.quantity > 0)
    .map(({ id, quantity: stock }): Choice[] => {
      const has = chosen.find((gear) => gear.id === id)?.quantity ?? 0
      const name = say.gear(id)
      const add: Choice = { label: has > 0 ? `${name} ×${has}` : name, step: set(id, Math.min(stock, has + 1)) }
      return has > 0 ? [add, { label: `− ${name}`, step: set(id, has - 1) }] : [add]
    })
  return {
    text: lines(words.askGear, chosen.length > 0 ? words.card.gear(say.gearList(chosen)) : words.askGearHow),
    choices: [
      ...kinds.filter((row) => row.length > 1),
      ...rows(kinds.filter((row) => row.length === 1).flat(), 2),
      [{ label: words.label.done, step: { do: "plan", sketch: { ...sketch, gear: [...chosen] } }, style: "primary" }],
    ],
    remember: { sketch: { ...sketch, gear: [...chosen] }, asking: "gear", yes: null },
  }
}

/** Making a series of it, how many times, or one session after all. */
function repeats(sketch: Sketch, series: Words["series"]): Choice[] {
  const { repeat, except: _, ...single } = sketch
  const every = (weeks: number): Choice["step"] => ({
    do: "plan",
    sketch: { ...single, repeat: { ...repeat, every: weeks } },
  })
  return repeat
    ? [
        { label: series.times, step: { do: "ask", part: "count", sketch } },
        { label: series.once, step: { do: "plan", sketch: single } },
      ]
    : [
        { label: series.weekly, step: every(1) },
        { label: series.fortnightly, step: every(2) },
      ]
}

export function askChange({ say }: Scene, { sketch }: Asked): Answer {
  const { label, askChange, series, shows } = say.words
  const part = (part: "day" | "time" | "length" | "room" | "hosts" | "gear"): Choice => ({
    label: label[part],
    step: { do: "ask", part, sketch },
  })
  return {
    text: lines(askChange),
    choices: [
      [part("day"), part("time"), part("length")],
      [part("room"), part("hosts"), part("gear")],
      [
        { label: shows.names, step: { do: "ask", part: "names", sketch } },
        sketch.booking === undefined
          ? { label: shows.details, step: { do: "ask", part: "show", sketch } }
          : { label: shows.details, step: { do: "about", booking: sketch.booking } },
      ],
      ...(sketch.booking ? [] : [repeats(sketch, series)]),
      [
        {
          label: label.back,
          step:
            sketch.booking && Object.keys(sketch).length === 1
              ? { do: "show", booking: sketch.booking }
              : { do: "plan", sketch },
        },
      ],
    ],
    remember: { sketch, asking: null, yes: null },
  }
}
