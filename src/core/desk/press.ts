import { z } from "zod"
import { languageSchema } from "../language.js"
import { denyReasons } from "../reminders.js"
import { courseSteps } from "./course-steps.js"
import { inOrder } from "./press-order.js"
import { showSteps } from "./show-steps.js"
import { id, localDay, localMinute, rawSketch, type Sketch, sketchSchema, sketchWords, thing } from "./sketch-words.js"

/**
 * Buttons. A button is the completed next command: a {@link Step}, packed into ASCII that a person can read, for example
 * `book 2026-11-24T15:00 120 @s2 h2 +ring-light*2`. It needs no dialogue state, so it works after a restart, on another replica and
 * from an old message. What comes back is client input: it is parsed here, and every right is checked from who pressed.
 */

export { type Sketch, sketchSchema }

/** Telegram's limit on callback data, in bytes; the shortest of all platforms. */
export const pressLimit = 64

export const parts = ["day", "time", "length", "room", "hosts", "gear", "kind", "count", "names", "show"] as const
export type Part = (typeof parts)[number]

/** Of a booking: the version that was shown. */
const count = z.string().regex(/^\d{1,6}$/)
const severalIds = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_,-]{0,1900}$/)
const page = z.string().regex(/^[a-z0-9-]{1,10}$/)

