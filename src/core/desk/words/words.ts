import type { Refusal } from "../../outcome.js"
import type { Told } from "../../reminders.js"
import type { LocalDay } from "../../time.js"
import type { ArrivalWords } from "./arrival.js"
import type { AskedWords } from "./asked.js"
import type { BallotWords } from "./ballot.js"
import type { BoardWords } from "./board.js"
import type { ClerkWords } from "./clerk.js"
import type { ClosureWords } from "./closure.js"
import type { CourseWords } from "./courses.js"
import type { FeedsWords } from "./feeds.js"
import type { FlexibleWords } from "./flexible.js"
import type { HadWords } from "./had.js"
import type { JoiningWords } from "./joining.js"
import type { LinkingWords } from "./linking.js"
import type { MembershipWords } from "./membership.js"
import type { PickerWords } from "./picker.js"
import type { RequestWords } from "./requests.js"
import type { RulesWords } from "./rules.js"
import type { ShowsWords } from "./shows.js"
import type { WaitlistWords } from "./waitlist.js"
import type { WhatIfWords } from "./what-if.js"

/**
 * Every sentence the desk can say. A language is one file that `satisfies Words`: a sentence that is missing does not compile.
 * Sentences get dates, lengths and names already in the language (see {@link Say}); what they return is plain text, never markup.
 */

/** A date's pieces, named by Intl in the language. */
export type DateParts = {
  weekday: string
  weekdayShort: string
  day: number
  month: string
  monthShort: string
  year: number
  monthNumber: number
}

/** How the centre's things, times and lengths are said in one language. */
export type Say = {
  room(id: string): string
  className(id: string): string
  gear(id: string): string
  course(id: string): string
  qualification(id: string): string
  /** `Tuesday, 24 November 2026` */
  date(day: Date | LocalDay): string
  /** `Tue 24 Nov` */
  day(day: Date | LocalDay): string
  /** `15:00` */
  time(instant: Date): string
  /** `15:00–17:00`; `22:00–01:00 (next day)` */
  range(at: { start: Date; end: Date }): string
  /** `Tue 24 Nov, 15:00–17:00` */
  when(at: { start: Date; end: Date }): string
  /** `Tue 24 Nov, 13:00` */
  moment(instant: Date): string
  /** `2 hours 30 minutes` */
  length(minutes: number): string
  /** `2026-11` → `November` */
  month(month: string): string
  list(items: readonly string[]): string
}

export const commandNames = [
  "book",
  "free",
  "mybookings",
  "cancel",
  "calendar",
  "hours",
  "reminders",
  "language",
  "help",
  "start",
  "join",
  "today",
  "digest",
  "broadcast",
] as const
export type CommandName = (typeof commandNames)[number]

