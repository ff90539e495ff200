import { z } from "zod"
import { isLocalDay } from "../time.js"

/**
 * A wish that is being put together, and how it is written into a button: ASCII words that a person can read, each known by its
 * shape, for example `2026-11-24T15:00 120 @s2 h2 +ring-light*2`.
 */

export const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/)
export const thing = z.string().regex(/^[a-z0-9][a-z0-9-]{0,30}$/)
export const localDay = z
  .string()
  .regex(/^20\d\d-/)
  .refine(isLocalDay)
export const localMinute = z
  .string()
  .regex(/T(?:[01]\d|2[0-3]):[0-5]\d$/)
  .refine((text) => localDay.safeParse(text.slice(0, 10)).success && text.length === 16)

/** What somebody wrote, on one line. */
const plain = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .refine((text) => !/[\p{Surrogate}\p{Cc}]/u.test(text))

/** A wish that is being put together; everything said so far. Times are local to the centre: `2026-11-24`, `2026-11-24T15:00`. */
export const sketchSchema = z.object({
  /** The booking that is being changed; what is absent below then stays as it is. */
  booking: id.exactOptional(),
  start: z.union([localDay, localMinute]).exactOptional(),
  /** Without a start: the first of several days that are spoken of. */
  around: localDay.exactOptional(),
  /** The part of that day that was spoken of, in minutes from its midnight, as long as no time is said: the evening is 1080 to 1440. */
  within: z.object({ from: z.int().min(0).max(9999), to: z.int().min(0).max(9999) }).exactOptional(),
  minutes: z.int().min(1).max(1440).exactOptional(),
  room: z.union([z.literal("any"), z.strictObject({ room: thing }), z.strictObject({ class: thing })]).exactOptional(),
  hosts: z.int().min(0).max(999).exactOptional(),
  gear: z
    .array(z.object({ id: thing, quantity: z.int().min(1).max(999) }))
    .max(20)
    .exactOptional(),
  /** A series: every so many weeks, on these ISO weekdays (none: that of the start), so many sessions in all. */
  repeat: z
    .object({
      every: z.int().min(1).max(8),
      weekdays: z.array(z.int().min(1).max(7)).min(1).max(7).exactOptional(),
      count: z.int().min(2).max(99).exactOptional(),
    })
    .exactOptional(),
  /** Sessions of a series that are not like the others, by the day they would be on: elsewhere, at another time, or left out. */
  except: z
    .array(
      z.object({
        day: localDay,
        skip: z.literal(true).exactOptional(),
        room: thing.exactOptional(),
        start: localMinute.exactOptional(),
      }),
    )
    .max(99)
    .exactOptional(),
  /** A change of one booking of a series is meant for those that follow too. */
  following: z.literal(true).exactOptional(),
  /** The second, third, … of exactly this: so that a tap that comes twice books one. */
  nth: z.int().min(2).max(99).exactOptional(),
  /** Still to be asked: which of several rooms, and which kind of gear where several are called the same ("two lights"). */
  rooms: z.array(thing).min(2).max(8).exactOptional(),
  kinds: z
    .array(z.object({ quantity: z.int().min(1).max(999), of: z.array(thing).min(2).max(12) }))
    .min(1)
    .max(8)
    .exactOptional(),
  title: plain(120).exactOptional(),
  /** Hosts by name; `is`: the one of theirs who is meant by it, or `new`. */
  named: z
    .array(
      z.object({
        name: plain(40),
        is: z
          .string()
          .regex(/^(?:[0-9a-f]{16}|new)$/)
          .exactOptional(),
      }),
    )
    .max(8)
    .exactOptional(),
  /** Minutes before and after being on air. */
  phases: z.object({ setup: z.int().min(0).max(720), teardown: z.int().min(0).max(720) }).exactOptional(),
  /** Where it is sold and watched, and what it sells. */
  show: z
    .object({
      platform: plain(40).exactOptional(),
      category: plain(40).exactOptional(),
      link: plain(300).exactOptional(),
    })
    .exactOptional(),
})
export type Sketch = z.output<typeof sketchSchema>

export function sketchWords(sketch: Sketch): string[] {
  const { booking, start, around, within, minutes, room, hosts, gear, title, rooms, kinds = [] } = sketch
  return [
    ...(booking === undefined ? [] : [`#${booking}`]),
    ...(start === undefined ? [] : [start]),
    ...(around === undefined ? [] : [`a${around}`]),
    ...(within === undefined ? [] : [`w${within.from}-${within.to}`]),
    ...(minutes === undefined ? [] : [String(minutes)]),
    ...(room === undefined ? [] : [room === "any" ? "any" : "room" in room ? `@${room.room}` : `~${room.class}`]),
    ...(hosts === undefined ? [] : [`h${hosts}`]),
    ...(gear === undefined ? [] : gear.length > 0 ? gear.map(({ id, quantity }) => `+${id}*${quantity}`) : ["+"]),
    ...seriesWords(sketch),
    ...(sketch.nth === undefined ? [] : [`^${sketch.nth}`]),
    ...(rooms === undefined ? [] : [`%${rooms.join("/")}`]),
    ...kinds.map(({ quantity, of }) => `?${quantity}:${of.join("/")}`),
    ...(title === undefined ? [] : [`"${encodeURIComponent(title)}`]),
    ...showWords(sketch),
  ]
}