export const stepSchema = z.discriminatedUnion("do", [
  /** Asks for the next thing that is missing, or shows the card. */
  z.object({ do: z.literal("plan"), sketch: sketchSchema }),
  /** The same for one of several that were asked for at once: the others stay above. */
  z.object({ do: z.literal("begin"), sketch: sketchSchema }),
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
  z.object({
    do: z.literal("cancel"),
    booking: id,
    sure: z.literal(true).exactOptional(),
    /** Of a series: this one and those that follow, or all that are to come. */
    scope: z.enum(["following", "all"]).exactOptional(),
  }),
  /** Several at once, by their ids with commas. */
  z.object({ do: z.literal("cancelall"), bookings: severalIds, sure: z.literal("yes").exactOptional() }),
  /** The address for one's own calendar, or `of` a room or the whole floor (`*`); `new` makes another, and the old one stops. */
  z.object({
    do: z.literal("calendar"),
    renew: z.enum(["new", "same"]).exactOptional(),
    of: id.or(z.literal("*")).exactOptional(),
  }),
  /** Everything the desk knows of the person, as a file, or what they are called and how to correct it; and erased. */
  z.object({ do: z.literal("mydata"), what: z.literal("name").exactOptional() }),
  z.object({ do: z.literal("forgetme"), sure: z.literal("yes").exactOptional() }),
  /** Another account of the same person: a code for it; their answer; where they are known; one away; notices here. */
  z.object({ do: z.literal("link") }),
  z.object({ do: z.literal("linked"), link: id, sure: z.literal("yes").exactOptional() }),
  z.object({ do: z.literal("accounts") }),
  z.object({ do: z.literal("unlink"), account: id }),
  z.object({ do: z.literal("notify") }),
  /** In line for what is taken: for this; where one stands; out of it. An offer: taken, or let go. */
  z.object({ do: z.literal("queue"), sketch: sketchSchema }),
  z.object({ do: z.literal("line") }),
  z.object({ do: z.literal("unqueue"), waiting: id }),
  z.object({ do: z.literal("take"), offer: id }),
  z.object({ do: z.literal("pass"), offer: id }),
  /** Ballots: which there are; one of them, with one's wishes; how lots are drawn. */
  z.object({ do: z.literal("ballots") }),
  z.object({ do: z.enum(["ballot", "lots"]), ballot: id }),
  /** Wishes for this; makes a wish the one of this rank; takes it back. */
  z.object({ do: z.literal("wish"), ballot: id, sketch: sketchSchema }),
  z.object({ do: z.literal("rank"), ballot: id, wish: id, place: z.string().regex(/^\d{1,2}$/) }),
  z.object({ do: z.literal("unwish"), ballot: id, wish: id }),
  /** Staff: a ballot over these hours (`2026-12-12T18:00/2026-12-13T00:00`, with commas), as shown, or opened; drawn; called off. */
  z.object({
    do: z.literal("lay"),
    over: z.string().regex(/^[-\dT:/,]{1,330}$/),
    until: localMinute,
    wishes: z.string().regex(/^\d{1,2}$/),
    wins: z.string().regex(/^\d{1,2}$/),
    /** The name, URI-encoded. */
    name: z.string().regex(/^\S{1,400}$/),
    sure: z.enum(["tell", "quiet"]).exactOptional(),
  }),
  z.object({ do: z.literal("draw"), ballot: id }),
  z.object({ do: z.literal("calloff"), ballot: id, sure: z.literal("yes").exactOptional() }),
  z.object({ do: z.literal("drop") }),
  z.object({ do: z.literal("hours") }),
  /** Somebody of the staff is to talk to them; about what they wrote, URI-encoded. */
  z.object({
    do: z.literal("talk"),
    about: z
      .string()
      .regex(/^\S{1,1900}$/)
      .exactOptional(),
  }),
  /** Staff: a link to the board; `off`: every browser that is let in to it is out. */
  z.object({ do: z.literal("board"), off: z.literal("off").exactOptional() }),
  z.object({ do: z.literal("help") }),
  z.object({ do: z.literal("home") }),
  /** Home, only looked at (a page that is open beside the conversation): what is being talked about stays. */
  z.object({ do: z.literal("glance") }),
  z.object({ do: z.literal("lang"), language: languageSchema.exactOptional() }),
  /** For whom one books from now on; staff: for nobody. */
  z.object({ do: z.literal("act"), member: id.exactOptional() }),
  /** Takes back one's last action; with a booking, only if it was about that. */
  z.object({ do: z.literal("undo"), booking: id.exactOptional() }),
  /** Staff: a member, who is in, who comes next. */
  z.object({ do: z.literal("member"), member: id }),
  /** Hands a booking to another member: to whom is asked, or done. */
  z.object({ do: z.literal("hand"), booking: id, member: id.exactOptional() }),
  /** Staff: who asks to join; one of them; in, on this plan or to this member; declined. */
  z.object({ do: z.literal("requests") }),
  z.object({ do: z.literal("request"), id }),
  z.object({ do: z.literal("admit"), id, plan: thing }),
  z.object({ do: z.literal("addto"), id, member: id.exactOptional() }),
  z.object({ do: z.literal("turndown"), id }),
  /** Staff: a booking that waits for a yes; yes; no, without a reason it is asked for one. `all`: with the others of its series. */
  z.object({ do: z.literal("asked"), booking: id }),
  z.object({ do: z.literal("agree"), booking: id, version: count, all: z.literal("all").exactOptional() }),
  z.object({
    do: z.literal("deny"),
    booking: id,
    version: count,
    reason: z.enum([...denyReasons, "none", "why"]),
    all: z.literal("all").exactOptional(),
  }),
  /** Asks the staff for a change that needs a yes; staff: it is not possible. */
  z.object({ do: z.literal("want"), sketch: sketchSchema }),
  z.object({ do: z.literal("unchanged"), booking: id }),
  /** Staff: the change that a member wished for, by the name of the wish. */
  z.object({
    do: z.literal("wanted"),
    booking: id,
    wish: z
      .string()
      .regex(/^[0-9a-f]{16}$/)
      .exactOptional(),
  }),
  /** Another session that is like this booking but for its time and its room (`@s3`, `~small`); which `day` or `time` is asked. */
  z.object({
    do: z.literal("try"),
    booking: id,
    at: z.union([localMinute, z.enum(["day", "time"])]),
    room: z
      .string()
      .regex(/^[@~][a-z0-9][a-z0-9-]{0,30}$/)
      .exactOptional(),
  }),
  /** The merchant's people; a code for one more; one of them made an owner, or none, or away. */
  z.object({ do: z.literal("people") }),
  z.object({ do: z.literal("invite"), role: z.enum(["owner", "staff"]).exactOptional() }),
  z.object({ do: z.literal("role"), person: id, role: z.enum(["owner", "staff"]) }),
  z.object({ do: z.literal("remove"), person: id, sure: z.literal("yes").exactOptional() }),
  /** Staff: more minutes this month for a member; another plan, without which it is asked, and without `sure` shown. */
  z.object({
    do: z.literal("grant"),
    member: id,
    minutes: z
      .string()
      .regex(/^\d{1,5}$/)
      .exactOptional(),
  }),
  z.object({ do: z.literal("tier"), member: id, plan: thing.exactOptional(), sure: z.literal("yes").exactOptional() }),
  /** Staff: pauses a membership, or lets it go on. */
  z.object({ do: z.literal("standing"), member: id, to: z.enum(["suspended", "active"]) }),
  z.object({ do: z.literal("in") }),
  z.object({ do: z.literal("next") }),
  /** Shows what one is reminded of; `set` switches a lead time (`+60`, `-60`) or quiet hours (`quiet`, `loud`). */
  z.object({
    do: z.literal("reminders"),
    set: z
      .string()
      .regex(/^(?:[+-]\d{1,5}|quiet|loud)$/)
      .exactOptional(),
  }),
  ...showSteps,
  /** Tells the staff that one is running late, by so many minutes. */
  z.object({
    do: z.literal("late"),
    booking: id,
    minutes: z
      .string()
      .regex(/^\d{1,3}$/)
      .exactOptional(),
  }),
  /** They are here: for this booking, or for whichever is meant in this room. */
  z.object({ do: z.literal("checkin"), booking: id }),
  z.object({ do: z.literal("arrive"), room: thing }),
  /** Staff: nobody came; `forgive`: that does not count, and the hours come back. */
  z.object({ do: z.literal("noshow"), booking: id, forgive: z.literal("forgive").exactOptional() }),
  /** A broadcast that was previewed; `send` sends it, without it its state is shown. */
  z.object({ do: z.literal("broadcast"), id: id.exactOptional(), send: z.literal(true).exactOptional() }),
  z.object({ do: z.literal("today"), day: localDay.exactOptional() }),
  /** Staff: closes a room, gear or everything (`@s3`, `+camera*1`, `all`); without `sure` it is shown whom that hits. */
  z.object({
    do: z.literal("close"),
    what: z.string().regex(/^(?:all|@[a-z0-9][a-z0-9-]{0,30}|\+[a-z0-9][a-z0-9-]{0,30}\*\d{1,3})$/),
    /** `now`: from the press on. */
    from: z.union([localMinute, z.literal("now")]),
    to: localMinute,
    sure: z.literal("yes").exactOptional(),
    /** The reason, URI-encoded. */
    because: z
      .string()
      .regex(/^\S{1,1200}$/)
      .exactOptional(),
  }),
  z.object({ do: z.literal("closures") }),
  z.object({ do: z.literal("lift"), id, sure: z.literal("yes").exactOptional() }),
  /** What a closure made of a booking is all right, or given up: as it was when that was said. */
  z.object({ do: z.enum(["accept", "decline"]), booking: id, version: z.string().regex(/^\d{1,6}$/) }),
  z.object({ do: z.literal("picklist"), day: localDay.exactOptional() }),
  ...courseSteps,
  /** What a digest leaves out, for whoever asks: beside the digest, which stays. */
  z.object({ do: z.literal("details"), day: localDay }),
])
export type Step = z.output<typeof stepSchema>

