import type { Language } from "../../language.js"
import type { Day } from "./calendar.js"
import type { DayPart, Intent, Topic } from "./reading.js"

export type { DayPart }

/** What is meant by the parts of a day, in its minutes. */
export const partHours: Record<DayPart, { from: number; to: number }> = {
  dawn: { from: 0, to: 360 },
  morning: { from: 360, to: 720 },
  noon: { from: 690, to: 840 },
  afternoon: { from: 720, to: 1080 },
  evening: { from: 1080, to: 1440 },
  night: { from: 1080, to: 1560 },
}

/** Feast days by name: fixed dates, and those a calendar has to find. */
export type Feast =
  | { month: number; date: number }
  | { lunar: { month: number; date: number; shift?: number } }
  | { easter: number }
  | { blackFriday: true }
  /** Days of the sun's year: a day earlier in leap years and those after (both dates are of the years between). */
  | { solar: { month: number; date: number } }
  /** The nth such weekday of a month. */
  | { month: number; nth: number; weekday: number }

/**
 * A time of day as said, in minutes. `sure`: nothing else can be meant. `literal`: written as on a 24-hour clock ("9:30",
 * "9h"), so taken as such if the centre is open then. `open`: a bare hour, morning or evening. `now`: may be this very minute.
 * `of24`: an hour as only a clock of 24 hours has it; `of12`: said with "am" or "pm".
 */
export type Clock = {
  is: "clock"
  minute: number
  how: "sure" | "literal" | "open"
  now?: true
  of24?: true
  of12?: true
  /** "7 or 8": another one that will do. */
  or?: Clock
}

/** A day as said, with all days it may be. */
export type DateSense = {
  is: "date"
  days: readonly Day[]
  part?: DayPart
  /** Said by its number alone ("5號"), which may as well be a room's. */
  bare?: number
  /** Any of the days will do: "at the weekend", "Saturday or Sunday". */
  either?: true
  /** "Monday to Friday": all of them, where only what is free is asked. */
  through?: readonly Day[]
  /** Named by a feast, which may also only be the occasion ("tomorrow, for the new year"). */
  occasion?: true
  /** The same figures with day and month the other way round: a weekday beside them may say so. */
  swapped?: Day
  /** Said as a weekday alone: "next week" elsewhere in the sentence moves it there. */
  weekday?: number
  problem?: "impossibleDate" | "past"
}

