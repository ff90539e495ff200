import { type Match, pass, type Rule } from "../cascade.js"
import type { Sense } from "../sense.js"
import { asksTo, type Token } from "../tokens.js"
import { fewer, hosts, people } from "./people.js"
import type { Scope } from "./scope.js"

const value = (f: Match, nth = 0): number => f.get("num", nth)?.value ?? 0
const has = (token: Token | undefined, ...kinds: readonly string[]): boolean =>
  token?.senses.some(({ is }) => kinds.includes(is)) === true

/** More pieces of gear than any room holds are taken for a slip. */
const mostPieces = 50

/** "Studio 5", 五號房, #5: the room of that number. */
function roomNumbered(n: number, { words }: Scope): Sense {
  const room = words.byNumber.get(n)
  return room ? { is: "room", ...room } : { is: "bad", what: "unknownRoom" }
}

function roomThenNumber(f: Match, scope: Scope): Sense | null {
  const num = f.get("num")
  // «Estúdio um amanhã» is the first one; «um estúdio um dia destes» is none.
  const ends = !f.after || has(f.after, "comma", "stop", "date", "day", "weekday", "at", "from", "part", "and")
  if (!num || (num.article && !(ends && /um$/.test(scope.text.slice(0, f.tokens.at(-1)?.to))))) return null
  // "Studio 2 hours" counts them; "estúdio 3 dia 28" is a room, and a day.
  if (has(f.after, "unit") && !has(f.after, "dayWord")) return null
  // "Est. 5" is shortened; after a whole word the full stop ends a sentence.
  const [word] = f.tokens
  if (f.has("dot") && word && word.to - word.at > 3) return null
  // "21st 3": there it is no studio.
  if (word?.tight && has(f.before, "num")) return null
  // "a studio 3 to 5": the article says that no room is named yet; "studio 3-5" is written as a time.
  const general = f.before?.senses.some((sense) => sense.is === "num" && sense.article) === true
  if (has(f.after, "dash", "until") && (general || f.after?.tight)) return null
  return roomNumbered(num.value, scope)
}

const han = /[\u3400-\u9fff]/u

const hanRooms = (f: Match, scope: Scope): Sense | null => {
  const word = f.tokens.at(-1)
  return han.test(scope.text.slice(word?.at, word?.to)) ? roomsNumbered(f, scope) : null
}

