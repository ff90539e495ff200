import { expect, test } from "vitest"
import { type Context, type Draft, type Reading, understand } from "../../../src/core/desk/understand/index.js"
import { centre } from "./understand-centre.js"

const context: Context = {
  now: new Date("2026-11-23T10:00+08:00"),
  zone: "Asia/Macau",
  language: "en",
  centre,
}
const draft: Draft = { intent: "book", start: "2026-11-26T15:00", end: "2026-11-26T17:00", room: "studio-5" }

const inDraft = (text: string): Reading => understand(text, { ...context, draft })
const alone = (text: string, more: Partial<Context> = {}): Reading => understand(text, { ...context, ...more })

test.each<[string, Partial<Reading>]>([
  ["make it 4", { change: true, start: "2026-11-26T16:00", intent: "book" }],
  ["make it 14:00", { change: true, start: "2026-11-26T14:00" }],
  ["make it 4 people", { change: true, hosts: 4, start: null }],
  ["the bigger room", { change: true, roomChoice: "bigger" }],
  ["要大啲嘅房", { change: true, roomChoice: "bigger" }],
  ["uma sala maior", { change: true, roomChoice: "bigger" }],
  ["não, sexta", { change: true, answer: "no", start: "2026-11-27" }],
  ["唔係,聽日", { change: true, answer: "no", start: "2026-11-24" }],
  ["yes, but make it 5", { change: true, answer: "yes", start: "2026-11-26T17:00" }],
  ["change it to 4", { change: true, intent: "book", start: "2026-11-26T16:00" }],
  ["改做三點", { change: true, intent: "book", start: "2026-11-26T15:00" }],
  ["muda para as 16h", { change: true, intent: "book", start: "2026-11-26T16:00" }],
  ["兩個鐘", { change: true, durationMinutes: 120 }],
  ["same time on friday", { change: true, start: "2026-11-27", sameTime: true }],
  ["book studio 2 tomorrow 8pm", { change: false, intentStated: true, start: "2026-11-24T20:00" }],
])("in a draft, %s", (text, expected) => {
  expect(inDraft(text)).toMatchObject(expected)
})

test.each<[string, Partial<Reading>]>([
  ["make it 9 instead", { start: "2026-11-26T21:00" }],
  ["actually 9", { start: "2026-11-26T21:00" }],
  ["what about 6", { start: "2026-11-26T18:00" }],
  ["a bit later, 8:30", { start: "2026-11-26T20:30" }],
  ["8.30 better", { start: "2026-11-26T20:30" }],
  ["make it 08:30", { start: "2026-11-26T08:30" }],
  ["an hour later", { start: "2026-11-26T20:00" }],
  ["an hour shorter", { shorterBy: 60, start: null }],
  ["an hour longer", { durationMinutes: 180, start: null }],
  ["加多半個鐘", { durationMinutes: 150 }],
  ["mais meia hora", { durationMinutes: 150 }],
  ["3 hours not 2", { durationMinutes: 180, start: null }],
  ["3 horas em vez de 2", { durationMinutes: 180, start: null }],
  ["遲少少 8點半", { start: "2026-11-26T20:30", topic: null }],
  ["晚一点 8点半", { start: "2026-11-26T20:30" }],
  ["夜啲,9點", { start: "2026-11-26T21:00" }],
])("in a draft of an evening, %s", (text, expected) => {
  const evening: Draft = { intent: "book", start: "2026-11-26T19:00", end: "2026-11-26T21:00", room: "studio-5" }
  expect(understand(text, { ...context, draft: evening })).toMatchObject({ change: true, ...expected })
})

test("under a booking that is shown, a bare number is when it is to begin", () => {
  const shown: Draft = { intent: "reschedule", start: "2026-11-26T20:00", end: "2026-11-26T21:30" }
  expect(understand("make it 9 instead", { ...context, draft: shown })).toMatchObject({ start: "2026-11-26T21:00" })
})

test.each([
  ["yes", "yes"],
  ["ok", "yes"],
  ["yes please", "yes"],
  ["ok book it", "yes"],
  ["好", "yes"],
  ["係呀就咁訂", "yes"],
  ["好的", "yes"],
  ["sim", "yes"],
  ["sim, confirmo", "yes"],
  ["no", "no"],
  ["never mind", "no"],
  ["算了", "no"],
  ["唔使喇", "no"],
  ["não", "no"],
  ["não, obrigado", "no"],
  ["deixa estar", "no"],
])("%s is %s", (text, answer) => {
  expect(inDraft(text)).toMatchObject({ answer, change: false })
  expect(alone(text).answer).toBe(answer)
})

