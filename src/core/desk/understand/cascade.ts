import type { Kind, Sense, SenseOf } from "./sense.js"
import type { Token } from "./tokens.js"

/**
 * The engine of the grammar: passes of rules over tokens, each rule a sequence of senses that becomes one larger token.
 * A pattern names senses, in order: `num`, `a|b` (either), `x?` (may be missing), `~x` (nothing before it, not even a space),
 * `!x` (must not follow; takes nothing). Words without a meaning of their own are stepped over. The first rule that fits wins.
 */
export type Rule<S> = { pattern: string; make: (found: Match, scope: S) => Sense | readonly Sense[] | null }

type Element = { kinds: readonly Kind[]; optional: boolean; tight: boolean; not: boolean }
type Compiled<S> = { order: number; elements: readonly Element[]; make: Rule<S>["make"] }
export type Pass<S> = {
  byFirst: ReadonlyMap<Kind, readonly Compiled<S>[]>
  kept: WeakMap<readonly Sense[], readonly Compiled<S>[]>
}

/** What a rule matched: its senses by kind, in order. */
export type Match = {
  /** The nth sense of a kind. */
  get<K extends Kind>(kind: K, nth?: number): SenseOf<K> | undefined
  has(kind: Kind): boolean
  /** All of them, in order. */
  senses: readonly Sense[]
  /** The tokens it took, from the first to the one before the end. */
  tokens: readonly Token[]
  before: Token | undefined
  after: Token | undefined
}

function parse(pattern: string): Element[] {
  return pattern.split(" ").map((word) => {
    const not = word.startsWith("!")
    const tight = word.startsWith("~")
    const optional = word.endsWith("?")
    const kinds = word.slice(not || tight ? 1 : 0, optional ? -1 : undefined).split("|") as Kind[]
    return { kinds, optional, tight, not }
  })
}

/** Prepares a pass; rules are tried in their order, those that begin with a token's senses only. */
export function pass<S>(rules: readonly Rule<S>[]): Pass<S> {
  const byFirst = new Map<Kind, Compiled<S>[]>()
  for (const [order, { pattern, make }] of rules.entries()) {
    const elements = parse(pattern)
    const compiled = { order, elements, make }
    // A pattern whose first elements may be missing can begin with any of those after them.
    const last = elements.findIndex(({ optional, not }) => !optional && !not)
    for (const { kinds } of elements.slice(0, last + 1).filter(({ not }) => !not)) {
      for (const kind of kinds) {
        const list = byFirst.get(kind) ?? []
        if (!list.includes(compiled)) byFirst.set(kind, [...list, compiled])
      }
    }
  }
  return { byFirst, kept: new WeakMap() }
}

function senseOf(token: Token | undefined, kinds: readonly Kind[]): Sense | undefined {
  if (!token) return undefined
  for (const sense of token.senses) if (kinds.includes(sense.is)) return sense
  return undefined
}

const mostSkips = 2

/** Where a match of the elements from the kth on ends, or -1; their senses are left in `bound`. */
function matchFrom(
  tokens: readonly Token[],
  elements: readonly Element[],
  at: number,
  k: number,
  bound: Bound,
): number {
  const element = elements[k]
  if (!element) return at
  if (element.not) {
    bound[k] = undefined
    return senseOf(tokens[at], element.kinds) ? -1 : matchFrom(tokens, elements, at, k + 1, bound)
  }
  const reach = k > 0 && !element.tight ? mostSkips : 0
  for (let next = at; next <= at + reach; next += 1) {
    const token = tokens[next]
    if (!token) break
    const sense = senseOf(token, element.kinds)
    if (sense && (!element.tight || token.tight)) {
      bound[k] = sense
      const end = matchFrom(tokens, elements, next + 1, k + 1, bound)
      if (end >= 0) return end
    }
    if (!token.skippable) break
  }
  if (!element.optional) return -1
  bound[k] = undefined
  return matchFrom(tokens, elements, at, k + 1, bound)
}

type Bound = (Sense | undefined)[]

function matchOf(senses: readonly (Sense | undefined)[], tokens: readonly Token[], at: number, to: number): Match {
  return {
    get<K extends Kind>(kind: K, nth = 0) {
      let seen = 0
      for (const sense of senses) {
        if (sense?.is !== kind) continue
        if (seen === nth) return sense as SenseOf<K>
        seen += 1
      }
      return undefined
    },
    has: (kind) => senses.some((sense) => sense?.is === kind),
    senses: senses.filter((sense) => sense !== undefined),
    tokens: tokens.slice(at, to),
    before: tokens[at - 1],
    after: tokens[to],
  }
}

/** One pass from left to right; what a rule makes is not read again in the same pass. */
export function run<S>(rules: Pass<S>, tokens: readonly Token[], scope: S): readonly Token[] {
  let out: Token[] | null = null
  let at = 0
  while (at < tokens.length) {
    const made = reduceAt(rules, tokens, at, scope)
    // Most passes find nothing: then the tokens are handed on as they are.
    if (made) out ??= tokens.slice(0, at)
    const token = made?.token ?? tokens[at]
    if (out && token) out.push(token)
    at = made?.to ?? at + 1
  }
  return out ?? tokens
}

/** The rules that may begin at a token, in their order; where several of its senses begin some, kept by those senses. */
function rulesAt<S>(rules: Pass<S>, { senses }: Token): readonly Compiled<S>[] {
  let list: readonly Compiled<S>[] = none
  for (const { is } of senses) {
    const more = rules.byFirst.get(is)
    if (more && list !== none && more !== list) return merged(rules, senses)
    if (more) list = more
  }
  return list
}

function merged<S>(rules: Pass<S>, senses: readonly Sense[]): readonly Compiled<S>[] {
  const kept = rules.kept.get(senses)
  if (kept) return kept
  const lists = senses.flatMap(({ is }) => rules.byFirst.get(is) ?? [])
  const sorted = [...new Set(lists)].sort((a, b) => a.order - b.order)
  rules.kept.set(senses, sorted)
  return sorted
}

const none: readonly never[] = []

function reduceAt<S>(rules: Pass<S>, tokens: readonly Token[], at: number, scope: S) {
  const first = tokens[at]
  const candidates = first ? rulesAt(rules, first) : none
  if (!first || candidates.length === 0) return null
  const bound: Bound = []
  for (const rule of candidates) {
    const to = matchFrom(tokens, rule.elements, at, 0, bound)
    if (to <= at) continue
    const made = rule.make(matchOf(bound.slice(0, rule.elements.length), tokens, at, to), scope)
    if (!made) continue
    const senses = Array.isArray(made) ? (made as readonly Sense[]) : [made as Sense]
    const last = tokens[to - 1] ?? first
    return { token: { at: first.at, to: last.to, tight: first.tight, near: first.near, senses, skippable: false }, to }
  }
  return null
}