/** 5號房, 5房; in Latin script only with a mark, "2 rooms" is a number of them. */
function numberThenRoom(f: Match, scope: Scope): Sense | null {
  const word = f.tokens.at(-1)
  const written = word ? scope.text.slice(word.at, word.to) : ""
  if (!f.has("dayMark") && !han.test(written)) return null
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
  if (has(f.before, "dash", "until", "colon")) return null
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

const rooms: readonly Rule<Scope>[] = [
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

function gear(f: Match, quantity: number): Sense | null {
  const kind = f.get("gear")
  if (!kind) return null
  if (quantity > mostPieces) return { is: "bad", what: "badQuantity" }
  // 相機唔使喇, "cancel the camera"
  const cancelled = (f.after?.near === true && asksTo(f.after, "cancel")) || asksTo(f.before, "cancel")
  const drop = quantity === 0 || cancelled || has(f.before, "drop", "neg") || f.has("drop") || f.has("neg")
  const add = !drop && [f.before, ...f.tokens].some((token) => has(token, "add", "plus"))
  return {
    is: "someGear",
    id: kind.id,
    name: kind.name,
    quantity: drop ? Math.max(1, quantity) : quantity,
    how: drop ? dropped(f) : add ? "add" : "set",
  }
}

/** "Without the ring lights" has none of them; "one ring light less" has as many as are left. */
const dropped = (f: Match): "drop" | "fewer" => (value(f) > 0 ? "fewer" : "drop")

const equipment: readonly Rule<Scope>[] = [
  { pattern: "drop|neg num? measure? gear", make: (f) => gear(f, value(f) || 1) },
  // "Drop one of the ring lights", «tira uma das câmaras»
  { pattern: "drop num of gear", make: (f) => gear(f, value(f)) },
  // «Já não preciso da câmara»
  {
    pattern: "cue of num? measure? gear",
    make: (f) => {
      const made = asksTo(f.tokens[0], "cancel") ? gear(f, value(f) || 1) : null
      return made?.is === "someGear" ? { ...made, how: dropped(f) } : null
    },
  },
  // 相機唔要
  {
    pattern: "gear drop !num|measure|gear|gearHead|add",
    make: (f, { text }) => (han.test(text.charAt(f.tokens.at(-1)?.at ?? 0)) ? gear(f, 1) : null),
  },
  // 環形燈同補光燈各兩盞
  { pattern: "gear and|comma? gear and|comma? gear each num measure?", make: each },
  { pattern: "gear and|comma? gear each num measure?", make: each },
  // 綠幕一塊 轉盤兩個: one after the other, each with its number behind it.
  { pattern: "gear num measure gear num measure gear num measure !gear", make: gearsThenNumbers },
  { pattern: "gear num measure gear num measure !gear", make: gearsThenNumbers },
  {
    pattern: "gear measure? num measure? !hostWord|gear|unit|point|dayMark|meridiem|roomWord|colon",
    make: gearThenNumber,
  },
  // 麥克風借兩個
  {
    pattern: "gear cue num measure !gear|unit|roomWord|hostWord",
    make: (f) => {
      const [made, cue] = [gear(f, value(f)), f.get("cue")]
      return made && cue?.intent === "book" ? [made, cue] : null
    },
  },
  { pattern: "num add|plus|measure? measure? gear", make: (f) => gear(f, value(f)) },
  { pattern: "add|plus measure? gear", make: (f) => gear(f, 1) },
  // "A second camera"
  {
    pattern: "num? ordinal gear",
    make: (f) => {
      const made = gear(f, 1)
      return made?.is === "someGear" && made.how === "set" ? { ...made, how: "add" } : made
    },
  },
  { pattern: "gear", make: (f) => gear(f, 1) },
  { pattern: "drop|neg num? measure? gearHead", make: someLess },
  {
    pattern: "cue of num? measure? gearHead",
    make: (f) => (asksTo(f.tokens[0], "cancel") ? someLess(f) : null),
  },
  {
    pattern: "num? add? measure? gearHead",
    make: (f, { text }) => {
      const head = f.get("gearHead")
      // 耳機 is no kind of 機: the character before belongs to the word.
      if (f.tokens.length === 1 && f.tokens[0]?.tight && f.before?.senses.length === 0) return null
      if (has(f.before, "drop") || fewer(f, text)) return someLess(f)
      const more = f.has("add") || has(f.before, "add", "plus")
      return head ? { is: "someOf", quantity: value(f) || 1, choices: head.choices, ...(more ? { more } : {}) } : null
    },
  },
]

/** "Drop a light": which one is not said. */
function someLess(f: Match): Sense | null {
  const head = f.get("gearHead")
  return head ? { is: "someOf", quantity: value(f) || 1, choices: head.choices, less: true } : null
}

function each(f: Match): Sense[] {
  return f.senses
    .filter((sense) => sense.is === "gear")
    .map(({ id, name }) => ({ is: "someGear", id, name, quantity: Math.min(value(f), mostPieces), how: "set" }))
}

function gearsThenNumbers(f: Match): Sense[] | null {
  const kinds = f.senses.filter((sense) => sense.is === "gear")
  const numbers = f.senses.filter((sense) => sense.is === "num")
  if (numbers.some((number) => number.article)) return null
  return kinds.map(({ id, name }, nth) => {
    const quantity = numbers[nth]?.value ?? 1
    return quantity > mostPieces
      ? { is: "bad", what: "badQuantity" }
      : { is: "someGear", id, name, quantity, how: has(f.before, "add", "plus") ? "add" : "set" }
  })
}

/** 環形燈兩盞, "ring light x2"; "camera 2 hosts" is left to the hosts. */
function gearThenNumber(f: Match, { text }: Scope): Sense | null {
  const number = f.get("num")
  if (!number || number.article) return null
  const last = f.tokens.at(-1)
  const marked =
    f.has("measure") ||
    (last !== undefined && f.tokens.length === 2 && (f.after === undefined || has(f.after, "comma", "stop", "and")))
  return marked && text.length > 0 ? gear(f, value(f)) : null
}

const counts: readonly Rule<Scope>[] = [
  // "Not studio 4, studio 5"
  { pattern: "neg room comma? room", make: (f) => f.get("room", 1) ?? null },
  { pattern: "num measure? times", make: (f) => (value(f) >= 2 ? { is: "count", count: value(f) } : null) },
  {
    pattern: "measure num",
    make: (f, { text }) =>
      /[x×]/.test(text.slice(f.tokens[0]?.at, f.tokens[0]?.to)) && value(f) >= 2
        ? { is: "count", count: value(f) }
        : null,
  },
]

export const thingPasses = [pass([...rooms]), pass([...people]), pass([...equipment]), pass([...counts])]
