import { type Match, pass, type Rule } from "../cascade.js"
import type { Sense } from "../sense.js"
import { asksTo, is } from "../tokens.js"
import { equipment, forHosts } from "./gear.js"
import { hosts, people } from "./people.js"
import { inHan, type Scope, textOf, value } from "./scope.js"

/** "Studio 5", 五號房, #5: the room of that number. */
function roomNumbered(n: number, { words }: Scope): Sense {
  const room = words.byNumber.get(n)
  return room ? { is: "room", ...room } : { is: "bad", what: "unknownRoom" }
}

function roomThenNumber(f: Match, scope: Scope): Sense | null {
  const num = f.get("num")
  // «Estúdio um amanhã» is the first one; «um estúdio um dia destes» is none.
  const ends = !f.after || is(f.after, "comma", "stop", "date", "day", "weekday", "at", "from", "part", "and")
  if (!num || (num.article && !(ends && /um$/.test(scope.text.slice(0, f.tokens.at(-1)?.to))))) return null
  // "Studio 2 hours" counts them; "estúdio 3 dia 28" is a room, and a day.
  if (is(f.after, "unit") && !is(f.after, "dayWord")) return null
  // "Est. 5" is shortened; after a whole word the full stop ends a sentence.
  const [word] = f.tokens
  if (f.has("dot") && word && word.to - word.at > 3) return null
  // "21st 3": there it is no studio.
  if (word?.tight && is(f.before, "num")) return null
  // "a studio 3 to 5": the article says that no room is named yet; "studio 3-5" is written as a time.
  const general = f.before?.senses.some((sense) => sense.is === "num" && sense.article) === true
  if (is(f.after, "dash", "until") && (general || f.after?.tight)) return null
  return roomNumbered(num.value, scope)
}

const hanRooms = (f: Match, scope: Scope): Sense | null => {
  return inHan(f.tokens.at(-1), scope) ? roomsNumbered(f, scope) : null
}

/** 5號房, 5房; in Latin script only with a mark, "2 rooms" is a number of them. */
function numberThenRoom(f: Match, scope: Scope): Sense | null {
  if (!f.has("dayMark") && !inHan(f.tokens.at(-1), scope)) return null
  // 麥克風*1 直播間要一間
  if (f.before && /^[x×*]$/.test(textOf(f.before, scope))) return null
  return roomNumbered(value(f), scope)
}

/** "3 rooms", 兩間房: one booking has one. */
function severalRooms(f: Match, { text }: Scope): Sense | null {
  const word = f.tokens.at(-1)
  const many = f.has("measure") || text.slice(word?.at, word?.to).endsWith("s")
  return many && value(f) > 1 && value(f) < 10 ? { is: "bad", what: "several" } : null
}

/** "Studios 3 and 4", 3號同4號房. */
function roomsNumbered(f: Match, { words }: Scope): Sense | null {
  // 8-10,5號房: the first of them ends a time.
  if (is(f.before, "dash", "until", "colon")) return null
  const numbers = f.senses.flatMap((sense) =>
    sense.is === "num" && !sense.article ? [sense.value] : sense.is === "date" && sense.bare ? [sense.bare] : [],
  )
  if (numbers.length < 2) return null
  const found = numbers.map((number) => words.byNumber.get(number))
  const rooms = found.filter((room) => room !== undefined)
  return rooms.length === found.length ? { is: "rooms", rooms } : { is: "bad", what: "unknownRoom" }
}

const notRoom =
  "!meridiem|colon|point|unit|hourMark|hostWord|measure|gear|gearHead|part|dash|until|times|month|monthMark|slash|half|quarter"

/** "A medium one", "the bigger one": no hour. */
function oneOf(f: Match, { text }: Scope): readonly Sense[] | null {
  const [kind, one] = [f.tokens[0], f.tokens.at(-1)]
  return text.slice(one?.at, one?.to) === "one" ? (kind?.senses ?? null) : null
}

function ownSize(f: Match, scope: Scope): Sense | null {
  const [, size] = /^([大小细])[的嘅]$/u.exec(textOf(f.tokens.at(-1), scope)) ?? []
  // 搞個大的 is a big event, 換個大的 one that is bigger.
  const other = /[搞换转调].?$/u.test(scope.text.slice(0, f.tokens[0]?.at))
  const named = size && !other && scope.words.phrases.get(`${size === "大" ? size : "小"}房`)
  return named ? (named.senses.find((sense) => sense.is === "class") ?? null) : null
}

