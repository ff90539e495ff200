import type { Intent, Topic } from "./reading.js"
import type { Kind } from "./sense.js"
import { all, any, asksTo, is, type Token } from "./tokens.js"

/** What a message is about that is no booking; a request beside it usually comes first. */

const intents: Record<Topic, Intent> = {
  hours: "help",
  rules: "help",
  price: "help",
  place: "help",
  house: "help",
  early: "help",
  staff: "help",
  invoice: "help",
  fault: "help",
  language: "help",
  hand: "unknown",
  late: "unknown",
  coming: "unknown",
  remind: "unknown",
  ballot: "unknown",
  thanks: "greeting",
}

const moves: readonly Intent[] = ["extend", "reschedule", "waitlist", "checkin"]
const acts: readonly Intent[] = ["cancel", ...moves]
const when: readonly Kind[] = ["date", "clock", "range", "bound", "dated", "repeat", "part"]
const timed: readonly Kind[] = ["clock", "range", "bound", "dated"]
const things: readonly Kind[] = [...when, "room", "roomWord", "class", "hosts", "hostWord", "someGear", "length"]

type About = { topic: Topic; intent: Intent }

/** @returns the topic and the intent it stands for in the fixed ones; null where something else is wanted */
export function topicOf(tokens: readonly Token[]): About | null {
  // 遲到了房間會被取消嗎: what holds then. Who also says what to book has that on the card.
  const rule = all(tokens, "topic").some(({ topic }) => topic === "rules")
  const booking = tokens.some((token) => asksTo(token, "book")) && any(tokens, "range", "clock")
  if (rule && !booking) return { topic: "rules", intent: intents.rules }
  // 可唔可以早十五分鐘入場
  if (comesEarly(tokens)) return { topic: "early", intent: intents.early }
  // 遲十分鐘到: by how much, and then to be there.
  const end = tokens.findLast((token) => token.senses.length > 0 && !is(token, "slip", "comma", "stop", "filler"))
  return is(end, "until") && isLate(tokens) ? { topic: "late", intent: intents.late } : spokenOf(tokens)
}

function spokenOf(tokens: readonly Token[]): About | null {
  // "Notify me 30 minutes before", 提前半小時叫我
  if (!any(tokens, "topic", "tongue") && !fails(tokens))
    return remindsOf(tokens) ? { topic: "remind", intent: intents.remind } : null
  const cues = all(tokens, "cue").filter(({ weak }) => !weak)
  const wants = (...wanted: readonly Intent[]): boolean => cues.some(({ intent }) => wanted.includes(intent))
  const said = all(tokens, "topic")
  const found = said.find(({ topic }) => topic === "late") ?? said.find(({ weak }) => !weak) ?? said[0]
  const made = (topic: Topic) => ({ topic, intent: intents[topic] })
  // "Switch to Portuguese": a language, and nothing that one could book.
  if (any(tokens, "tongue") && !any(tokens, ...things) && cues.every(({ intent }) => neutral.has(intent)))
    return made("language")
  if (!found)
    return fails(tokens) && !wants("extend", "reschedule", "waitlist", "checkin", "book") ? made("fault") : null
  const { topic } = found
  const weak = found.weak === true && !saysHowLate(tokens)
  const booking = wants("book") && any(tokens, ...when)
  switch (topic) {
    case "hours":
      if (weak && (cues.length > 0 || any(tokens, ...things))) return null
      return any(tokens, ...timed, "room", "class") || booking || wants("cancel", "waitlist", "checkin")
        ? null
        : made(topic)
    case "remind":
      return wants("availability", "waitlist", "mine", "quota", "training") ? null : made(topic)
    case "late":
      if (wantsTime(tokens)) return null
      return (weak ? cues.length > 0 || any(tokens, ...when) : booking || wants(...actsBut(tokens)))
        ? null
        : made(topic)
    case "coming":
      return onTheWay(tokens, weak) && !booking && !wants(...actsBut(tokens), "mine", "availability")
        ? made(saysLater(tokens) ? "late" : topic)
        : null
    case "fault":
      // 地鐵壞了,會晚十分鐘
      if (isLate(tokens) && !any(tokens, "someGear", "room", "roomWord")) return made("late")
      return booking || wants(...moves) || calledOff(tokens) || moreGear(tokens) ? null : made(topic)
    case "ballot":
      return any(tokens, ...when) || wants(...acts, "training") ? null : made(topic)
    case "thanks":
      if (any(tokens, "farewell") && tokens.every((token) => partsWith(token))) return made(topic)
      return any(tokens, ...things, "no") || cues.some(({ intent }) => intent !== "greeting") ? null : made(topic)
    default:
      // 我們在哪: in which room.
      if (topic === "place" && weak && any(tokens, "my", "we", "date")) return null
      if (topic === "house" && weak && any(tokens, "range")) return null
      return booking || wants(...acts) ? null : made(topic)
  }
}

