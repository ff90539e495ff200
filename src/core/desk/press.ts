import { z } from "zod"
import { languageSchema } from "../language.js"
import { isLocalDay } from "../time.js"

/**
 * Buttons. A button is the completed next command: a {@link Step}, packed into ASCII that a person can read, for example
 * `book 2026-11-24T15:00 120 @s2 h2 +ring-light*2`. It needs no dialogue state, so it works after a restart, on another replica and
 * from an old message. What comes back is client input: it is parsed here, and every right is checked from who pressed.
 */

/** Telegram's limit on callback data, in bytes; the shortest of all platforms. */
export const pressLimit = 64

const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/)
const thing = z.string().regex(/^[a-z0-9][a-z0-9-]{0,30}$/)
const localDay = z
  .string()
  .regex(/^20\d\d-/)
  .refine(isLocalDay)
const localMinute = z
  .string()
  .regex(/T(?:[01]\d|2[0-3]):[0-5]\d$/)
  .refine((text) => localDay.safeParse(text.slice(0, 10)).success && text.length === 16)

/** A wish that is being put together; everything said so far. Times are local to the centre: `2026-11-24`, `2026-11-24T15:00`. */
export const sketchSchema = z.object({
  /** The booking that is being changed; what is absent below then stays as it is. */
  booking: id.exactOptional(),
  start: z.union([localDay, localMinute]).exactOptional(),
  minutes: z.int().min(1).max(1440).exactOptional(),
  room: z.union([z.literal("any"), z.strictObject({ room: thing }), z.strictObject({ class: thing })]).exactOptional(),
  hosts: z.int().min(0).max(999).exactOptional(),
  gear: z
    .array(z.object({ id: thing, quantity: z.int().min(1).max(999) }))
    .max(20)
    .exactOptional(),
  title: z
    .string()
    .min(1)
    .max(120)
    .refine((text) => !/[\p{Surrogate}\p{Cc}]/u.test(text))
    .exactOptional(),
})
export type Sketch = z.output<typeof sketchSchema>

export const parts = ["day", "time", "length", "room", "hosts", "gear"] as const
export type Part = (typeof parts)[number]

const page = z.string().regex(/^[a-z0-9-]{1,10}$/)

export const stepSchema = z.discriminatedUnion("do", [
  /** Asks for the next thing that is missing, or shows the card. */
  z.object({ do: z.literal("plan"), sketch: sketchSchema }),
  /** What should be different? */
  z.object({ do: z.literal("change"), sketch: sketchSchema }),
  /** The tap on the card: books, or changes `sketch.booking`. */
  z.object({ do: z.literal("book"), sketch: sketchSchema }),
  /** Asks for one part; `page` is a month of the calendar, or how finely times are offered. */
  z.object({ do: z.literal("ask"), part: z.enum(parts), sketch: sketchSchema, page: page.exactOptional() }),
  z.object({ do: z.literal("free"), sketch: sketchSchema }),
  z.object({ do: z.literal("mine"), page: page.exactOptional() }),
  z.object({ do: z.literal("show"), booking: id }),
  z.object({ do: z.literal("extend"), booking: id, until: localMinute.exactOptional() }),
  z.object({ do: z.literal("cancel"), booking: id, sure: z.literal(true).exactOptional() }),
  z.object({ do: z.literal("drop") }),
  z.object({ do: z.literal("hours") }),
  z.object({ do: z.literal("help") }),
  z.object({ do: z.literal("home") }),
  /** Home, only looked at (a page that is open beside the conversation): what is being talked about stays. */
  z.object({ do: z.literal("glance") }),
  z.object({ do: z.literal("lang"), language: languageSchema.exactOptional() }),
  z.object({ do: z.literal("act"), member: id }),
  /** Shows what one is reminded of; `set` switches a lead time (`+60`, `-60`) or quiet hours (`quiet`, `loud`). */
  z.object({
    do: z.literal("reminders"),
    set: z
      .string()
      .regex(/^(?:[+-]\d{1,5}|quiet|loud)$/)
      .exactOptional(),
  }),
  /** Tells the staff that one is running late. */
  z.object({ do: z.literal("late"), booking: id }),
  /** A broadcast that was previewed; `send` sends it, without it its state is shown. */
  z.object({ do: z.literal("broadcast"), id: id.exactOptional(), send: z.literal(true).exactOptional() }),
  z.object({ do: z.literal("today"), day: localDay.exactOptional() }),
  /** What a digest leaves out, for whoever asks: beside the digest, which stays. */
  z.object({ do: z.literal("details"), day: localDay }),
])
export type Step = z.output<typeof stepSchema>

