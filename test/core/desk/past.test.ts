import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { type Past, understand } from "../../../src/core/desk/understand/index.js"
import { addDays } from "../../../src/core/time.js"
import { centre } from "./understand-centre.js"

/** Monday, 23 November 2026, ten o'clock. */
const now = new Date("2026-11-23T10:00:00+08:00")
const past = (text: string): Past | null => understand(text, { now, zone: "Asia/Macau", language: "en", centre }).past

const yesterday: Past = { from: "2026-11-22", to: "2026-11-22" }
const lastWeek: Past = { from: "2026-11-16", to: "2026-11-22" }
const october: Past = { from: "2026-10-01", to: "2026-10-31" }

describe("questions about what was", () => {
  test.each<[string, Past]>([
    ["what did I book last week?", lastWeek],
    ["how much did i use last week", lastWeek],
    ["did I have a booking yesterday", yesterday],
    ["last month's bookings", october],
    ["my bookings in october", october],
    ["show me my past bookings", "latest"],
    ["booking history", "latest"],
    ["when was my last show", "latest"],
    ["which room did i have last time", "latest"],
    ["o que reservei ontem?", yesterday],
    ["as minhas reservas da semana passada", lastWeek],
    ["quantas horas usei no mês passado", october],
    ["as minhas reservas anteriores", "latest"],
    ["que sala tive da última vez", "latest"],
    ["我尋日有冇訂", yesterday],
    ["上個禮拜我訂咗啲咩呀", lastWeek],
    ["上個月用咗幾多個鐘", october],
    ["我十月訂咗幾多次", october],
    ["我10月播咗幾多場", october],
    ["上次我用邊間房", "latest"],
    ["睇返我之前嘅預約", "latest"],
    ["昨天我订了吗", yesterday],
    ["我上周订了什么", lastWeek],
    ["历史预约", "latest"],
  ])("%s", (text, days) => expect(past(text)).toEqual(days))

  test.each([
    "what's free this week",
    "what do I have before 8pm",
    "my bookings in december",
    "book the room I had last week, tomorrow at 3",
    "can we do the same slot as last week",
    "move my last booking to friday",
    "what did I have last time? book that tomorrow 8pm",
    "igual à semana passada",
    "quero a mesma sala da última vez amanhã às 15h",
    "聽日八點之前有咩房",
    "同上次一樣訂聽晚八點",
    "上個星期嗰個時段下星期有冇",
    "訂返上次嗰間房",
    "12月3日有咩房",
    "之前订了的那个还在吗",
  ])("%s: not about that", (text) => expect(past(text)).toBeNull())

  test("whichever day it is asked on, last week is seven days that ended before this week began", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3000 }), (days) => {
        const today = addDays("2026-01-01", days)
        const at = { zone: "Asia/Macau", language: "en", centre } as const
        const read = understand("what did I book last week", { ...at, now: new Date(`${today}T12:00:00+08:00`) }).past
        if (read === null || read === "latest") throw new Error(`${today}: ${read}`)
        expect(addDays(read.from, 6)).toBe(read.to)
        expect(new Date(read.from).getUTCDay()).toBe(1)
        expect(read.to < today && today <= addDays(read.to, 7)).toBe(true)
      }),
    )
  })
})
