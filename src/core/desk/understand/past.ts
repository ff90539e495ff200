import { addDays, addMonths, type LocalDay, weekday } from "../../time.js"

/** Questions about what was: "what did I book last week?", 上個月用咗幾多個鐘, «as minhas reservas de ontem». */

/** The days that are asked about, both included; `latest` where none are named. */
export type Past = { from: LocalDay; to: LocalDay } | "latest"

const monthNames = [
  ["january", "janeiro"],
  ["february", "fevereiro"],
  ["march", "março"],
  ["april", "abril"],
  ["may", "maio"],
  ["june", "junho"],
  ["july", "julho"],
  ["august", "agosto"],
  ["september", "setembro"],
  ["october", "outubro"],
  ["november", "novembro"],
  ["december", "dezembro"],
]
const named = `(?:in|em|de) (?<name>${monthNames.flat().join("|")})`
const numbered =
  "(?<![上下個个\\d]|\\d[./-])(?<number>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?:份)?(?!\\d|[一二三十]*[號号日])"

/** How long ago, by the words for it; a week begins on Monday. */
const periods: readonly [RegExp, (today: LocalDay, at: RegExpExecArray) => Past | null][] = [
  [/day before yesterday|anteontem|前[日天晚](?!前)/u, (today) => daysAgo(today, 2)],
  [/yesterday|last night|ontem|[尋琴噚昨][日天晚]/u, (today) => daysAgo(today, 1)],
  [/last week|semana passada|上個?(?:星期|禮拜|週)|上个?(?:星期|礼拜|周)/u, lastWeek],
  [/last month|mês passado|上[個个]?月/u, (today) => monthBefore(today, 1)],
  [
    new RegExp(`${named}|${numbered}`, "u"),
    (today, { groups }) => monthBefore(today, monthsSince(today, groups ?? {})),
  ],
  [
    /\b(?:past|previous|earlier|history|so far|last (?:time|booking|session|show|stream|live))\b|anterior(?:es)?|passad[ao]s|histórico|últim[ao]s? (?:vez|reserva|sessão|emissão|live)|até agora|過往|过往|歷史|历史|(?<![點点時时半])(?:之前|以前)(?!.*[嗎吗]$)|[過过]去(?![嗎吗呢])|上一?[次場场]|最近[一幾几]?[次場场]/u,
    () => "latest",
  ],
]

const daysAgo = (today: LocalDay, days: number): Past => ({ from: addDays(today, -days), to: addDays(today, -days) })

function lastWeek(today: LocalDay): Past {
  const from = addDays(today, -6 - weekday(today))
  return { from, to: addDays(from, 6) }
}

/** Half a year back: a month that is named beyond that is one to come. */
const longAgo = 6

function monthBefore(today: LocalDay, months: number): Past | null {
  if (months === 0 || months > longAgo) return null
  const from = `${addMonths(today, -months).slice(0, 7)}-01`
  return { from, to: addDays(addMonths(from, 1), -1) }
}

function monthsSince(today: LocalDay, { name, number = "" }: Record<string, string | undefined>): number {
  const tens = number.startsWith("十") ? 10 : 0
  const read = Number(number) || tens + " 一二三四五六七八九".indexOf(number.replace("十", "") || " ")
  const month = name === undefined ? read : monthNames.findIndex((names) => names.includes(name)) + 1
  return (Number(today.slice(5, 7)) - month + 12) % 12
}

/** What the Chinese ask with. */
const zhAsks = "(?:幾多|几多|多少|[幾几][個个場场次時]|[邊哪]|咩|乜|什[麼么]|有冇|有[沒没]有|[嗎吗]$)"
const zhPeriod = "(?:[尋琴噚昨][日天晚]|上個?(?:星期|禮拜|週|月)|上个?(?:星期|礼拜|周|月))"
const zhThings = "(?:預約|预约|預訂|预订|紀錄|記錄|记录|booking|場次|场次)"

/** Something that was is asked, or one's own of a time that is over; a wish for the like of it is neither. */
const asks: readonly RegExp[] = [
  /^(?:and )?(?:what|which|when|where|how|who)\b.*\b(?:did|was|were|had|have (?:i|we))\b/u,
  /^(?:did|was|were|had) (?:i|we|my|our|there)\b/u,
  /^(?:(?:show|list|see|give|check)(?: me)? )?(?:all )?(?:of )?(?:my|our|the)? ?(?:(?:past|previous|earlier|last (?:week|month|night)(?:['’]?s)?|yesterday(?:['’]?s)?) ?)?(?:bookings?|sessions?|shows?|streams?|reservations?|hours)?(?: (?:from|of|in|for))? ?(?:history|yesterday|last (?:week|month|night)|in [a-z]+|so far)?$/u,
  /^(?:e )?(?:o que|que|qual|quais|quando|onde|quant[ao]s?|como)\b.*\b(?:reservei|reserv[áa]mos|marquei|marc[áa]mos|usei|us[áa]mos|gastei|gast[áa]mos|fiz|fizemos|tive|tivemos|foi|foram|houve)(?!\p{L})/u,
  /^(?:reservei|marquei|usei|tive|fiz|tivemos|fizemos)(?!\p{L})/u,
  /^(?:(?:mostra|mostre|ver|vê|lista)(?:-me)? )?(?:os? |as )?(?:minhas |meu |nossas )?(?:histórico|(?:reservas|sessões|emissões|horas) .*(?:anteriores|passad[ao]s?|ontem|em \p{L}+|até agora))/u,
  new RegExp(`${zhPeriod}.*${zhAsks}|${zhAsks}.*${zhPeriod}`, "u"),
  new RegExp(`[咗了過过].*${zhAsks}|${zhAsks}.*[咗了過过]`, "u"),
  new RegExp(`(?:上一?[次場场]|最近[一幾几]?[次場场]).{0,8}[用播喺在係是訂订].*${zhAsks}`, "u"),
  new RegExp(`(?:過往|过往|歷史|历史|之前|以前|過去|过去|${zhPeriod}).{0,4}${zhThings}`, "u"),
]

/** Beside what is to come, what was only says what it is to be like. */
const toCome = /下一?[個个]?(?:星期|禮拜|礼拜|週|周|月|次|場|场)|\bnext\b|próxim/u

/** @returns null for whatever is not about what was */
export function pastAsked(text: string, today: LocalDay): Past | null {
  const said = text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s.。!！?？~呀啊呢㗎]+$/u, "")
    .trim()
  if (toCome.test(said)) return null
  for (const [period, days] of periods) {
    const at = period.exec(said)
    if (at) return asks.some((form) => form.test(said)) ? days(today, at) : null
  }
  return null
}