export type Words = {
  /** The language's own name. */
  name: string
  /** Full, long (without the year) and short dates. */
  date: { full: (parts: DateParts) => string; long: (parts: DateParts) => string; short: (parts: DateParts) => string }
  today: string
  tomorrow: string
  /** A clock time on another day than the one at hand, for buttons: `01:00 Wed`. */
  timeOn: (time: string, weekday: string) => string
  /** A clock time on the following morning. */
  nextDay: (time: string) => string
  /** Between a day and a time: `Tue 24 Nov, 15:00`. */
  dayTime: (day: string, time: string) => string
  length: (hours: number, minutes: number) => string
  /** For buttons. */
  lengthShort: (hours: number, minutes: number) => string
  hosts: (count: number) => string
  upToHosts: (count: number) => string
  /** `Small (up to 2 hosts)` */
  sized: (name: string, hosts: string) => string
  sessions: (count: number) => string
  /** Between things on one line. */
  dot: string
  /** Between a relative and an absolute day: `Tomorrow, Tue 24 Nov`. */
  comma: string
  monthYear: (month: string, year: number) => string

  label: Record<
    | "confirm"
    | "change"
    | "cancel"
    | "back"
    | "book"
    | "bookAnother"
    | "free"
    | "mine"
    | "hours"
    | "language"
    | "help"
    | "move"
    | "extend"
    | "cancelBooking"
    | "yesCancel"
    | "yesCancelThese"
    | "keep"
    | "otherDay"
    | "otherTime"
    | "otherRoom"
    | "day"
    | "time"
    | "length"
    | "room"
    | "hosts"
    | "gear"
    | "anyRoom"
    | "noneOfThese"
    | "calendar"
    | "quarters"
    | "hoursOnly"
    | "noGear"
    | "done"
    | "earlier"
    | "later"
    | "more"
    | "today"
    | "details"
    | "late"
    | "send"
    | "refresh"
    | "quietOn"
    | "quietOff"
    | "reminders"
    | "home",
    string
  >
  /** `Like last time: Tue 1 Dec, 15:00–17:00, Studio 2` */
  likeLast: (what: string) => string
  /** What each command does, for the platforms' menus; up to 100 characters. */
  command: Record<CommandName, string>

  stranger: (centre: string) => readonly string[]
  badCode: string
  tooManyTries: (until: string) => string
  joined: (name: string, member: string | null) => string
  alreadyIn: (name: string) => string
  welcome: (name: string) => string
  actingFor: (member: string) => string
  /** Under what is said to somebody who acts for several merchants: which of them it is about. */
  whose: (member: string) => string
  switchTo: (member: string) => string
  help: readonly string[]
  helpStaff: readonly string[]

  askDay: string
  askDayMove: (what: string) => string
  askMonth: string
  askTime: (day: string) => string
  /** How else to answer. */
  orWriteTime: string
  noTimes: (day: string) => string
  askLength: (from: string) => string
  noLength: (from: string) => string
  orWriteLength: string
  askRoom: string
  askHosts: string
  askGear: string
  askGearHow: string
  askChange: string

  card: {
    book: string
    change: string
    was: (what: string) => string
    gear: (list: string) => string
    title: (title: string) => string
    costs: (minutes: string, left: string, month: string) => string
    /** A change that costs no more and no less is said with the hours it stays at. */
    peak: (minutes: string) => string
    cancelBy: (moment: string) => string
    cancelLate: string
    /** Of what is yet to be booked, and begins so soon. */
    cancelSoon: (length: string) => string
    /** Nothing else would do, and this is kept so long for whoever looks at the card. */
    lastOne: (until: string) => string
  }
  booked: string
  moved: string
  extended: string
  unchanged: string
  left: (left: string, month: string) => string
  calendarFile: string
  calendarRemove: string
  cancelled: (what: string) => string
  hoursBack: (minutes: string) => string
  hoursGone: string
  dropped: string
  kept: string
  nothingWaiting: string
  /** Before the first of two wishes, of the other. */
  afterwards: (rest: string) => string
  /** To a yes that is none ("ok but let me check"). */
  undecided: string

  noBookings: string
  bookings: (count: number) => string
  details: string
  cancelAsk: (what: string) => string
  cancelGives: (minutes: string) => string
  cancelTakes: (minutes: string) => string
  cancelThese: (sessions: number) => string
  whichCancel: string
  whichMove: string
  whichExtend: string
  extendAsk: (room: string, until: string) => string
  extendUntil: (until: string, more: string) => string
  extendCard: (room: string, until: string) => string
  extendCosts: (more: string) => string
  notThatLong: string
  cannotExtend: string
  nothingLike: (what: string) => string

  hours: {
    left: (left: string, granted: string, month: string) => string
    peak: (left: string) => string
    open: (open: number, max: number) => string
    none: string
  }

  askLanguage: string
  languageSet: string
  /** They wrote in it, though their platform told another. */
  languageFollows: string

  free: {
    title: (when: string) => string
    /** `Small, up to 2 hosts: 08:00–12:00, 15:00–02:00` */
    line: (kind: string, times: string) => string
    /** How many rooms are free for all of a stretch that was asked for. */
    rooms: (count: number) => string
    none: string
    noneOf: (kind: string) => string
    /** Over the buttons that start a booking. */
    tap: string
  }

  refused: { [W in Refusal["why"]]: (facts: Extract<Refusal, { why: W }>, say: Say) => string }
  /** Before the free places offered instead. */
  instead: string
  noInstead: string
  stale: string
  badPress: string
  notUnderstood: string
  understood: (parts: string) => string
  /** Things that are not on the card. */
  unread: (parts: string) => string
  maybe: string
  truncated: string
  unreadable: Record<"sticker" | "voice" | "photo" | "file" | "location" | "empty", string>
  /** To whoever floods the desk, before a minute's silence; at most 200 characters, for a toast. */
  slower: string
  trouble: string
  unchangedNote: string
  problem: {
    impossibleTime: (text: string) => string
    impossibleDate: (text: string) => string
    past: (text: string) => string
    endBeforeStart: (text: string) => string
    badLength: (text: string) => string
    unknownRoom: (text: string) => string
    badHosts: (text: string) => string
    badQuantity: (text: string) => string
    badRepeat: (text: string) => string
    several: (text: string) => string
  }
  /** `first`: which of several sessions. */
  question: {
    /** Of a bare number that may be several things. */ number: string
    first: string
    start: string
    moveTo: string
    room: string
    gear: (quantity: number) => string
  }

  /** What the desk knows of a person. */
  personal: {
    file: readonly string[]
    ask: string
    bookingsStay: (count: number) => string
    /** One's own name: what it is and how to correct it; corrected. */
    correct: string
    nameHow: (name: string) => string
    named: (name: string) => string
    /** What is gone only later. */
    later: (days: number) => string
    yes: string
    no: string
    done: string
  }

  /** One's bookings in one's own calendar. */
  feed: { title: string; how: string; secret: string; renew: string; renewed: string; none: string }

  /** Weekly bookings. */
  series: {
    askCount: (most: number) => string
    times: string
    weekly: string
    fortnightly: string
    /** Not a series after all. */
    once: string
    card: (sessions: number) => string
    none: string
    /** `Tue 1 Dec, 15:00–17:00: Studio 2 is taken then.` */
    cannot: (when: string, why: string) => string
    confirm: (sessions: number) => string
    booked: (sessions: number) => string
    moved: (sessions: number) => string
    cancelled: (sessions: number) => string
    nothingDone: string
    part: string
    /** Buttons: this session and so many after it; all that are to come. */
    following: (more: number) => string
    all: (sessions: number) => string
  }

  form: { title: string; submit: string; minutes: string; titleField: string }

  staff: {
    digestHow: string
    digestSet: (at: string) => string
    eveningSet: (at: string) => string
    /** `day`: `Mondays`, as a date's weekday. */
    weeklySet: (weekday: string, at: string) => string
    digestOff: string
    oneOff: Record<"daily" | "evening" | "weekly", string>
    badTime: (text: string) => string
    digest: (date: string) => string
    quiet: string
    peak: (anchors: number, floor: number, at: string) => string
    prepare: (gear: string) => string
    late: (due: string, sent: string) => string
    /** What came of the day before; `use` is written out, `34%`. */
    before: (sessions: number, cancelled: number, use: string | null) => string
    more: (count: number) => string
    changes: string
    change: Record<"book" | "move" | "extend" | "cancel", (what: string) => string>
    undelivered: string
    undeliveredLine: (what: { name: string; kind: string; state: string; count: number }) => string
    kind: Record<string, string>
    state: Record<"failed" | "blocked" | "dropped", string>
  }

  weekly: {
    title: (range: string) => string
    span: (from: string, to: string) => string
    sessions: (sessions: number, cancelled: number) => string
    use: (share: string) => string
    classUse: (name: string, share: string) => string
    busiest: (anchors: number, floor: number, when: string) => string
    fullest: (what: { kind: string; day: string; hour: string; share: string }) => string
    quiet: string
    refusals: (count: number) => string
    why: Record<
      "taken" | "floor_full" | "gear_short" | "closed" | "hours" | "too_far" | "too_many_open" | "other",
      string
    >
    whyLine: (why: string, count: number) => string
    average: string
    closed: string
  }

  reminders: {
    title: string
    /** Which lead times are on. */
    on: (lengths: string) => string
    none: string
    quiet: (hours: string) => string
    noQuiet: string
    /** What quiet hours do, and how to choose others. */
    how: string
    badHours: (text: string) => string
    /** On a button: this one is switched on, or off. */
    switched: (on: boolean, length: string) => string
  }

  late: {
    told: string
    again: string
    nobody: string
    /** To the staff. */
    notice: (member: string, what: string) => string
  }

  broadcast: {
    how: readonly string[]
    preview: (people: number) => string
    everyone: string
    booked: (when: string) => string
    nobody: string
    tooLong: (max: number) => string
    sending: (people: number) => string
    state: (counts: { sent: number; waiting: number; blocked: number; failed: number }) => string
    notSent: string
    /** Over the staff's own words. */
    from: (centre: string) => string
  }

  arrival: ArrivalWords
  ballot: BallotWords
  board: BoardWords
  asked: AskedWords
  rules: RulesWords
  flexible: FlexibleWords
  joining: JoiningWords
  requests: RequestWords
  linking: LinkingWords
  courses: CourseWords
  membership: MembershipWords
  waitlist: WaitlistWords
  picker: PickerWords
  feeds: FeedsWords
  had: HadWords
  shows: ShowsWords
  clerk: ClerkWords
  closure: ClosureWords
  whatIf: WhatIfWords

  /** On the day's timetable and in its alternative text. */
  picture: {
    kinds: Record<"free" | "taken" | "own" | "held" | "closed" | "full", string>
    load: (limit: number) => string
    alt: (date: string) => string
    freeNow: (count: number) => string
    own: (list: string) => string
    taken: (count: number) => string
    peak: (anchors: number, floor: number, at: string) => string
  }

  notice: {
    reminder: (inTime: string) => string
    changed: Record<Told, string>
    was: (what: string) => string
  }
}
