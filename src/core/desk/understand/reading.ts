import type { Language } from "../../language.js"
import type { Show } from "../../outcome.js"
import type { Past } from "./past.js"

/** Parts of the day. `dawn` is after midnight; `night` begins in the evening and runs past midnight. */
export type DayPart = "dawn" | "morning" | "noon" | "afternoon" | "evening" | "night"

/** A day in the centre's zone: `2026-11-24`. */
export type LocalDate = string
/** A minute in the centre's zone: `2026-11-24T15:00`. */
export type LocalTime = string

export type Room = { id: string; names: readonly string[]; class: string }

/** The centre's own words. `names` hold every language's names and nicknames; the first name of a room is its English one. */
export type Vocabulary = {
  rooms: readonly Room[]
  /** In order of size, smallest first: "bigger" means further down. */
  classes: readonly { id: string; names: readonly string[] }[]
  /** `name` is the canonical one: English, singular, lower case ("ring light"). */
  gear: readonly { id: string; name: string; names: readonly string[] }[]
  /** Opening intervals of an ISO weekday (1 = Monday) in local minutes; `to` runs past 1440 where the day ends after midnight. */
  hours: (weekday: number) => readonly { from: number; to: number }[]
}

/** What is being put together in the conversation; follow-ups ("make it 4", "não, sexta") are read against it. */
export type Draft = {
  intent?: Intent
  start?: LocalDate | LocalTime
  /** Without a start: the first of several days that are spoken of. */
  around?: LocalDate
  /** The part of that day that was spoken of, in minutes: "8 to 10" is of the evening then. */
  within?: { from: number; to: number }
  end?: LocalTime
  /** Room id. */
  room?: string
  hosts?: number
}

export type Context = {
  now: Date
  /** IANA zone of the centre. */
  zone: string
  /** The person's language: decides only what the text itself leaves open. */
  language: Language
  centre: Vocabulary
  draft?: Draft
  /** It is about what is to be closed, for as long as it may be. */
  closing?: true
  /** The person's own coming bookings: settle which one "my 9 o'clock" is. */
  bookings?: readonly { start: Date; end: Date; room: string }[]
}

export const intents = [
  "book",
  "availability",
  "cancel",
  "reschedule",
  "extend",
  "mine",
  "waitlist",
  "checkin",
  "training",
  "quota",
  "help",
  "greeting",
  "unknown",
] as const

export type Intent = (typeof intents)[number]

/** What is asked or told beside bookings: plain questions, something broken, being late, reminders, in which language. */
export type Topic =
  | "hours"
  | "rules"
  | "price"
  | "place"
  | "house"
  | "early"
  | "hand"
  | "staff"
  | "invoice"
  | "fault"
  | "late"
  | "coming"
  | "remind"
  | "ballot"
  | "language"
  | "thanks"

/** One way to read a time: a day alone, or a start with or without its end. */
export type Span = { start: LocalDate | LocalTime; end: LocalTime | null }

/** Something the words leave open; `choices` are likeliest first and become buttons. The field itself is then not guessed. */
export type Question =
  | { about: "start"; choices: readonly Span[] }
  | { about: "moveTo"; choices: readonly Span[] }
  /** Until when ("加鐘到九點"). */
  | { about: "end"; choices: readonly LocalTime[] }
  /** Several rooms were named: one booking has one. */
  | { about: "room"; choices: readonly { id: string; name: string }[] }
  | { about: "gear"; quantity: number; choices: readonly { id: string; name: string }[] }

/** Something said that cannot be; `text` is what the person wrote. Never read as a nearby possible value. */
export type Problem =
  | { is: "impossibleTime"; text: string }
  | { is: "impossibleDate"; text: string }
  | { is: "past"; text: string }
  | { is: "endBeforeStart"; text: string }
  | { is: "badLength"; text: string }
  | { is: "unknownRoom"; text: string }
  | { is: "badHosts"; text: string }
  | { is: "badQuantity"; text: string }
  /** A series repeats weekly; every day, every month and the like are not offered. */
  | { is: "badRepeat"; text: string }
  /** More than one booking in one sentence ("Monday and Tuesday"): only one at a time is read. */
  | { is: "several"; text: string }

/** A piece of the text that was understood, as the person wrote it. */
export type Part = {
  text: string
  as:
    | "intent"
    | "day"
    | "time"
    | "length"
    | "room"
    | "class"
    | "hosts"
    | "gear"
    | "repeat"
    | "title"
    | "answer"
    | "which"
}

