import type { Sense } from "./sense.js"
import type { Token } from "./tokens.js"

/** Chinese words that are cut by what stands around them. */

/** 三點的晚一個小時 is an hour later, 晚上 is not; 星期五晚一個鐘 is a Friday evening. */
export const vaguely = /^(?:一?(?:点(?![一二三四五六七八九十半钟\d])|些)|少少|个(?=[\d一二三四五十]))/
const lengthAhead =
  /^[晚早迟](?:一?(?:点(?![一二三四五六七八九十半钟\d])|些)|少少)(?!到)|^[晚早][来嚟到开]?(?:成?个(?=[钟字小])|个?(?:半|[一二两三四五六七八九十]{1,3}|\d{1,3})[来几多]?(?:个|粒)?)半?(?:小时|钟|字|分)/
/** 星期五晚一個鐘 is of an evening; 晚到十分鐘 is to be late. */
const ofSession = (text: string, at: number): boolean =>
  text[at + 1] === "到"
    ? /[的嘅场节我们哋会要以能点半]/.test(text.charAt(at - 1))
    : !/[一二三四五六日天号今明听后\d]/.test(text.charAt(at - 1))
/** 晚一個鐘 before which no day stands: later by so much. */
export const laterBy = (text: string, at: number, before: readonly Token[]): Sense | null =>
  "晚早迟".includes(text.charAt(at)) &&
  lengthAhead.test(text.slice(at, at + 8)) &&
  // 六點晚一個鐘: six in the evening, for an hour.
  !(/[点半正时]晚/u.test(text.slice(at - 1, at + 1)) && /^.[^小]{0,4}钟/u.test(text.slice(at, at + 7))) &&
  (before.length === 0 || ofSession(text, at))
    ? { is: "shift", later: text[at] !== "早" }
    : null

/** 安排下周一: the 下 belongs to the week. */
export const cutsWeek = (text: string, { joined, to }: { joined: string; to: number }): boolean =>
  /[^一下再问睇]下$/u.test(joined) && /^(?:周|星期|礼拜|个)/u.test(text.slice(to))

/** 夾唔到: what cannot be done, by a verb no word here knows; 唔到 alone is not to come. */
export const unableTo = (text: string, { at, to }: { at: number; to: number }, before: readonly Token[]): boolean =>
  text.slice(at, to) === "唔到" && before.at(-1)?.senses.length === 0