const rooms: readonly Rule<Scope>[] = [
  // «Quero o 11 amanhã», «a sala de sempre, o 17»
  {
    pattern: `num ${notRoom}`,
    make: (f, scope) => {
      const said = /(?:^|\s)o $/.test(scope.text.slice(0, f.tokens[0]?.at)) && f.get("num")?.digits !== undefined
      const wished = asksTo(f.before, "book") || is(f.before, "want", "comma", "rather")
      return said && wished && scope.words.byNumber.has(value(f)) ? roomNumbered(value(f), scope) : null
    },
  },
  // 冇大房都唔緊要
  {
    pattern: "class",
    make: (f, { text }) =>
      /(?:冇|没有?|无)$/u.test(text.slice(0, f.tokens[0]?.at)) &&
      /^(?:都|也)(?:唔紧要|冇所谓|没关系|无所谓|不要紧|可以|得)/u.test(text.slice(f.tokens[0]?.to))
        ? { is: "filler" }
        : null,
  },
  // 來一間大的, 訂個小的: of its own; 大啲 is bigger than another.
  { pattern: "num? measure choice !roomWord|than", make: ownSize },
  { pattern: "class|choice num !meridiem|colon|unit|point|hourMark", make: oneOf },
  { pattern: `roomWord num comma num and num ${notRoom}`, make: roomsNumbered },
  { pattern: `roomWord hash? num and|slash|or num ${notRoom}`, make: roomsNumbered },
  { pattern: "num dayMark? and|slash|or|comma num dayMark? roomWord", make: hanRooms },
  // 3號同4號房: 3號 alone has become a day.
  { pattern: "date and|slash|or|comma num dayMark? roomWord", make: hanRooms },
  // "S9 x 3 hosts"
  {
    pattern: "roomWord num measure num hostWord",
    make: (f, scope) => [roomNumbered(value(f), scope), hosts(value(f, 1))],
  },
  // "The same studio 4"
  {
    pattern: `choice num ${notRoom}`,
    make: (f, scope) =>
      f.get("choice")?.choice === "same" && f.get("num")?.digits ? roomNumbered(value(f), scope) : null,
  },
  // "Room: 9"
  {
    pattern: `roomWord colon num dayMark? ${notRoom.replace("hostWord|", "")}`,
    make: (f, scope) => roomNumbered(value(f), scope),
  },
  {
    pattern: "roomWord colon date",
    make: (f, scope) => {
      const number = f.get("date")?.bare
      return number === undefined ? null : roomNumbered(number, scope)
    },
  },
  {
    pattern: "roomWord ~dot? hash? num dayMark? !meridiem|colon|point|hourMark|hostWord|measure|gear|part",
    make: roomThenNumber,
  },
  { pattern: "num dayMark? roomWord", make: numberThenRoom },
  { pattern: "num measure? roomWord !num", make: severalRooms },
  // "No. 5 tomorrow 3pm"; without the point "no" is a no.
  {
    pattern: "hash ~dot num !meridiem|colon|point|unit|hourMark|hostWord|measure|gear|part|dash|until",
    make: (f, scope) => roomNumbered(value(f), scope),
  },
  {
    pattern: "hash num",
    make: (f, scope) => (scope.text[f.tokens[0]?.at ?? 0] === "#" ? roomNumbered(value(f), scope) : null),
  },
]

const counts: readonly Rule<Scope>[] = [
  // "Not studio 4, studio 5"
  { pattern: "neg room comma? room", make: (f) => f.get("room", 1) ?? null },
  { pattern: "num measure? times", make: (f) => (value(f) >= 2 ? { is: "count", count: value(f) } : null) },
  {
    pattern: "measure num",
    make: (f, { text }) =>
      /[x×*]/.test(text.slice(f.tokens[0]?.at, f.tokens[0]?.to)) && value(f) >= 2
        ? { is: "count", count: value(f) }
        : null,
  },
]

export const thingPasses = [pass([...rooms]), pass([...people]), pass([...equipment]), pass([...forHosts, ...counts])]
