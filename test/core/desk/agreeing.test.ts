import { describe, expect, test } from "vitest"
import { type Row, read } from "./understand-corpus.js"

/** What agrees to a card, and what only begins like it: whoever doubts, asks or thinks aloud has agreed to nothing. */

const agreeing: Record<Row["language"], readonly string[]> = {
  "zh-Hant": [
    "好，唔該晒",
    "好啦就咁話",
    "OK冇問題",
    "得，麻煩晒你",
    "係呀訂啦",
    "好呀幫我訂",
    "好",
    "好呀",
    "係",
    "得啦",
    "OK",
  ],
  "zh-Hans": ["好的", "可以的", "行", "没问题", "好的谢谢", "确认", "行吧就这样", "对，订吧", "好的麻烦你了"],
  en: [
    "yes",
    "yes please",
    "yep go ahead",
    "ok book it",
    "sure thanks",
    "yes thats perfect",
    "sounds good",
    "yes no problem",
    "yeah do it",
    "perfect thank you so much",
    "yes that works for me",
    "ok great see you then",
  ],
  pt: [
    "sim",
    "sim por favor",
    "sim, se faz favor",
    "ok pode reservar",
    "está ótimo obrigada",
    "claro que sim",
    "sim sem problema",
    "isso mesmo, obrigado",
    "pode ser",
  ],
}

const doubting: Record<Row["language"], readonly string[]> = {
  "zh-Hant": [
    "好似訂錯咗",
    "好似唔啱",
    "好唔好呀？",
    "好麻煩",
    "係唔係太早呀",
    "冇問題啩，我問問先",
    "OK嗎",
    "係呀我仲未決定",
    "好似唔使取消喎",
    "好似影響Rosa喎",
  ],
  "zh-Hans": [
    "可以先不订吗",
    "行程还没定",
    "好像订错了",
    "好像不对",
    "好不好啊？",
    "好贵",
    "没问题吧，我问问先",
    "对了，有停车位吗",
    "可以等一下吗",
    "可以晚点再回复你吗",
    "好像不用取消",
  ],
  en: [
    "ok wait",
    "sure? not sure",
    "ok is there parking?",
    "ok maybe later",
    "ok hold on a second",
    "ok let me check first",
    "ok wait a minute",
  ],
  pt: ["ok mas espera", "certo, talvez depois", "está bem mas não sei ainda"],
}

const each = (said: typeof agreeing) =>
  Object.entries(said).flatMap(([language, texts]) => texts.map((text) => [language, text] as const))
const answer = (language: string, text: string) =>
  read({ language: language as Row["language"], text, expected: "", now: "2026-11-23T10:00" }).answer

describe("a yes", () => {
  test.each(each(agreeing))("%s: %s", (language, text) => expect(answer(language, text)).toBe("yes"))
})

describe("no yes", () => {
  test.each(each(doubting))("%s: %s", (language, text) => expect(answer(language, text)).toBe("unsure"))
})
