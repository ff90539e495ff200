import type { Scope } from "./grammar/scope.js"
import type { Intent } from "./reading.js"
import type { Kind } from "./sense.js"
import { asksTo, first, is, type Token } from "./tokens.js"

/** What is told beside a request: clauses that say what is not wanted, what would do else, or what holds of another session. */

type Clause = { tokens: readonly Token[]; text: string }

const pauses: readonly Kind[] = ["comma", "stop", "question"]
const contrast = /(?:^|[^a-z])(?:but|mas|so|por isso)(?![a-z])|但|不过|唔过|所以|可(?=我)/u
const joint = new RegExp(`(?<=[a-z0-9]{2})\\. {1,4}(?=[a-z])|${contrast.source}`, "gu")

/** Cut at commas and stops, and before "but" and "so". */
function clausesOf(tokens: readonly Token[], { text }: Scope): Clause[] {
  const joints = [...text.matchAll(joint)].map(({ index }) => index)
  const clauses: Token[][] = [[]]
  for (const [i, token] of tokens.entries()) {
    const before = tokens[i - 1]
    const parts = is(before, ...pauses) || joints.some((at) => at < token.at && at >= (before?.at ?? 0))
    if (parts) clauses.push([])
    clauses.at(-1)?.push(token)
  }
  return clauses.map((own, i) => {
    const from = own[0]?.at ?? 0
    const lead = i === 0 ? 0 : (clauses[i - 1]?.at(-1)?.to ?? 0)
    return { tokens: own, text: text.slice(Math.min(lead, from), own.at(-1)?.to) }
  })
}

const otherwise =
  /(?:^|[^a-z])(?:if (?:its|it's|it is|that is|thats|that's) (?:gone|taken|full|not)|if (?:it isn'?t|not)|otherwise|failing that|se nao (?:der|houver|for)|senao|caso contrario)(?![a-z])|(?:冇|没有?|不行|唔得|订唔到|订不到)(?:嘅话|的话|就|再|先)/u
const unwanted = /别给|唔好|不要|唔要|别再|(?:^|[^a-z])(?:not|nao|sem|except|dont|don't)(?![a-z])/u

/** Kinds of which a request names one. */
const single: readonly Kind[] = ["room", "class"]
const fallen: readonly Kind[] = ["room", "class", "date", "sameTime", "clock", "range"]

const has = ({ tokens }: Clause, kind: Kind): boolean => tokens.some((token) => is(token, kind))
const without = (clause: Clause, ...kinds: readonly Kind[]): Clause => ({
  ...clause,
  tokens: clause.tokens.filter((token) => !is(token, ...kinds)),
})

/** Leaves out what is only told beside. What is named but once stays, whatever is said of it. */
export function withoutAsides(tokens: readonly Token[], scope: Scope): readonly Token[] {
  const clauses = clausesOf(tokens, scope)
  if (clauses.length < 2) return tokens
  return wished(unkept(lastHosts(oneEach(unfallen(clauses))))).flatMap((clause) => clause.tokens)
}

/** "If it's gone, Studio 7 will do": what is wished for is named before. */
function unfallen(clauses: readonly Clause[]): readonly Clause[] {
  const falls = (clause: Clause, at: number): boolean => at > 0 && otherwise.test(clause.text)
  const before = clauses.filter((clause, at) => !falls(clause, at))
  const named = fallen.filter((kind) => before.some((clause) => has(clause, kind)))
  return clauses.map((clause, at) => (falls(clause, at) ? without(clause, ...named) : clause))
}

/** Of several rooms the one that is not refused, of several sizes the one that is said last. */
function oneEach(clauses: readonly Clause[]): readonly Clause[] {
  return single.reduce<readonly Clause[]>((rest, kind) => {
    const named = rest.filter((clause) => has(clause, kind))
    if (rest.some((clause) => has(clause, "or"))) return rest
    const wanted = named.filter(({ text }) => !unwanted.test(text))
    if (named.length < 2 || wanted.length === 0) return rest
    const keeps = kind === "class" ? wanted.slice(-1) : wanted
    return rest.map((clause) => (named.includes(clause) && !keeps.includes(clause) ? without(clause, kind) : clause))
  }, clauses)
}

/** "Five of us but only three hosts": how many, as it is said last. */
function lastHosts(clauses: readonly Clause[]): readonly Clause[] {
  const last = clauses.findLast((clause) => has(clause, "hosts"))
  if (!last || !contrast.test(last.text)) return clauses
  return clauses.map((clause) => (clause === last ? clause : without(clause, "hosts")))
}

const keeping = /keep|stay|leave|mant[ei]|fica como|deix[ae]|照做|照播|照旧|保留|留(?!言)|唔好郁|别动|不变/u

const telling =
  /(?:^|[^a-z])(?:tenho|temos|ficaram|i have|we have|i've|we've)(?![a-z])|有[一两三]?场|约了|订咗|订了|有几场/u

/** 兩點嗰場唔要，五點嗰場照做; "don't cancel Friday's, cancel Saturday's": times of sessions that stay are not spoken of. */
function unkept(clauses: readonly Clause[]): readonly Clause[] {
  const cancels = (clause: Clause): boolean =>
    clause.tokens.some((token) => asksTo(token, "cancel") || (is(token, "drop") && !is(token, "of", "no")))
  const spares = (clause: Clause): boolean =>
    clause.tokens.some((token) => first([token], "not")?.intent === "cancel") ||
    (!cancels(clause) && (keeping.test(clause.text) || telling.test(clause.text)))
  if (!clauses.some((clause) => cancels(clause) && !spares(clause)) || !clauses.some(spares)) return clauses
  const off = clauses.filter((clause) => cancels(clause) && !spares(clause))
  const kinds = (["date", "clock", "range", "num"] as const).filter((kind) => off.some((clause) => has(clause, kind)))
  return clauses.map((clause) => (spares(clause) ? without(clause, ...kinds, "not") : clause))
}

const others: readonly Intent[] = ["checkin", "cancel", "reschedule", "extend", "waitlist", "quota", "training"]
const wishes: ReadonlySet<Intent> = new Set(["book", "availability"])
const times: readonly Kind[] = ["date", "clock", "range", "dated", "bound"]

/** 早場就唔使喇, 聽日兩點到四點, 幫我訂: where a session is described to be booked, and none of one's own is spoken of, other wishes are told. */
function wished(clauses: readonly Clause[]): readonly Clause[] {
  const whole = clauses.flatMap(({ tokens }) => tokens)
  const books = (token: Token): boolean =>
    token.senses.some((sense) => sense.is === "cue" && wishes.has(sense.intent) && !sense.weak)
  const described =
    whole.filter((token) => is(token, "clock", "num")).length > 1 && whole.some((token) => is(token, "date"))
  const own = whole.some((token) => is(token, "my", "whose") || asksTo(token, "mine"))
  if (!described || own || !whole.some(books)) return clauses
  const told = ({ tokens }: Clause): boolean =>
    !tokens.some(
      (token) =>
        is(token, ...times) || (first([token], "num")?.article === undefined && is(token, "num")) || books(token),
    )
  return clauses.map((clause) =>
    told(clause)
      ? {
          ...clause,
          tokens: clause.tokens.filter((token) => !others.some((intent) => asksTo(token, intent)) && !is(token, "not")),
        }
      : clause,
  )
}
