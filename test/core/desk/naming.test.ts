import { describe, expect, it } from "vitest"
import { nameIn, withoutName } from "../../../src/core/desk/naming.js"

const members = [
  { id: "lotus", name: "Lotus Live", people: ["Ana"] },
  { id: "lane", name: "Lotus Lane", people: [] },
  { id: "kam", name: "金記海味", people: ["Lai", "陳大文"] },
  { id: "lotus-zh", name: "蓮花直播 Lily TV", people: ["Inês Rocha"] },
  { id: "night", name: "Night Market TV", people: [] },
]
const says = (word: string): boolean => ["night", "tomorrow", "two"].includes(word)
const found = (text: string): string[] | null => nameIn(text, members, says)?.found.map(({ id }) => id) ?? null

describe("the members that staff name", () => {
  it.each([
    ["lotus live", ["lotus"]],
    ["check in lotus", ["lotus", "lane"]],
    ["ana is here", ["lotus"]],
    ["阿Lai", ["kam"]],
    ["金记", ["kam"]],
    ["蓮花今晚", ["lotus-zh"]],
    ["陈大文到了", ["kam"]],
    ["ines", ["lotus-zh"]],
    ["the night market people", ["night"]],
  ])("%s", (text, ids) => expect(found(text)).toEqual(ids))

  it.each([
    ["lotus", true],
    ["rocha", false],
    ["market", false],
  ])("a name begins with %s: %s", (text, begins) => expect(nameIn(text, members, says)?.begins).toBe(begins))

  it.each(["2號直播間", "今晚直播", "the night show", "live now", "a slot", "lot of lights", "lotuslive", "tv", ""])(
    "nobody: %s",
    (text) => expect(found(text)).toBeNull(),
  )

  it.each([
    ["cancel lotus live's 8pm", "cancel my 8pm"],
    ["mark ana late", "mark late"],
    ["check in Ms Lai", "check in"],
    ["幫金记加鐘", "加鐘"],
    ["金記嘅預約", "我嘅預約"],
    ["muda a Inês para amanhã", "muda para amanhã"],
    ["陳大文先生到咗", "到咗"],
  ])("%s is of them: %s", (text, rest) => {
    const named = nameIn(text, members, says)
    expect(named && withoutName(text, named)).toBe(rest)
  })
})