/** "We're late, 20 more minutes please", "running behind, can we start 15 minutes later tonight": what would help is said. */
const wantsTime = (tokens: readonly Token[]): boolean =>
  moreTime(tokens) ||
  (any(tokens, "moved") && any(tokens, "date", "part", "clock")) ||
  (any(tokens, "instead", "was") && any(tokens, "clock", "dated"))

/** «Chegamos 20 minutos atrasados»: who says by how much is not there yet. */
const actsBut = (tokens: readonly Token[]): readonly Intent[] =>
  any(tokens, "length") ? acts.filter((act) => act !== "checkin") : acts

/** "The lights were too dark, an extra one for tomorrow please" */
const moreGear = (tokens: readonly Token[]): boolean =>
  all(tokens, "someGear").some(({ how }) => how === "add") && any(tokens, ...when)

/** "The ring light is on the way" is of something else. */
const onTheWay = (tokens: readonly Token[], weak: boolean): boolean =>
  !any(tokens, "room", "roomWord", "class", "someGear", "part") && !(weak && any(tokens, ...when, "my"))

/** 快到了 晚五分鐘 */
const saysLater = (tokens: readonly Token[]): boolean => all(tokens, "moved").some(({ minutes }) => minutes > 0)

/** "15 late" */
const saysHowLate = (tokens: readonly Token[]): boolean =>
  tokens.some(
    (token, at) => is(tokens[at - 1], "length") && all([token], "topic").some(({ topic }) => topic === "late"),
  ) || tokens.some((token) => is(token, "length") && is(token, "topic"))

/** An hour earlier, or at a time of theirs, the session itself would be. */
const comesEarly = (tokens: readonly Token[]): boolean =>
  tokens.some((token) => asksTo(token, "checkin")) &&
  !any(tokens, ...timed) &&
  (any(tokens, "early") ||
    all(tokens, "moved").some(({ minutes }) => minutes < 0 && minutes > -60) ||
    all(tokens, "shift").some(({ later }) => !later) ||
    (any(tokens, "length") && any(tokens, "before")))

const isLate = (tokens: readonly Token[]): boolean =>
  all(tokens, "dated").some(({ ahead }) => ahead !== undefined && ahead <= 60) ||
  (all(tokens, "moved").some(({ minutes }) => minutes > 0) && !any(tokens, ...when))

/** 燈壞咗,播唔到: no wish to cancel, unless it is said what. */
const calledOff = (tokens: readonly Token[]): boolean =>
  tokens.some((token) => asksTo(token, "cancel") && (!is(token, "unable") || any(tokens, ...when, "my")))

/** What may stand beside "thanks, see you Thursday". */
const partsWith = (token: Token): boolean =>
  token.senses.length === 0 ||
  is(token, "farewell", "topic", "date", "part", "comma", "stop", "filler") ||
  asksTo(token, "greeting")

/** "The camera won't focus", 部相機對唔到焦: a thing, and behind it a no to something unknown. */
function fails(tokens: readonly Token[]): boolean {
  const thing = tokens.findIndex((token) => all([token], "someGear").some(({ how }) => how === "set"))
  const not = tokens.findIndex(
    (token, at) => thing >= 0 && at > thing && (is(token, "neg", "no") || asksTo(token, "cancel")),
  )
  const rest = not < 0 ? [] : tokens.slice(not + 1)
  const unknown = rest.some(({ senses }) => senses.length === 0)
  return (
    unknown &&
    rest.every((token) => token.senses.length === 0 || is(token, "stop", "question", "comma", "filler", "mod")) &&
    !any(tokens, ...when, "hosts", "length")
  )
}

const moreTime = (tokens: readonly Token[]): boolean =>
  tokens.some(
    (token, at) => is(token, "length") && (is(tokens[at - 1], "plus", "add") || all([token], "length")[0]?.more),
  )

const remindsOf = (tokens: readonly Token[]): boolean =>
  any(tokens, "moved", "length") &&
  any(tokens, "moved", "before", "backward") &&
  all(tokens, "cue").some(({ intent }) => intent === "waitlist") &&
  !any(tokens, ...when, "room", "class")

const neutral: ReadonlySet<Intent> = new Set(["reschedule", "greeting", "help"])