/** What a word or a phrase can stand for. Lexicons hold these, the grammar joins them to larger ones. */
export type Sense =
  | { is: "num"; value: number; digits?: string; article?: true; han?: true }
  | { is: "ordinal"; value: number }
  /** The nth such day of a month; -1 the last. */
  | { is: "nth"; nth: number }
  | { is: "half" }
  | { is: "quarter" }
  | { is: "unit"; unit: "minute" | "five" | "quarter" | "hour" | "day" | "week" | "month" }
  | { is: "point" }
  | { is: "hourMark" }
  | { is: "meridiem"; pm: boolean }
  /** `beside`: "duas horas à noite" are two hours, at night; "duas horas da noite" is a time. */
  | { is: "part"; part: DayPart; beside?: true }
  | { is: "fixed"; minute: number }
  /** `through`: and the days up to that one. */
  | { is: "day"; offset: number; part?: DayPart; through?: number }
  /** `figures`: only right before figures; alone it is another word ("ter" is also "to have"). */
  | { is: "weekday"; day: number; many?: true; figures?: true }
  | { is: "weekend" }
  /** "The day before", 前一晚: so many days from the day it stands beside. */
  | { is: "beside"; by: number; part?: DayPart }
  /** The moment of speaking; `sure` where it can only be the time wanted ("right now"), not how urgent the asking is. */
  | { is: "now"; sure?: true }
  | { is: "month"; month: number }
  | { is: "monthMark" }
  | { is: "yearMark" }
  /** Years from now. */
  | { is: "year"; by: number }
  | { is: "dayMark" }
  | { is: "dayWord" }
  | { is: "feast"; feast: Feast; part?: DayPart }
  /** Weeks or months from now: this 0, next 1. `sure` where the language counts calendar weeks (下周三). */
  | { is: "mod"; by: number; sure?: true; after?: true }
  | { is: "monthEnd" }
  /** What one cannot do then ("doesn't work", 唔得): no wish to cancel where another time follows. */
  | { is: "unable" }
  /** "If so": whether what follows is wished for hangs on what was asked before. */
  | { is: "ifSo" }
  | {
      is:
        | "back"
        | "onward"
        | "backward"
        | "and"
        | "from"
        | "until"
        | "to"
        | "moveTo"
        | "at"
        | "before"
        | "after"
        | "between"
        | "for"
        | "of"
        | "in"
    }
  | { is: "past" | "minus" | "later" | "every" | "times" | "measure" | "comma" | "colon" | "dot" | "slash" | "dash" }
  | { is: "question" | "plus" | "add" | "drop" | "neg" | "want" | "howMany" | "my" | "have" | "stop" | "hash" | "by" }
  /** "7 instead of 6": the new one stands first. */
  | { is: "instead" | "or" }
  /** `more`: than are counted ("me and two friends"). */
  | { is: "weAre"; more?: 1 }
  /** "Sorry", 講錯: what was said before is put right by what follows. `weak`: it may also just be sorry. */
  | { is: "slip"; weak?: true }
  | { is: "early" }
  /** "Half an hour off". */
  | { is: "off" }
  /** It is to be shorter, or to end. */
  | { is: "shorten" | "ending" }
  /** "Originally": what it is until now. */
  | { is: "was" }
  /** "Rather": how it had better be. */
  | { is: "rather" }
  /** Of a day that owns something: "Friday's". */
  | { is: "whose" }
  /** How many it was has been put right: "5 people not 3". */
  | { is: "corrected" }
  /** "See you", before or after a day. */
  | { is: "farewell" }
  /** 給: whom something is handed to follows. */
  | { is: "give" }
  /** Somebody who may come in one's stead. */
  | { is: "somebody" }
  /** "But keep": what follows is not to be touched. */
  | { is: "spare" }
  /** "Except Tuesday": what follows is not meant. */
  | { is: "except" }
  /** "Bigger than". */
  | { is: "than" }
  /** "Can my 4pm be at 5": what it is to be. */
  | { is: "become" }
  /** Before what one wants to know how to do. */
  | { is: "howTo" }
  /** We, in Chinese: what is asked of oneself. */
  | { is: "we" }
  | { is: "roomWord" | "hostWord" | "sameTime" | "title" | "ordinalMark" | "sharp" | "alone" }
  /** It is to be otherwise; `asks`: whether it could. */
  | { is: "make"; asks?: true }
  | { is: "week"; by: number }
  /** "Next month", beside no day. */
  | { is: "inMonth"; by: number }
  | { is: "everyDay" }
  /** What is kept while the rest is called off. */
  | { is: "keep" }
  /** "Each": a number that is of several things. */
  | { is: "each" }
  /** "A mic each": as many as there are hosts. */
  | { is: "perHost" }
  /** So many days, one after the other. */
  | { is: "inARow"; days: number }
  | { is: "cycle"; every: number }
  | { is: "yes" }
  | { is: "no" }
  | { is: "which"; which: "next" | "second" | "third" | "last" | "all" }
  /** `not`: the room that is not wanted. */
  | { is: "choice"; choice: "any" | "other" | "bigger" | "smaller" | "same"; not?: string }
  | { is: "cue"; intent: Intent; weak?: true; strong?: true }
  | { is: "shift"; later: boolean }
  | { is: "topic"; topic: Topic; weak?: true }
  /** A language by name; null where only "Chinese" was said, which is written in two ways. */
  | { is: "tongue"; language: Language | null }
  | { is: "filler" }
  | { is: "gear"; id: string; name: string }
  | { is: "gearHead"; choices: readonly { id: string; name: string }[] }
  | { is: "class"; id: string }
  | { is: "room"; id: string; name: string }
  // Made by the grammar.
  | Clock
  /** `day` stood between the two ("10pm tomorrow to 2am"), `toDay` is the day said for its end. */
  | { is: "range"; from: Clock; to: Clock; day?: DateSense; toDay?: DateSense }
  | { is: "bound"; side: "after" | "before" | "until"; clock: Clock }
  | { is: "untilDay"; date: DateSense }
  /** "Before Friday", "after the 5th". */
  | { is: "dayBound"; side: "before" | "after"; date: DateSense }
  /** `ahead`: so many minutes from now. */
  | { is: "dated"; date: DateSense; clock: Clock; ahead?: number }
  | { is: "length"; minutes: number; more?: true }
  | { is: "weeks"; count: number }
  | { is: "moved"; minutes: number }
  | DateSense
  /** Several rooms by number: one booking has one. */
  | { is: "rooms"; rooms: readonly { id: string; name: string }[] }
  | { is: "someOf"; quantity: number; choices: readonly { id: string; name: string }[]; more?: true; less?: true }
  /** `more`: than there are; fewer, where the count is negative. `are`: said of those who come ("we'll be 3"). */
  /** `us`: told with whom ("me and my sister"). */
  | { is: "hosts"; count: number; more?: true; are?: true; us?: true }
  | { is: "someGear"; id: string; name: string; quantity: number; how: "set" | "add" | "drop" | "fewer"; each?: true }
  | { is: "repeat"; every: number; weekdays: readonly number[] }
  | { is: "count"; count: number }
  | { is: "not"; intent: Intent }
  | {
      is: "bad"
      what: "impossibleTime" | "impossibleDate" | "unknownRoom" | "badHosts" | "badQuantity" | "badLength" | "several"
    }

export type Kind = Sense["is"]
export type SenseOf<K extends Kind> = Extract<Sense, { is: K }>

/** A word's sense and how it is said: written forms in any spelling, script or case. */
export type Entry = readonly [Sense, ...string[]]

/** Everything one language adds: a new language is one of these. */
export type Lexicon = {
  /** Which languages a hit is evidence for; Chinese is told apart by script. */
  language: "zh" | "pt" | "en"
  entries: readonly Entry[]
  /**
   * Where a part of the day named in a question for free rooms begins, if speakers mean an hour by it ("tomorrow evening" in
   * English); elsewhere only the day is taken as said.
   */
  partBegins?: Partial<Record<DayPart, number>>
}