/** @returns the step as text; more than {@link pressLimit} bytes for some, which the draft then keeps (see draft.ts) */
export function written(step: Step): string {
  const words = (...more: (string | undefined)[]) => [step.do, ...more.filter((word) => word !== undefined)].join(" ")
  switch (step.do) {
    case "plan":
    case "begin":
    case "change":
    case "book":
    case "free":
    case "queue":
    case "want":
      return words(...sketchWords(step.sketch))
    case "ask":
      return words(step.part, step.page && `/${step.page}`, ...sketchWords(step.sketch))
    case "wish":
      return words(step.ballot, ...sketchWords(step.sketch))
    case "broadcast":
      return words(step.id, step.send && "send")
    case "cancel":
      return words(step.booking, step.sure && "yes", step.sure && step.scope)
    default:
      return words(
        ...(inOrder.get(step.do) ?? []).map((key): string | undefined => (step as Record<string, string>)[key]),
      )
  }
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
    case "begin":
    case "change":
    case "book":
    case "free":
    case "queue":
    case "want":
      return { do: verb, sketch: rawSketch(rest) }
    case "ask": {
      const page = second?.startsWith("/") ? { page: second.slice(1) } : {}
      return { do: verb, part: first, ...page, sketch: rawSketch(rest.slice("page" in page ? 2 : 1)) }
    }
    case "wish":
      return { do: verb, ballot: first, sketch: rawSketch(rest.slice(1)) }
    case "cancel":
      return rest.length <= 3 && (second === undefined || second === "yes")
        ? { do: verb, booking: first, ...(second ? { sure: true } : {}), ...(rest[2] ? { scope: rest[2] } : {}) }
        : null
    case "broadcast":
      return rest.length <= 2 && (second === undefined || second === "send")
        ? { do: verb, ...(first === undefined ? {} : { id: first }), ...(second ? { send: true } : {}) }
        : null
    default:
      return some(Object.fromEntries((inOrder.get(verb) ?? []).map((key, place) => [key, rest[place]])))
  }
}

/** ASCII throughout: the length is the number of bytes. */
export const fits = (packed: string): boolean => packed.length <= pressLimit
