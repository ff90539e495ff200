import { overheard, type Turn } from "../core/desk/turn.js"
import { latest } from "../core/latest.js"
import { type Log, turnName } from "../core/log.js"
import { limit, type Pace } from "./limit.js"

/**
 * Whoever sends faster than people tap and write is told so, once, and then not heard for a minute, so that nobody waits behind them.
 * For platforms that bring what they have whether one can keep up or not; where a request can be refused, `limit` is enough.
 */
export type Flood = {
  /** Asked of each turn as soon as it comes. @returns the turn to be heard; undefined when it is to be let go without a word */
  admit(turn: Turn): Turn | undefined
  /** Asked again when its turn has come: what still waited when its sender was told is not heard either. */
  hears(turn: Turn): boolean
}

/** Nobody can be answered faster than once a second for long, by the platforms' own law. */
const pace: Pace = { burst: 20, perSecond: 1 }
/** The words say "a minute". */
const silenceMs = 60_000
/** Beyond this many, those who were told longest ago are heard again. */
const remembered = 20_000

export function flood({ now, log }: { now: () => Date; log: Log }): Flood {
  const paces = limit(pace)
  const silentUntil = latest<string, number>(remembered)
  const silent = ({ from }: Turn): boolean => (silentUntil.get(from.id) ?? 0) > now().getTime()
  return {
    admit(turn) {
      if (overheard(turn)) return turn
      if (silent(turn)) return undefined
      if (paces.take(turn.from.id, now()) === 0) return turn
      silentUntil.set(turn.from.id, now().getTime() + silenceMs)
      log.warn({ turn: turnName(turn.key) }, "somebody floods the desk: told so, and not heard for a minute")
      return { ...turn, hasty: true }
    },
    hears: (turn) => turn.hasty === true || !silent(turn),
  }
}
