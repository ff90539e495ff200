import { describe, expect, test } from "vitest"
import { understand } from "../../../src/core/desk/understand/index.js"
import type { Language } from "../../../src/core/language.js"
import { centre } from "./understand-centre.js"

const read = (language: Language, text: string) =>
  understand(text, { now: new Date("2026-11-23T10:00+08:00"), zone: "Asia/Macau", language, centre })

describe("what is asked or told beside bookings", () => {
  test.each<[Language, string, number | null]>([
    ["en", "I'll be 20 minutes late", 20],
    ["en", "Sorry, we're running 10 min late!", 10],
    ["en", "running late by about 15 minutes", 15],
    ["en", "I'm late", null],
    ["en", "stuck in traffic, 20 min late", 20],
    ["pt", "vou chegar 30 minutos atrasada", 30],
    ["pt", "vou atrasar-me", null],
    ["pt", "estou atrasado cerca de 20 minutos", 20],
    ["zh-Hant", "我會遲到20分鐘", 20],
    ["zh-Hant", "遲到", null],
    ["zh-Hant", "塞車呀，會遲15分鐘", 15],
    ["zh-Hans", "不好意思，我们要迟到十五分钟", 15],
    ["zh-Hans", "我会晚到二十分钟", 20],
    ["zh-Hans", "路上堵车,晚到20分钟", 20],
  ])("late: %s %s", (language, text, minutes) => {
    expect(read(language, text)).toMatchObject({ topic: "late", durationMinutes: minutes })
  })

  test.each<[Language, string]>([
    ["en", "late show tomorrow 8pm"],
    ["en", "book a late slot on friday"],
    ["en", "we're running late, 20 more minutes please"],
    ["en", "move it to studio 3, the light is broken"],
    ["en", "is studio 3 open tomorrow at 9pm?"],
    ["pt", "estamos atrasados, mais 20 minutos por favor"],
    ["zh-Hant", "到咗啦,開門"],
    ["zh-Hant", "我星期五幾點開波"],
    ["zh-Hans", "换间房，这间灯坏了"],
  ])("about a booking after all: %s %s", (language, text) => {
    expect(read(language, text).topic).toBeNull()
  })

  test.each<[Language, string, string]>([
    ["en", "the mic in studio 4 is dead", "Studio 4: microphone"],
    ["en", "the ring light isn't working", "-: ring light"],
    ["en", "wifi is down", "-: -"],
    ["pt", "o microfone do estúdio 2 avariou", "Studio 2: microphone"],
    ["zh-Hant", "三號房支咪壞咗", "Studio 3: microphone"],
    ["zh-Hans", "2号间的补光灯坏了", "Studio 2: fill light"],
  ])("broken: %s %s", (language, text, what) => {
    const { topic, room, gear } = read(language, text)
    expect(topic).toBe("fault")
    expect(`${room?.name ?? "-"}: ${gear[0]?.name ?? "-"}`).toBe(what)
  })

  test.each<[Language, string]>([
    ["en", "wifi?"],
    ["en", "what's the wifi"],
    ["pt", "palavra-passe do wifi"],
    ["pt", "qual é a pass do wi-fi?"],
    ["zh-Hant", "有冇wifi"],
    ["zh-Hant", "廁所喺邊"],
    ["zh-Hans", "有停车位吗"],
  ])("of the house, which only the staff know: %s %s", (language, text) => {
    expect(read(language, text)).toMatchObject({ topic: "house", intent: "help" })
  })

  test.each<[Language, string, Language | null]>([
    ["en", "switch to portuguese", "pt"],
    ["en", "can you speak english", "en"],
    ["en", "chinese please", null],
    ["pt", "em inglês por favor", "en"],
    ["zh-Hant", "轉用英文", "en"],
    ["zh-Hans", "换成繁体", "zh-Hant"],
    ["zh-Hans", "可以说普通话吗", "zh-Hans"],
  ])("a language: %s %s", (language, text, tongue) => {
    expect(read(language, text)).toMatchObject({ topic: "language", tongue })
  })
})
