import { describe, expect, it } from "vitest"
import { commandMenu } from "../../../src/core/desk/commands.js"
import { phrasing } from "../../../src/core/desk/phrasing.js"
import { words } from "../../../src/core/desk/words/index.js"
import { languages } from "../../../src/core/language.js"
import { deskCentre } from "../../support/desk-centre.js"

const now = new Date("2026-11-23T10:00:00+08:00")
const at = (text: string) => new Date(`2026-${text}:00+08:00`)

/** Every string of a table of words, with functions left out. */
const strings = (table: unknown): string[] =>
  typeof table === "string" ? [table] : table && typeof table === "object" ? Object.values(table).flatMap(strings) : []

describe.each(languages)("words in %s", (language) => {
  const say = phrasing(language, deskCentre, now)

  it("are all there, without exclamation marks", () => {
    const { comma: _, ...all } = words[language]
    for (const text of strings(all)) {
      expect(text.trim()).not.toBe("")
      expect(text).not.toMatch(/[!！]/)
    }
  })

  it("describe each command within what menus show", () => {
    for (const { command, description } of commandMenu(language)) {
      expect(command).toMatch(/^[a-z0-9_]{1,32}$/)
      expect(description.length).toBeLessThanOrEqual(100)
    }
  })

  it("have every command that help names in the menu", () => {
    const { help, helpStaff, clerk } = words[language]
    const named = [...help, ...helpStaff, ...clerk.help].flatMap((line) => [...line.matchAll(/(?:^|\s)\/([a-z]+)/g)])
    expect(named.length).toBeGreaterThan(5)
    const menu = commandMenu(language).map(({ command }) => command)
    expect(named.map(([, command = ""]) => command).filter((command) => !menu.includes(command))).toEqual([])
  })

  it("name buttons within what buttons show", () => {
    for (const label of Object.values(words[language].label)) expect(label.length).toBeLessThanOrEqual(30)
  })

  it("tell times that cross midnight apart", () => {
    const crossing = say.range({ start: at("11-24T22:00"), end: at("11-25T01:00") })
    expect(crossing).toContain("22:00–")
    expect(crossing).not.toBe("22:00–01:00")
    expect(say.range({ start: at("11-24T22:00"), end: at("11-25T00:00") })).toBe("22:00–24:00")
  })
})

describe("dates and lengths", () => {
  it.each([
    ["en", "Tuesday, 24 November 2026", "Tue 24 Nov", "1 hour 30 minutes", "November"],
    ["pt", "terça-feira, 24 de novembro de 2026", "terça, 24/11", "1 hora e 30 minutos", "novembro"],
    ["zh-Hant", "2026年11月24日（星期二）", "11月24日（二）", "1小時30分鐘", "11月"],
    ["zh-Hans", "2026年11月24日（星期二）", "11月24日（二）", "1小时30分钟", "11月"],
  ] as const)("in %s", (language, full, short, length, month) => {
    const say = phrasing(language, deskCentre, now)
    expect(say.date("2026-11-24")).toBe(full)
    expect(say.day("2026-11-24")).toBe(short)
    expect(say.length(90)).toBe(length)
    expect(say.month("2026-11")).toBe(month)
    expect(say.month("2027-01")).toContain("2027")
  })

  it("count by each language's rules", () => {
    expect(words.en.hosts(1)).toBe("1 host")
    expect(words.en.hosts(2)).toBe("2 hosts")
    expect(words.pt.hosts(1)).toBe("1 apresentador")
    expect(words.pt.hosts(2)).toBe("2 apresentadores")
    expect(words.en.length(0, 0)).toBe("0 hours")
  })
})
