import { arrowIn, insteadOfOff } from "./move.js"
import {
  airs,
  altersDay,
  altersOwn,
  goesElsewhere,
  goesOn,
  handsOver,
  type Named,
  ofOwn,
  playsOn,
  stays,
} from "./own.js"
import type { Intent, Topic } from "./reading.js"
import type { Kind } from "./sense.js"
import { all, alters, any, asksTo, is, type Token } from "./tokens.js"
import { topicOf } from "./topic.js"
import { asMove, cuesOf, order, weigh, when } from "./weigh.js"

export type Wanted = {
  intent: Intent
  stated: boolean
  not: Intent | null
  /** Named by a verb for it, not only by a wish ("need", 要). */
  strong?: boolean
  topic?: Topic
  /** A change of the draft that is put like a move ("change it to 4"). */
  moving?: boolean
  /** All that is said is when it is to be. */
  instead?: boolean
  /** A change of the draft's length ("an hour longer"). */
  longer?: boolean
}

/** A day, a time, a room or a thing. */
export const content: readonly Kind[] = [
  "date",
  "clock",
  "range",
  "bound",
  "room",
  "class",
  "hosts",
  "someGear",
  "someOf",
  "repeat",
  "length",
  "part",
  "dated",
  "choice",
  "sameTime",
  "dayBound",
]
/** What makes a message a request even without a verb. */
const request: readonly Kind[] = [...content, "bad"]
/** Chooses what a message wants from the words for it and from what else is said. `apart`: the same before times are joined. */
export function wanted(tokens: readonly Token[], apart: readonly Token[]): Wanted {
  const off = insteadOfOff(tokens) > 0
  const about = off ? null : topicOf(tokens)
  if (about) return { ...about, stated: true, not: null }
  const named = new Map<Intent, { at: number; weak: boolean; strong: boolean }>()
  for (const [at, token] of tokens.entries()) {
    for (const cue of cuesOf(token)) {
      if (untilDone(tokens, at)) continue
      const known = named.get(cue.intent)
      const weak = cue.weak === true && known?.weak !== false
      if (!known || (known.weak && !weak)) named.set(cue.intent, { at, weak, strong: cue.strong === true })
    }
    if (is(token, "shift", "moved"))
      named.set("reschedule", named.get("reschedule") ?? { at, weak: is(token, "shift"), strong: false })
  }
  const [not = null] = all(tokens, "not").map((sense) => sense.intent)
  const stated = (intent: Intent, strong = true): Wanted => ({ intent, stated: true, not, strong })
  weigh(tokens, named)
  if (off) asMove(named)
  // "Confirm that my booking is not cancelled"
  if (named.get("mine")?.strong) return { intent: "mine", stated: true, not: null }
  // "Don't cancel my booking": the noun is no wish to book.
  if (not !== null)
    for (const noun of ["mine", ...(any(tokens, "clock", "range") ? [] : ["book"])] as Intent[]) named.delete(noun)
  if (airs(tokens)) return stated("mine")
  if (handsOver(tokens, named)) return { intent: "unknown", topic: "hand", stated: true, not }
  if (not === null && (altersOwn(tokens, named) || goesElsewhere(apart, named))) return stated("reschedule")
  if (goesOn(tokens, named) || playsOn(apart)) return stated("extend")
  for (const intent of order) {
    const cue = named.get(intent)
    // A greeting or a plea before a request is not what is wanted.
    const placed = intent === "greeting" && any(tokens, "room", "class")
    const aside = (intent === "greeting" || intent === "help") && !cue?.strong && (placed || any(tokens, ...when))
    if (cue && !cue.weak && !aside) return stated(intent)
  }
  if (not !== null) return { intent: "unknown", stated: true, not }
  if (named.get("cancel") && (ofWeek(tokens) || any(tokens, ...when))) return stated("cancel")
  if (named.has("reschedule") && any(tokens, ...when, "my")) return stated("reschedule")
  if (named.get("mine")?.weak && any(tokens, "my", "we")) return stated("mine")
  // "Morning!" is no part of a day.
  if (named.get("greeting")?.weak && !any(tokens, "week", ...request.filter((kind) => kind !== "part")))
    return { intent: "greeting", stated: false, not }
  if (named.get("checkin")?.weak && !any(tokens, ...when, "hosts", "someGear")) return stated("checkin")
  if (asksForFree(tokens, named)) return stated("availability")
  const own = named.get("book")?.weak ? ofOwn(tokens) : null
  if (own) return stated(own)
  if (named.has("book") && (any(tokens, ...request) || any(tokens, "roomWord"))) return stated("book", false)
  if (arrowIn(apart) >= 0) return stated("reschedule")
  return { intent: inferred(tokens), stated: false, not }
}

/** 有能坐四個人的房嗎; "any room?", but not "an hour at 5, any room". */
function asksForFree(tokens: readonly Token[], named: Named): boolean {
  const asked = any(tokens, "question")
  if (asked && !alters(tokens) && any(tokens, "have") && any(tokens, "roomWord", "class", "hosts", "someGear"))
    return true
  const free = named.get("availability")
  const settled = any(tokens, "range") || (any(tokens, "clock", "dated") && any(tokens, "length"))
  return free?.weak === true && (asked || !settled) && !named.has("book")
}

/** "Skip next week's" */
const ofWeek = (tokens: readonly Token[]): boolean =>
  any(tokens, "week") && (any(tokens, "my") || asksTo(tokens[0], "cancel"))

/** "Until we drop": how long, not what for. */
const untilDone = (tokens: readonly Token[], at: number): boolean => {
  const before = tokens[at - 1]
  return is(before, "until") && !is(before, "moveTo", "filler")
}

function inferred(tokens: readonly Token[]): Intent {
  // 唔要聽日嗰場
  // ("no sábado": in Portuguese "no" is "on".)
  // 聽日嗰啲全部唔要
  const last = tokens.at(-1)
  const dropsAll = (is(tokens[0], "drop") && !is(tokens[0], "of")) || (is(last, "drop") && !is(last, "filler"))
  const dropsRoom = tokens.some(
    (token, at) => is(token, "drop") && is(token, "neg") && is(tokens[at + 1], "room", "roomWord"),
  )
  if ((dropsAll || dropsRoom) && any(tokens, ...when) && !any(tokens, "someGear", "someOf", "hosts")) return "cancel"
  // 這周都滿了,下周呢; "any evening next week"
  if (any(tokens, "week") && (any(tokens, "part") || (any(tokens, "question") && !any(tokens, ...request))))
    return "availability"
  if (!any(tokens, ...request)) return "unknown"
  // A length without anything to fill it: "I am 10 minutes late".
  const urgent = all(tokens, "now").some(({ sure }) => sure) || is(tokens[0], "now")
  if (!any(tokens, ...request.filter((kind) => kind !== "length")))
    return urgent && any(tokens, "roomWord", "length") ? "book" : "unknown"
  const asked = any(tokens, "question")
  if (stays(tokens)) return "extend"
  if (altersDay(tokens)) return "reschedule"
  const wrong = all(tokens, "bad").some(({ what }) => what === "impossibleTime")
  const timed = wrong || any(tokens, "clock", "range", "dated", "repeat", "length", "hosts", "someGear")
  if (asked && !any(tokens, "hosts", "someGear")) return "availability"
  return timed || any(tokens, "room", "class") || !any(tokens, "date", "part") ? "book" : "availability"
}
