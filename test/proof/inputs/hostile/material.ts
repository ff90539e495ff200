import fc from "fast-check"
import { corpus } from "../../../core/desk/understand-corpus.js"
import { payloads } from "../../attacks/payloads.js"

/** What nobody ought to send, seeded: texts, and JSON that was one of a platform's before something in it was changed. */

/** What is put into sentences, names and fields. */
const snippets: readonly string[] = [
  ...["\u0000", "\uD83D", "\uDE00", "\uFFFF", "\uFEFF", "\u001B[2J", "\r\n", "\t", "\u2028", "\u0085", "\u007F"],
  ...["\u202E", "\u2066", "\u200F", "\u200B", "\u200D", "مرحبا", "שלום", "e\u0301", "\u0300".repeat(200), "ﷺ"],
  ...["😀", "👩‍👩‍👧‍👦", "🇲🇴", "👍🏽", "聽日", "十二點半", "ａｍ", "①", "½", "Ⅻ", "٣", "ǅ", "ß", "İ"],
  ...[
    "-1",
    "0",
    "1e308",
    "1e400",
    "0x10",
    "999999999999999999999",
    "9007199254740993",
    "NaN",
    "Infinity",
    "1.5",
    "１２",
  ],
  ...["31/2/2026", "29 Feb 2027", "2026-13-45", "24:60", "25:99", "-00:01", "0000-00-00", "+275760-09-13", "31 Nov"],
  ...["year 9999", "1 Jan 1", "12am-12am", "3pm-3pm", "tomorrow yesterday", "every", "for 1e9 weeks", "9".repeat(400)],
  ...["/", "@", "#", "*", "~", "<", ">", "&", '"', "'", "`", "\\", "%00", "%", "{", "}", "[", "]", "|", ",", ";", ":"],
  ...["__proto__", "constructor", "toString", "hasOwnProperty", "undefined", "null", "[object Object]"],
  ...payloads,
]

/** Lengths from a few characters to a megabyte; the long ones are rare. */
const lengths = fc.oneof(
  { weight: 200, arbitrary: fc.constantFrom(5, 50, 500, 5_000) },
  { weight: 2, arbitrary: fc.constant(100_000) },
  { weight: 1, arbitrary: fc.constant(1_000_000) },
)
const repeated = fc
  .tuple(fc.oneof(fc.constantFrom(...snippets), fc.string({ minLength: 1, maxLength: 4 })), lengths)
  .map(([unit, length]) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length))
/** Any 16-bit units: halves of characters, too. */
const halves = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 80 })
  .map((units) => String.fromCharCode(...units))

const sentences: readonly string[] = ["en", "pt", "zh-Hant", "zh-Hans", "sample"].flatMap((name) =>
  corpus(name).map(({ text }) => text),
)
const commands: readonly string[] = [
  ...["/start", "/book tomorrow 3pm", "/name Ana", "/find Ana", "/request Tea", "/lang pt", "/mine", "/hours", "/menu"],
  ...[
    "/close Studio 1 tomorrow 9am-10am: pipes",
    "/broadcast everyone: hello",
    "/grant 3",
    "/wish",
    "/calendar",
    "/link",
  ],
  ...["/hosts", "/digest", "/course lighting tomorrow 11am", "/reminders 60", "join AAAA-BBBB-CCCC-DDDD", "/forgetme"],
]

/** A text with something cut out of it and something put in, at any 16-bit unit, so that characters break. */
const spoilt = (texts: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(...texts),
      fc.array(fc.tuple(fc.nat(), fc.nat(6), fc.constantFrom(...snippets)), { minLength: 1, maxLength: 4 }),
    )
    .map(([text, edits]) =>
      edits.reduce((said, [place, cut, put]) => {
        const at = place % (said.length + 1)
        return said.slice(0, at) + put + said.slice(at + cut)
      }, text),
    )