/** What is said of the show itself. */
export type Told = {
  /** Hosts as they were written. */
  named: readonly string[]
  /** Minutes. */
  setup: number | null
  teardown: number | null
  show: Show
}

export type Reading = Told & {
  intent: Intent
  /** The person named what to do; false where the intent was inferred from times and rooms alone. */
  intentStated: boolean
  /** `intent` is then the nearest one, for whoever only knows those. */
  topic: Topic | null
  /** The language that was asked for; null also where only "Chinese" was said. */
  tongue: Language | null
  /** "don't cancel": what not to do. `intent` is then "unknown". */
  not: Intent | null
  /**
   * A yes or no, alone or with a change beside it ("não, sexta" is "no" and a new day): the change then comes first. "unsure" begins like
   * a yes and agrees to nothing ("ok but let me check first").
   */
  answer: "yes" | "no" | "unsure" | null
  /** A change to the draft rather than a new request: what is null or empty here stays as it was. */
  change: boolean
  language: Language

  /** For cancel, reschedule, extend and check-in: the booking that is meant. Null also where `open` asks for it. */
  start: LocalDate | LocalTime | null
  end: LocalTime | null
  /** A length that was said; for extend, how much longer. Set beside `start` and `end` where all were said. */
  durationMinutes: number | null
  /** False where the day was supplied (the next such time), not said. */
  dayStated: boolean
  /** Bounds within which times are wanted: "tomorrow evening", "after 8", "before noon". */
  window: { from: LocalTime | null; to: LocalTime | null } | null
  /** "Same time": as the draft or the booking meant. */
  sameTime: boolean
  /** "Thursday's too": what was done to one is wanted of another. */
  also: boolean
  /** The part of day that was said, whether or not it became a time. */
  part: DayPart | null
  /** "Next week" beside no day: so many weeks on. */
  week: number | null
  /** Where a booking is moved to (reschedule). */
  moveTo: LocalDate | LocalTime | null
  moveToEnd: LocalTime | null
  /** False where the day of `moveTo` was supplied (the next such time), not said: "move it to 5pm" stays on its day. */
  moveDayStated: boolean
  /** Reschedule by so many minutes: later, or earlier if negative ("推遲半個鐘"). */
  shiftMinutes: number | null
  /** What was is asked: `intent` is then "mine", or "quota" where it is of hours. */
  past: Past | null
  /** Reschedule: it begins when it did, and is so many minutes shorter. */
  shorterBy: number | null
  /** Among several bookings: the next, one by its place, the last, or all of them. */
  which: "next" | "second" | "third" | "last" | "all" | null

  /** The room that is wanted; in a move the one it goes to, if one is named. */
  room: { id: string; name: string } | null
  /** The room of the booking that is meant, where `room` is where it moves to ("change studio 5 to studio 6"). */
  roomMeant: { id: string; name: string } | null
  /** Room class id. */
  roomClass: string | null
  /** A room named by its relation to the one at hand. */
  roomChoice: "any" | "other" | "bigger" | "smaller" | "same" | null
  /** "Not studio 1": its id; `roomChoice` is "other" then. */
  roomNot: string | null
  hosts: number | null
  /** So many more than the session has that is meant, negative: fewer; where none is at hand to count from. */
  hostsMore: number | null
  /** In a change, `add` comes on top of what the draft has, `drop` leaves it out, `fewer` leaves so many out. */
  gear: readonly { id: string; name: string; quantity: number; how: "set" | "add" | "drop" | "fewer" }[]
  /** "Lose one light": of which kind is not said. Until somebody knows, `text` stands in `unread`. */
  less: readonly { text: string; quantity: number; choices: readonly { id: string; name: string }[] }[]
  /** Weekly series: every so many weeks, on these ISO weekdays, so many times or until a day (both null: until stopped). */
  repeat: { every: number; weekdays: readonly number[]; count: number | null; until: LocalDate | null } | null
  title: string | null

  /** What is asked back instead of guessed. */
  open: readonly Question[]
  problems: readonly Problem[]
  /** Things with a quantity, and numbers, that stand for nothing known here ("three tripods"): said back, never dropped silently. */
  unread: readonly string[]
  understood: readonly Part[]
  /** The text was longer than is read (1,000 characters); the rest was left out. */
  truncated: boolean
}
