import { expect } from "vitest"
import { card, done, labels, nasty, newest, read } from "../stage.js"
import type { Cases } from "../suite.js"

/** How replies arrive: all of them, as they were meant, and never refused. */

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
)
const go = [[{ label: "Go", press: "go" }]]

export const lookCases: Cases = {
  "a long reply arrives, split or shortened, its buttons with it": async (stage) => {
    const ana = await stage.member()
    stage.script(() => [
      {
        text: [...Array.from({ length: 400 }, (_, n) => [`line ${n} & more`]), ["直😀".repeat(5000)]],
        buttons: go,
      },
    ])
    const before = ana.sees().length
    await done(stage, ana, ana.says("x"))
    const pages = ana.sees().slice(before)
    const text = pages.map((page) => page.text).join("\n")
    for (const n of [0, 199, 399]) expect(text).toContain(`line ${n} & more`)
    expect(text).toContain("直😀直😀")
    expect(text, "no character is cut in two").not.toMatch(
      /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/,
    )
    expect(pages.flatMap(labels)).toEqual(["Go"])
    await done(stage, ana, ana.presses("Go"))
    expect(stage.heard.at(-1)?.said).toEqual({ kind: "press", data: "go" })
  },

  "an overlong label and a hundred buttons are no trouble": async (stage) => {
    const ana = await stage.member()
    stage.script(() => [
      {
        text: [["many"]],
        buttons: [
          [{ label: "直播".repeat(60), press: "long" }],
          ...Array.from({ length: 50 }, (_, row) =>
            [0, 1].map((n) => ({ label: `b${row}${n}`, press: `p ${row} ${n}` })),
          ),
        ],
      },
    ])
    await done(stage, ana, ana.says("x"))
    expect(newest(ana).text).toBe("many")
    expect(newest(ana).buttons.length).toBeGreaterThan(20)
  },

  "a picture comes with its words or its description": async (stage) => {
    const ana = await stage.member()
    stage.script(() => [{ text: [["Tomorrow"]], picture: { name: "day.png", png, alt: "Studio 1 is free from ten" } }])
    const before = ana.sees().length
    const seen = (await done(stage, ana, ana.says("x"))).slice(before)
    expect(seen.map(({ text }) => text).join("\n")).toContain("Tomorrow")
    expect(seen.flatMap(({ pictures }) => pictures)).toHaveLength(1)
  },

  "a file arrives whole": async (stage) => {
    const ana = await stage.member()
    const bytes = new TextEncoder().encode(`BEGIN:VCALENDAR ${nasty}`)
    stage.script(() => [{ text: [["Here"]], file: { name: "b.ics", type: "text/calendar", bytes } }])
    const before = ana.sees().length
    const seen = (await done(stage, ana, ana.says("x"))).slice(before)
    expect(seen.flatMap(({ files }) => files)).toEqual([`BEGIN:VCALENDAR ${nasty}`])
  },

  "markup in any text and label is shown as it is": async (stage) => {
    const ana = await stage.member()
    stage.script(() => [
      {
        text: [
          [{ bold: nasty }, " ", { code: nasty }],
          [nasty],
          [{ link: nasty, url: 'https://x.example/?a="1"&b=<c>' }],
        ],
        buttons: [[{ label: nasty.slice(0, 30), press: "p" }]],
      },
    ])
    await done(stage, ana, ana.says(nasty))
    expect(newest(ana).text.split("\n").slice(0, 2)).toEqual([`${nasty} ${nasty}`, nasty])
    expect(newest(ana).text.split("\n")[2]).toContain(nasty)
    expect(labels(newest(ana))).toEqual([nasty.slice(0, 30)])
    const { said } = stage.heard.at(-1) ?? {}
    expect(said).toEqual({ kind: "text", text: nasty })
  },

  "markup in every name and title is shown as it is": async (stage) => {
    const ana = await stage.member("<i>Ana & Co</i> *x*")
    expect(read(ana)).toContain("<i>Ana & Co</i> *x*")
    await stage.world.store.prisma.member.updateMany({ where: { createdAt: stage.world.now }, data: { name: nasty } })
    const title = "<i>Tom & Jerry</i> *_[x](y)_* <!here>"
    await done(stage, ana, ana.says(`book a large room tomorrow 3-5pm, 5 hosts "${title}"`))
    expect(card(ana).text).toContain(nasty)
    expect(card(ana).text).toContain(title)
    await done(stage, ana, ana.presses("Confirm"))
    expect(await stage.bookings()).toMatchObject([{ title }])
    expect(card(ana).text).toContain(nasty)
    expect(card(ana).text).toContain(title)
  },
}