export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: spoilt(sentences) },
  { weight: 3, arbitrary: spoilt(commands) },
  { weight: 2, arbitrary: fc.string({ unit: "grapheme", maxLength: 200 }) },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 200 }) },
  { weight: 2, arbitrary: halves },
  { weight: 2, arbitrary: fc.array(fc.constantFrom(...snippets), { maxLength: 12 }).map((parts) => parts.join(" ")) },
  { weight: 1, arbitrary: repeated },
)
/** Lines of a file, spoilt by the line and by the letter. */
export const anyFile = (text: string): fc.Arbitrary<string> => {
  const lines = text.split("\n")
  const line = fc.oneof(fc.constantFrom(...lines), spoilt(lines), spoilt([text]), anyText)
  return fc
    .array(fc.tuple(fc.nat(lines.length), fc.nat(3), line), { minLength: 1, maxLength: 3 })
    .map((edits) => edits.reduce((all, [at, cut, put]) => all.toSpliced(at, cut, put), lines).join("\n"))
}

const depth = 10_000
/** As JSON text: some of it nests too deep to be made of objects. */
const rawValue: fc.Arbitrary<string> = fc.oneof(
  anyText.map((text) => JSON.stringify(text)),
  fc.constantFrom(
    ...["null", "true", "false", "[]", "{}", '""', "0", "-1", "1.5", "-0", "1e308", "1e400", "-1e400", "1e-400"],
    ...["9007199254740993", "123456789012345678901234567890", "2147483648", "-9223372036854775809"],
    ...[`${"[".repeat(depth)}${"]".repeat(depth)}`, `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`],
    ...['{"__proto__":{"staff":true}}', '{"constructor":{"prototype":{"staff":true}}}', '{"length":4294967296}'],
    ...['{"toString":1,"valueOf":1}', '{"then":"x"}', '{"toJSON":1}', `[${"0,".repeat(depth)}0]`, '[[],[[]],{"":""}]'],
  ),
)

type Place = { holder: Record<string, unknown>; key: string }
function placesIn(value: unknown): Place[] {
  if (typeof value !== "object" || value === null) return []
  const holder = value as Record<string, unknown>
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesIn(holder[key])])
}

const strange = ["__proto__", "constructor", "toString", "", "\u0000", "then", "a".repeat(1000)]
type Edit = { place: number; how: "another" | "gone" | "added"; raw: string; name: string }
const edit: fc.Arbitrary<Edit> = fc.record({
  place: fc.nat(),
  how: fc.constantFrom("another", "another", "another", "gone", "added"),
  raw: rawValue,
  name: fc.constantFrom(...strange),
})

function edited(payload: unknown, edits: readonly Edit[]): string {
  const value = structuredClone(payload)
  for (const [n, { place, how, name }] of edits.entries()) {
    const places = placesIn(value)
    const { holder, key } = places[place % places.length] ?? { holder: {}, key: "" }
    const mark = { value: `⟦${n}⟧`, enumerable: true, configurable: true, writable: true }
    if (how === "gone") delete holder[key]
    else Object.defineProperty(holder, how === "added" ? name : key, mark)
  }
  return edits.reduce((text, { raw }, n) => text.replaceAll(`"⟦${n}⟧"`, () => raw), JSON.stringify(value))
}

/** One of these payloads as JSON text, changed at a few places; now and then no JSON any more. */
export const anyPayload = (some: readonly unknown[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(...some),
      fc.array(edit, { maxLength: 3 }),
      fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.tuple(fc.nat(), fc.nat(5)) }),
    )
    .map(([payload, edits, cut]) => {
      const text = edited(payload, edits)
      return cut ? text.slice(0, cut[0] % (text.length + 1)) + text.slice((cut[0] % (text.length + 1)) + cut[1]) : text
    })

/** So many of them, the same for a seed. */
export const some = <T>(of: fc.Arbitrary<T>, count: number, seed: number): T[] =>
  count === 0 ? [] : fc.sample(of, { numRuns: count, seed })
