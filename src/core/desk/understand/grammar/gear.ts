import type { Match, Rule } from "../cascade.js"
import type { Sense } from "../sense.js"
import { asksTo, is } from "../tokens.js"
import { fewer } from "./people.js"
import { inHan, type Scope, textOf, value } from "./scope.js"

/** What of the gear is wanted, and how many. */

/** More pieces of gear than any room holds are taken for a slip. */
const mostPieces = 50

function gear(f: Match, quantity: number): Sense | null {
  const kind = f.get("gear")
  if (!kind) return null
  if (quantity > mostPieces) return { is: "bad", what: "badQuantity" }
  // 相機唔使喇, "cancel the camera"
  const cancelled = (f.after?.near === true && asksTo(f.after, "cancel")) || asksTo(f.before, "cancel")
  const drop = quantity === 0 || cancelled || is(f.before, "drop", "neg") || f.has("drop") || f.has("neg")
  const add = !drop && [f.before, ...f.tokens].some((token) => is(token, "add", "plus"))
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

/** What they bring themselves. */
const bringing =
  /(?:(?:bring(?:ing)?|brought) (?:my|our)(?: own)?|(?:my|our) own|(?:lev|trag)(?:o|amos) (?:[oa]s? )?(?:meu|minha|nosso|nossa)s?(?: propri[oa]s?)?|(?:卖|selling|vend(?:o|emos)|a vender)|自己?[带有备](?:埋|咗|了)?|带埋?自己[嘅的]?) ?$/u

export const equipment: readonly Rule<Scope>[] = [
  {
    pattern: "gear",
    make: (f, { text }) =>
      bringing.test(text.slice(0, f.tokens[0]?.at)) ||
      /^ (?:nossas|minhas|nossos|meus|proprias)(?![a-z])/.test(text.slice(f.tokens[0]?.to))
        ? { is: "filler" }
        : null,
  },
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
    make: (f, scope) => (inHan(f.tokens.at(-1), scope) ? gear(f, 1) : null),
  },
  // 環形燈同補光燈各兩盞
  { pattern: "gear and|comma? gear and|comma? gear each num measure?", make: each },
  { pattern: "gear and|comma? gear each num measure?", make: each },
  // 綠幕一塊 轉盤兩個: one after the other, each with its number behind it.
  { pattern: "gear num measure gear num measure gear num measure !gear", make: gearsThenNumbers },
  { pattern: "gear num measure gear num measure !gear", make: gearsThenNumbers },
  // 相機x2 咪x1
  {
    pattern: "gear measure num",
    make: (f, scope) => (/^[x×*]$/.test(textOf(f.tokens[1], scope)) ? gear(f, value(f)) : null),
  },
  // 相機要兩台話筒要三個
  { pattern: "gear cue num measure gear cue num measure", make: gearsThenNumbers },
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
  // 環形燈要倆
  {
    pattern: "gear cue num",
    make: (f, scope) => (/^[俩仨]$/u.test(textOf(f.tokens[2], scope)) ? gear(f, value(f)) : null),
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
      if (is(f.before, "drop") || fewer(f, text)) return someLess(f)
      const more = f.has("add") || is(f.before, "add", "plus")
      return head ? { is: "someOf", quantity: value(f) || 1, choices: head.choices, ...(more ? { more } : {}) } : null
    },
  },
]

const forEach = (f: Match): Sense[] =>
  f.senses.flatMap((sense) =>
    sense.is === "someGear" ? [{ ...sense, quantity: value(f) || sense.quantity, each: true as const }] : [],
  )

/** "A mic and a light each", "mics, one each", 每人一支咪, 咪每人一支: counted for each host. */
export const forHosts: readonly Rule<Scope>[] = [
  { pattern: "someGear and|comma? someGear perHost", make: forEach },
  { pattern: "someGear comma? num? measure? perHost", make: forEach },
  { pattern: "someGear perHost num measure?", make: forEach },
  { pattern: "perHost cue? someGear and someGear", make: forEach },
  { pattern: "perHost cue? someGear", make: forEach },
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
      : { is: "someGear", id, name, quantity, how: is(f.before, "add", "plus") ? "add" : "set" }
  })
}

/** 環形燈兩盞, "ring light x2"; "camera 2 hosts" is left to the hosts. */
function gearThenNumber(f: Match, { text }: Scope): Sense | null {
  const number = f.get("num")
  if (!number || number.article) return null
  const last = f.tokens.at(-1)
  const marked =
    f.has("measure") ||
    (last !== undefined && f.tokens.length === 2 && (f.after === undefined || is(f.after, "comma", "stop", "and")))
  return marked && text.length > 0 ? gear(f, value(f)) : null
}
