import { type Pass, run } from "./cascade.js"
import { actPasses } from "./grammar/acts.js"
import { datePasses } from "./grammar/dates.js"
import { dashPasses, rangePasses } from "./grammar/ranges.js"
import type { Scope } from "./grammar/scope.js"
import { dailyIn } from "./grammar/series.js"
import { thingPasses } from "./grammar/things.js"
import { timePasses } from "./grammar/times.js"
import { unthemed } from "./grammar/twice.js"
import { goesOn } from "./shorter.js"
import type { Token } from "./tokens.js"

const through = (passes: readonly Pass<Scope>[], tokens: readonly Token[], scope: Scope): readonly Token[] =>
  passes.reduce((rest, rules) => run(rules, rest, scope), tokens)

/** In this order. */
const joining = [...datePasses, ...timePasses, ...thingPasses, ...actPasses]

/** Joins words to days, lengths, times and things; ranges come later, for they depend on what is wanted. */
export const join = (tokens: readonly Token[], scope: Scope): readonly Token[] =>
  unthemed(dailyIn(through(joining, goesOn(tokens, scope), scope), scope))

/** Joins times to ranges and bounds, and takes bare numbers for hours where the words around say so. */
export const joinRanges = (tokens: readonly Token[], scope: Scope): readonly Token[] =>
  through(rangePasses, tokens, scope)

/** The same for what stands before the "to" of a move. */
export const joinMeant = (tokens: readonly Token[], scope: Scope): readonly Token[] =>
  through(dashPasses, tokens, scope)