/** `=Ana`, `=Ah%20Mei:new`: hosts, `=` alone none; `-30/15`: set-up and tear-down; `$platform:Douyin`. */
function showWords({ named, phases, show = {} }: Sketch): string[] {
  const host = ({ name, is }: { name: string; is?: string }) => `=${encodeURIComponent(name)}${is ? `:${is}` : ""}`
  return [
    ...(named === undefined ? [] : named.length > 0 ? named.map(host) : ["="]),
    ...(phases ? [`-${phases.setup}/${phases.teardown}`] : []),
    ...Object.entries(show).map(([key, value]) => `$${key}:${encodeURIComponent(value)}`),
  ]
}

/** `*1x4d24`: weekly, four times, on Tuesdays and Thursdays. `!2026-12-01@s4=2026-12-01T18:00`: that one elsewhere; `!2026-12-01`: not. */
function seriesWords({ repeat, except = [], following }: Sketch): string[] {
  const count = repeat?.count === undefined ? "" : `x${repeat.count}`
  const weekdays = repeat?.weekdays ? `d${repeat.weekdays.join("")}` : ""
  return [
    ...(repeat ? [`*${repeat.every}${count}${weekdays}`] : []),
    ...except.map(({ day, room, start }) => `!${day}${room ? `@${room}` : ""}${start ? `=${start}` : ""}`),
    ...(following ? ["&following"] : []),
  ]
}

function repeatWord(word: string): unknown {
  const [, every, count, weekdays] = /^\*(\d)(?:x(\d{1,2}))?(?:d([1-7]{1,7}))?$/.exec(word) ?? []
  return {
    every: Number(every),
    ...(count ? { count: Number(count) } : {}),
    ...(weekdays ? { weekdays: [...weekdays].map(Number) } : {}),
  }
}

function exceptWord(word: string): unknown {
  const [, day, room, start] = /^!(\d{4}-\d{2}-\d{2})(?:@([^=]+))?(?:=(.+))?$/.exec(word) ?? []
  return { day, ...(room ? { room } : {}), ...(start ? { start } : {}), ...(room || start ? {} : { skip: true }) }
}

/** A word of a sketch is known by its shape; one that comes twice or fits nothing makes the whole no sketch. */
export function rawSketch(words: readonly string[]): unknown {
  const sketch: Record<string, unknown> = {}
  for (const word of words) {
    const [key, value] = sketchWord(word)
    if (key === "show") sketch.show = { ...(sketch.show as object), ...(value as object) }
    else if (key === "gear" || key === "except" || key === "kinds" || key === "named")
      sketch[key] = [...((sketch[key] as unknown[]) ?? []), ...(value as unknown[])]
    else if (key === null || key in sketch) return null
    else sketch[key] = value
  }
  return sketch
}

function sketchWord(word: string): [keyof Sketch, unknown] | [null, null] {
  const rest = word.slice(1)
  if (word === "any") return ["room", "any"]
  if (/^\d{4}-/.test(word)) return ["start", word]
  if (/^\d{1,4}$/.test(word)) return ["minutes", Number(word)]
  if (/^h\d{1,3}$/.test(word)) return ["hosts", Number(rest)]
  if (/^a\d/.test(word)) return ["around", rest]
  switch (word[0]) {
    case "#":
      return ["booking", rest]
    case "w":
      return ["within", pair(rest, "-", ["from", "to"])]
    case "@":
      return ["room", { room: rest }]
    case "~":
      return ["room", { class: rest }]
    case "+": {
      const [, id, quantity] = /^([^*]+)\*(\d{1,3})$/.exec(rest) ?? []
      return rest === "" ? ["gear", []] : ["gear", [{ id, quantity: Number(quantity) }]]
    }
    case "%":
      return ["rooms", rest.split("/")]
    case "?": {
      const [, quantity, of = ""] = /^(\d{1,3}):(.+)$/.exec(rest) ?? []
      return ["kinds", [{ quantity: Number(quantity), of: of.split("/") }]]
    }
    case "*":
      return ["repeat", repeatWord(word)]
    case "!":
      return ["except", [exceptWord(word)]]
    case "^":
      return /^\d{1,2}$/.test(rest) ? ["nth", Number(rest)] : [null, null]
    case "&":
      return rest === "following" ? ["following", true] : [null, null]
    case '"':
      return worded("title", rest, (text) => text)
    case "=": {
      const [name = "", is] = rest.split(":")
      return rest === "" ? ["named", []] : worded("named", name, (text) => [{ name: text, ...(is ? { is } : {}) }])
    }
    case "$": {
      const [key = "", text = ""] = rest.split(":")
      return worded("show", text, (value) => ({ [key]: value }))
    }
    case "-":
      return ["phases", pair(rest, "/", ["setup", "teardown"])]
    default:
      return [null, null]
  }
}

/** Two numbers. */
function pair(text: string, between: string, [one, other]: readonly [string, string]): unknown {
  const [first, second] = text.split(between).map(Number)
  return { [one]: first, [other]: second }
}

/** What people wrote, as it was encoded. */
function worded(
  key: keyof Sketch,
  text: string,
  of: (text: string) => unknown,
): [keyof Sketch, unknown] | [null, null] {
  try {
    return [key, of(decodeURIComponent(text))]
  } catch {
    return [null, null]
  }
}