test("gear is set, added or left out", () => {
  expect(inDraft("另外加一盞環形燈").gear).toEqual([{ id: "ring-light", name: "ring light", quantity: 1, how: "add" }])
  expect(inDraft("sem câmara").gear).toMatchObject([{ name: "camera", how: "drop" }])
  expect(inDraft("唔要相機")).toMatchObject({ change: true, gear: [{ name: "camera", how: "drop" }] })
})

test("a light of an unnamed kind is asked back", () => {
  expect(inDraft("另外加一盞燈").open).toEqual([
    {
      about: "gear",
      quantity: 1,
      choices: [
        { id: "ring-light", name: "ring light" },
        { id: "fill-light", name: "fill light" },
      ],
    },
  ])
})

test("what is open is asked with the candidates", () => {
  expect(alone("book next tuesday 3-5pm").open).toEqual([
    {
      about: "start",
      choices: [
        { start: "2026-11-24T15:00", end: "2026-11-24T17:00" },
        { start: "2026-12-01T15:00", end: "2026-12-01T17:00" },
      ],
    },
  ])
  expect(alone("聽日九點訂房").open).toMatchObject([
    { choices: [{ start: "2026-11-24T09:00" }, { start: "2026-11-24T21:00" }] },
  ])
})

test("延到九點 goes on until nine where one's session ends before, and moves it where not", () => {
  const at = (from: string, to: string) => ({
    bookings: [
      { start: new Date(`2026-11-23T${from}+08:00`), end: new Date(`2026-11-23T${to}+08:00`), room: "studio-5" },
    ],
  })
  const goesOn = { intent: "extend", end: "2026-11-23T21:00", moveTo: null, open: [] }
  expect(alone("今晚嗰場延到九點", at("19:00", "20:30"))).toMatchObject(goesOn)
  expect(alone("想延到九點", at("19:00", "20:30"))).toMatchObject(goesOn)
  expect(alone("七點嗰場延到九點", at("19:00", "21:00"))).toMatchObject({
    intent: "reschedule",
    moveTo: "2026-11-23T21:00",
  })
  expect(alone("今晚嗰場延到星期五", at("19:00", "20:30"))).toMatchObject({
    intent: "reschedule",
    moveTo: "2026-11-27",
  })
})

test("one's own bookings settle which one is meant", () => {
  const bookings = [
    { start: new Date("2026-11-25T21:00+08:00"), end: new Date("2026-11-25T23:00+08:00"), room: "studio-3" },
  ]
  expect(alone("cancel my 9 o'clock", { bookings })).toMatchObject({ start: "2026-11-25T21:00", open: [] })
  expect(alone("move my 9 to 10", { bookings })).toMatchObject({
    start: "2026-11-25T21:00",
    moveTo: "2026-11-25T22:00",
  })
})

test("after midnight, tomorrow has two meanings", () => {
  const reading = alone("book tomorrow 3-5pm", { now: new Date("2026-11-24T00:30+08:00") })
  expect(reading).toMatchObject({
    start: null,
    open: [{ choices: [{ start: "2026-11-25T15:00" }, { start: "2026-11-24T15:00" }] }],
  })
})

test("a move names the room it goes to and the one that is meant", () => {
  expect(alone("change studio 5 tomorrow to studio 6")).toMatchObject({
    room: { name: "Studio 6" },
    roomMeant: { name: "Studio 5" },
  })
})

test("moving by a length leads somewhere if the time is known", () => {
  expect(alone("推遲半個鐘")).toMatchObject({ intent: "reschedule", shiftMinutes: 30, moveTo: null })
  expect(alone("bring tomorrow's 6pm forward by an hour")).toMatchObject({
    shiftMinutes: -60,
    moveTo: "2026-11-24T17:00",
  })
})

test("a title stands in quotes; a quoted message is not a title", () => {
  expect(alone('book "Winter Coats" tomorrow 8pm')).toMatchObject({ title: "Winter Coats", start: "2026-11-24T20:00" })
  expect(alone("「聽晚八點到十點訂2號直播間,兩個主播」")).toMatchObject({
    title: null,
    hosts: 2,
    start: "2026-11-24T20:00",
  })
})

test("what was understood is kept as it was written", () => {
  expect(alone("Studio 5 ＴＯＭＯＲＲＯＷ zzz").understood).toEqual([
    { text: "Studio 5", as: "room" },
    { text: "ＴＯＭＯＲＲＯＷ", as: "day" },
  ])
})

test("bounds that are over, or that contradict each other, bound nothing", () => {
  const late = { now: new Date("2026-11-23T19:00+08:00") }
  expect(alone("book after 1pm today", late)).toMatchObject({ start: "2026-11-23", window: { from: null } })
  expect(alone("any room tomorrow after 8pm until 5pm", late)).toMatchObject({ end: null })
  expect(alone("move today 8pm 3 hours earlier", late)).toMatchObject({ start: "2026-11-23T20:00", moveTo: null })
})
