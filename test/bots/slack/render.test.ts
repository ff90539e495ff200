import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { cut, formView, homeView, messages, noteView } from "../../../src/bots/slack/render.js"
import { type Button, type Field, type Line, type Reply, type Span, textOf } from "../../../src/core/desk/turn.js"
import { buttonsIn, charsIn, faultsIn, pingsIn, unescaped, viewFaults, visible } from "../../support/slack/blocks.js"

const nasty = [
  "<!channel>",
  "<@U1>",
  "<#C1|x>",
  "<http://x|y>",
  "*b* _i_ ~s~ `c`",
  "> quote",
  ":smile:",
  "&lt;&amp;",
  "\u202Eabc",
  "\u200b",
  "𠮷野家",
  "",
  " ",
]
const words = fc.oneof(
  fc.constantFrom(...nasty),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.integer({ min: 1, max: 9000 }).map((size) => "播".repeat(size)),
)
const span: fc.Arbitrary<Span> = fc.oneof(
  words,
  words.map((bold) => ({ bold })),
  words.map((code) => ({ code })),
  words.map((link) => ({ link, url: "https://centre.mo/a?b=c&d" })),
)
const line: fc.Arbitrary<Line> = fc.array(span, { maxLength: 5 })
const button: fc.Arbitrary<Button> = fc.oneof(
  fc.record({ label: words, press: fc.string({ maxLength: 64 }) }),
  fc.record({
    label: words,
    press: fc.constant("book"),
    style: fc.constantFrom("primary" as const, "danger" as const),
  }),
  fc.record({ label: words, url: fc.constant("http://127.0.0.1:3000/board") }),
)
const reply: fc.Arbitrary<Reply> = fc.record({
  text: fc.array(line, { maxLength: 30 }),
  buttons: fc.array(fc.array(button, { maxLength: 30 }), { maxLength: 60 }),
})
const field: fc.Arbitrary<Field> = fc.oneof(
  fc.record({ name: fc.string({ minLength: 1, maxLength: 30 }), label: words, kind: fc.constant("date" as const) }),
  fc.record({
    name: fc.string({ minLength: 1, maxLength: 30 }),
    label: words,
    kind: fc.constant("text" as const),
    value: words,
  }),
  fc.record({
    name: fc.string({ minLength: 1, maxLength: 30 }),
    label: words,
    kind: fc.constantFrom("choice" as const, "choices" as const),
    options: fc.uniqueArray(fc.record({ label: words, value: fc.string({ minLength: 1, maxLength: 40 }) }), {
      selector: ({ value }) => value,
      maxLength: 130,
    }),
    value: fc.string({ maxLength: 3 }),
  }),
)

const said = (text: readonly Line[]): string => text.map((one) => one.map(textOf).join("")).join("\n")

describe("whatever the desk says", () => {
  test("Slack takes it: limits, fallback text and nobody called", () => {
    fc.assert(
      fc.property(reply, (any) => {
        for (const { text, blocks } of messages(any)) {
          expect(faultsIn(blocks, "message")).toEqual([])
          expect(charsIn(blocks)).toBeLessThan(12_000)
          expect(text.trim()).not.toBe("")
          expect(text.length).toBeLessThan(40_000)
          expect(pingsIn(text)).toEqual([])
          expect(pingsIn([visible(blocks), ...buttonsIn(blocks).map(({ label }) => label)].join("\n"))).toEqual([])
        }
      }),
      { numRuns: 150 },
    )
  })

  test("homes and dialogs too", () => {
    fc.assert(
      fc.property(
        fc.array(reply, { minLength: 1, maxLength: 3 }),
        fc.uniqueArray(field, { selector: ({ name }) => name, minLength: 1 }),
        (replies, fields) => {
          expect(viewFaults(homeView(replies))).toEqual([])
          expect(viewFaults(noteView(replies.flatMap(({ text }) => text)))).toEqual([])
          const title = said(replies.flatMap(({ text }) => text))
          const form = formView(
            { id: "f", title, submit: title, fields: [...fields, { name: "always", label: "", kind: "time" }] },
            "{}",
          )
          expect(viewFaults(form)).toEqual([])
        },
      ),
      { numRuns: 60 },
    )
  })

  test("a long reply is split between lines, nothing is lost, and the buttons come last", () => {
    const lines = Array.from({ length: 900 }, (_, index): Line => [`${index} `, { bold: `房間${"x".repeat(40)}` }])
    const all = messages({ text: lines, buttons: [[{ label: "Next", press: "next" }]] })
    expect(all.length).toBeGreaterThan(1)
    expect(all.map(({ blocks }) => visible(blocks)).join("\n")).toBe(said(lines))
    expect(all.map(({ blocks }) => buttonsIn(blocks).length)).toEqual([...all.slice(1).map(() => 0), 1])
  })

  test("one line of 20,000 characters is whole, in pieces that never halve a character", () => {
    const text = "𠮷".repeat(10_000)
    const all = messages({ text: [[text]] })
    const shown = all.map(({ blocks }) => visible(blocks)).join("")
    expect(shown.replaceAll("\n", "")).toBe(text)
    expect(shown).not.toMatch(/\p{Surrogate}/u)
  })

  test("beyond eight messages the rest is cut, and says so", () => {
    const all = messages({ text: Array.from({ length: 3000 }, () => ["x".repeat(99)]) })
    expect(all).toHaveLength(8)
    expect(visible(all.at(-1)?.blocks)).toMatch(/…$/)
  })
})

test("markup in a name is shown as it was written", () => {
  const name = "*Ann* _&_ <b> ~co~ `x`"
  const [message] = messages({ text: [["Booked for ", { bold: name }]] })
  expect(visible(message.blocks)).toBe(`Booked for ${name}`)
  expect(message.text).toBe("Booked for *Ann* _&amp;_ &lt;b&gt; ~co~ `x`")
  expect(unescaped(message.text)).toBe(`Booked for ${name}`)
})

test("too many rows of buttons are laid closer, in order", () => {
  const rows = Array.from({ length: 60 }, (_, index) => [{ label: String(index), press: String(index) }])
  const [message] = messages({ text: [["Choose"]], buttons: rows })
  expect(buttonsIn(message.blocks).map(({ value }) => value)).toEqual(rows.map(([one]) => one?.press))
})

test.each<[string, Reply["text"]]>([
  ["no line", []],
  ["blank lines", [[], [""], [" "]]],
])("%s still makes a message, a home and a dialog that Slack takes", (_, text) => {
  const [message] = messages({ text })
  expect(faultsIn(message.blocks, "message")).toEqual([])
  expect(message.text).toBe("…")
  expect(viewFaults(homeView([{ text }]))).toEqual([])
  expect(viewFaults(noteView(text))).toEqual([])
})

test("cut never leaves half a character", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 100 }), fc.integer({ min: 1, max: 90 }), (text, limit) => {
      expect(cut(text, limit).length).toBeLessThanOrEqual(limit)
      expect(cut(text, limit)).not.toMatch(/\p{Surrogate}/u)
    }),
  )
})