/** @returns the step as text; more than {@link pressLimit} bytes for some, which the draft then keeps (see draft.ts) */
export function written(step: Step): string {
  const words = (...more: (string | undefined)[]) => [step.do, ...more.filter((word) => word !== undefined)].join(" ")
  switch (step.do) {
    case "plan":
    case "change":
    case "book":
    case "free":
      return words(...sketchWords(step.sketch))
    case "ask":
      return words(step.part, step.page && `/${step.page}`, ...sketchWords(step.sketch))
    case "mine":
      return words(step.page)
    case "show":
    case "late":
      return words(step.booking)
    case "reminders":
      return words(step.set)
    case "broadcast":
      return words(step.id, step.send && "send")
    case "extend":
      return words(step.booking, step.until)
    case "cancel":
      return words(step.booking, step.sure && "yes")
    case "lang":
      return words(step.language)
    case "act":
      return words(step.member)
    case "today":
    case "details":
      return words(step.day)
    default:
      return step.do
  }
}

function sketchWords({ booking, start, minutes, room, hosts, gear, title }: Sketch): string[] {
  return [
    ...(booking === undefined ? [] : [`#${booking}`]),
    ...(start === undefined ? [] : [start]),
    ...(minutes === undefined ? [] : [String(minutes)]),
    ...(room === undefined ? [] : [room === "any" ? "any" : "room" in room ? `@${room.room}` : `~${room.class}`]),
    ...(hosts === undefined ? [] : [`h${hosts}`]),
    ...(gear === undefined ? [] : gear.length > 0 ? gear.map(({ id, quantity }) => `+${id}*${quantity}`) : ["+"]),
    ...(title === undefined ? [] : [`"${encodeURIComponent(title)}`]),
  ]
}

/** @returns the step that a button's data stands for, or null when it is no button of ours (forged, truncated, of another age) */
export function readStep(data: string): Step | null {
  if (data.length > 2000) return null
  const [verb = "", ...rest] = data.split(" ")
  const raw = rawStep(verb, rest)
  const parsed = stepSchema.safeParse(raw)
  return parsed.success ? parsed.data : null
}

function rawStep(verb: string, rest: string[]): unknown {
  const [first, second] = rest
  const some = (values: Record<string, string | undefined>) =>
    rest.length <= Object.keys(values).length
      ? { do: verb, ...Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) }
      : null
  switch (verb) {
    case "plan":
    case "change":
    case "book":
    case "free":
      return { do: verb, sketch: rawSketch(rest) }
    case "ask": {
      const page = second?.startsWith("/") ? { page: second.slice(1) } : {}
      return { do: verb, part: first, ...page, sketch: rawSketch(rest.slice("page" in page ? 2 : 1)) }
    }
    case "cancel":
      return rest.length <= 2 && (second === undefined || second === "yes")
        ? { do: verb, booking: first, ...(second ? { sure: true } : {}) }
        : null
    case "broadcast":
      return rest.length <= 2 && (second === undefined || second === "send")
        ? { do: verb, ...(first === undefined ? {} : { id: first }), ...(second ? { send: true } : {}) }
        : null
    case "reminders":
      return some({ set: first })
    case "show":
    case "late":
      return some({ booking: first })
    case "extend":
      return some({ booking: first, until: second })
    case "mine":
      return some({ page: first })
    case "lang":
      return some({ language: first })
    case "act":
      return some({ member: first })
    case "today":
    case "details":
      return some({ day: first })
    default:
      return some({})
  }
}

/** A word of a sketch is known by its shape; one that comes twice or fits nothing makes the whole no sketch. */
function rawSketch(words: readonly string[]): unknown {
  const sketch: Record<string, unknown> = {}
  const gear: unknown[] = []
  for (const word of words) {
    const [key, value] = sketchWord(word)
    if (key === "gear") gear.push(...(value as unknown[]))
    else if (key === null || key in sketch) return null
    else sketch[key] = value
    if (key === "gear") sketch.gear = gear
  }
  return sketch
}

function sketchWord(word: string): [keyof Sketch, unknown] | [null, null] {
  const rest = word.slice(1)
  if (word === "any") return ["room", "any"]
  if (/^\d{4}-/.test(word)) return ["start", word]
  if (/^\d{1,4}$/.test(word)) return ["minutes", Number(word)]
  if (/^h\d{1,3}$/.test(word)) return ["hosts", Number(rest)]
  switch (word[0]) {
    case "#":
      return ["booking", rest]
    case "@":
      return ["room", { room: rest }]
    case "~":
      return ["room", { class: rest }]
    case "+": {
      const [, id, quantity] = /^([^*]+)\*(\d{1,3})$/.exec(rest) ?? []
      return rest === "" ? ["gear", []] : ["gear", [{ id, quantity: Number(quantity) }]]
    }
    case '"':
      try {
        return ["title", decodeURIComponent(rest)]
      } catch {
        return [null, null]
      }
    default:
      return [null, null]
  }
}

/** ASCII throughout: the length is the number of bytes. */
export const fits = (packed: string): boolean => packed.length <= pressLimit
