import { z } from "zod"
import { broadcastDay, hostsMax } from "../../centre.js"
import { clipped } from "../../clipped.js"
import { keptDetails } from "../../show.js"
import { type Sketch, sketchSchema } from "../press.js"
import type { Scene } from "../scene.js"
import type { Field, Form } from "../turn.js"
import { namesListed, platformNames } from "../understand/index.js"
import { platformName } from "./show-lines.js"

/** The booking form, for platforms that have dialogs. Its submission is a sketch like any other. */

export const formId = "book"

const lengths = [30, 60, 90, 120, 150, 180, 240, 300, 360, 480]
const gearMost = 3
/** Slack shows no more in one list. */
const optionsMost = 100

type Option = { label: string; value: string }

export function bookingForm(scene: Scene, sketch: Sketch = {}): Form {
  const { say, centre, now } = scene
  const { label, form, shows } = say.words
  const start = sketch.start ?? broadcastDay(centre, now)
  return {
    id: formId,
    title: form.title,
    submit: form.submit,
    fields: [
      { name: "date", label: label.day, kind: "date", value: start.slice(0, 10) },
      { name: "time", label: label.time, kind: "time", ...(start.length > 10 ? { value: start.slice(11) } : {}) },
      lengthField(scene, sketch),
      { name: "room", label: label.room, kind: "choice", options: roomOptions(scene), value: "any" },
      hostsField(scene, sketch),
      { name: "gear", label: label.gear, optional: true, kind: "choices", options: gearOptions(scene) },
      { name: "title", label: form.titleField, optional: true, kind: "text" },
      { name: "names", label: shows.names, optional: true, kind: "text" },
      { name: "platform", label: shows.platformField, optional: true, kind: "choice", options: platformOptions(scene) },
      { name: "category", label: shows.categoryField, optional: true, kind: "text" },
      { name: "link", label: shows.linkField, optional: true, kind: "text" },
    ],
  }
}

function lengthField({ say, centre }: Scene, { minutes = 120 }: Sketch): Field {
  const { shortest, longest } = centre.sessions
  const options = lengths
    .filter((length) => shortest <= length && length <= longest)
    .map((length) => ({ label: say.lengthShort(length), value: String(length) }))
  const value = options.some((option) => option.value === String(minutes)) ? String(minutes) : options[0]?.value
  return { name: "minutes", label: say.words.label.length, kind: "choice", options, ...(value ? { value } : {}) }
}

function hostsField({ say, centre }: Scene, { hosts = 1 }: Sketch): Field {
  const most = Math.max(...centre.rooms.map((room) => hostsMax(centre, room)))
  const options = Array.from({ length: Math.min(most, optionsMost) }, (_, index) => ({
    label: say.words.hosts(index + 1),
    value: String(index + 1),
  }))
  return { name: "hosts", label: say.words.label.hosts, kind: "choice", options, value: String(hosts) }
}

const roomOptions = ({ say, centre }: Scene): Option[] =>
  [
    { label: say.words.label.anyRoom, value: "any" },
    ...centre.classes.map(({ id, hostsMax }) => ({
      label: say.words.sized(say.className(id), say.words.upToHosts(hostsMax)),
      value: `class:${id}`,
    })),
    ...centre.rooms.map(({ id }) => ({ label: say.room(id), value: `room:${id}` })),
  ].slice(0, optionsMost)

/** One to three of each kind; more can be written, or added on the card. */
const gearOptions = ({ say, centre }: Scene): Option[] =>
  centre.gear
    .flatMap(({ id, quantity }) =>
      Array.from({ length: Math.min(gearMost, quantity) }, (_, index) => ({
        label: say.gearList([{ id, quantity: index + 1 }]),
        value: `${id}*${index + 1}`,
      })),
    )
    .slice(0, optionsMost)

const platformOptions = ({ say }: Scene): Option[] =>
  platformNames.map((name) => ({ label: platformName(say, name), value: name }))

const one = z.union([z.string(), z.tuple([z.string()]).transform(([value]) => value)])
const many = z.union([z.string().transform((value) => [value]), z.array(z.string())])
const values = z.object({
  date: one,
  time: one,
  minutes: one,
  room: one.default("any"),
  hosts: one,
  gear: many.default([]),
  title: one.default(""),
  names: one.default(""),
  platform: one.default(""),
  category: one.default(""),
  link: one.default(""),
})

/** @returns the sketch that a submitted form amounts to; null when it is no form of ours */
export function readForm(raw: Record<string, string | readonly string[]>): Sketch | null {
  const form = values.safeParse(raw)
  if (!form.success) return null
  const { date, time, minutes, room, hosts, gear, title, names, platform, category, link } = form.data
  const named = namesListed(names)
  const show = keptDetails({ platform: platform.trim(), category: category.trim(), link: link.trim() })
  const quantities = new Map<string, number>()
  for (const choice of gear.filter(Boolean)) {
    const [id = "", quantity] = choice.split("*")
    quantities.set(id, Math.max(quantities.get(id) ?? 0, Number(quantity)))
  }
  const [kind, id] = room.split(":")
  const sketch = sketchSchema.safeParse({
    start: `${date}T${time.slice(0, 5)}`,
    minutes: Number(minutes),
    room: kind === "room" ? { room: id } : kind === "class" ? { class: id } : room,
    hosts: Number(hosts),
    gear: [...quantities].map(([id, quantity]) => ({ id, quantity })),
    ...(title.trim() === "" ? {} : { title: clipped(title.trim(), 120) }),
    ...(named ? { named: named.map((name) => ({ name })) } : {}),
    ...(Object.keys(show).length > 0 ? { show } : {}),
  })
  return sketch.success ? sketch.data : null
}
