import { after, minute } from "../interval.js"
import { localMinute } from "../time.js"
import { hasTime, instantOf } from "./dialogs/sketch.js"
import type { Sketch, Step } from "./press.js"

/** One of what was just listed, named by its place or by its time: "the second one", 「遲啲嗰個」, «o mais tarde». */

const ordinals: readonly (readonly string[])[] = [
  ["first", "1st", "primeir[oa]", "第一", "第1", "頭一", "头一", "首"],
  ["second", "2nd", "segund[oa]", "第二", "第2"],
  ["third", "3rd", "terceir[oa]", "第三", "第3"],
  ["fourth", "4th", "quart[oa]", "第四", "第4"],
  ["fifth", "5th", "quint[oa]", "第五", "第5"],
]
const lasts = ["last", "[úu]ltim[oa]", "最後", "最后", "最尾"]
const places = [...ordinals.flat(), ...lasts].join("|")

const lead =
  "(?:(?:ok|yes|sim|好|係|是)[,，、 ]*)?(?:(?:i['’]?ll|we['’]?ll|let['’]?s|can i|i|we)? ?(?:take|book|have|want|choose|pick|go for|go with|do) |(?:quero|queria|fico com|ficamos com|pode ser|escolho|prefiro|marca|reserva) |(?:幫我|帮我)?(?:我?要|我?想要|揀|选|選|訂|订|就) ?)?"
const thing =
  "(?: (?:one|option|slot|time|opção|hora|horário|vaga|estúdio)|[一呢嗰那]?[個个間间場场節节項项](?:房|時段|时段|時間|时间)?)?"
const end = "(?:[,， ]*(?:please|pls|plz|then|thanks|por favor|sff|pf|唔該|谢谢|啦|吧|喇|呀|啊))*[.!。！ ]*"

const whole = (pattern: string): RegExp => new RegExp(`^${lead}(?:${pattern})${end}$`, "iu")
const byPlace = whole(`(?:the |[oa] |嗰?|那?)(?<place>${places})${thing}`)
const byNumber = whole("(?:option|number|no\\.?|opção|número|#) ?(?<number>[1-9]|10)")

const later = "later|mais tarde|遲啲|迟啲|遲|夜啲|晚啲|晚一點|晚一点|晚點|晚点|晚|後面|后面"
const earlier = "earlier|mais cedo|早啲|早一點|早一点|早點|早点|早|前面"
const extreme = "latest|最遲|最迟|最晚|最夜|earliest|最早"
const byTime = whole(
  `(?:the |[oa](?: de)? |嗰個|嗰间|嗰間|那個|那个)?(?<when>${extreme}|${later}|${earlier})(?: one| option| slot)?(?:[嘅的]?(?:嗰個|嗰間|那個|那个|一個|一个)|[嘅的])?`,
)
const isEarlier = new RegExp(`^(?:earliest|最早|${earlier})$`, "iu")
const isExtreme = new RegExp(`^(?:${extreme})$`, "iu")

const amount =
  "(?:(?<many>\\d{1,3}) ?(?<unit>min(?:ute|uto)?s?|分鐘|分钟|h|hours?|horas?|個鐘|个小时|小時|小时)|(?<half>half an hour|meia hora|半個鐘|半個鐘頭|半个小时|半小时|半粒鐘)|(?<one>an hour|one hour|uma hora|一個鐘|一个小时|一小时|一粒鐘))"
const by = whole(
  `(?:the (?:one )?(?:that['’]?s )?|[oa] (?:de )?|嗰個|那個|那个)?${amount} ?(?:(?<after>later|after|mais tarde|depois|之後|之后|後|后|遲啲|遲|晚)|(?<before>earlier|before|mais cedo|antes|之前|前|早啲|早))(?: one)?[嘅的]?(?:嗰個|那個|那个)?`,
)

/** Whoever writes more than this says more than which one. */
const longest = 60
/** 早一個鐘嗰個 */
const byBefore = whole(`(?:嗰個|那個|那个)?(?:(?<after>遲|迟|晚)|(?<before>早))${amount}[嘅的]?(?:嗰個|那個|那个)?`)

/** Without an article these are days. */
const weekdays = /(?<!(?:^|\s)[oa] )(?:segunda|quarta|quinta)(?! opção)/iu

const startOf = (step: Step): string | null =>
  "sketch" in step && step.sketch && hasTime(step.sketch.start) ? step.sketch.start : null

/** @returns the step of the one that is meant; null where the words name none of them */
export function picked(
  text: string,
  { list, wish, zone }: { list: readonly Step[]; wish: Sketch | null; zone: string },
): Step | null {
  const said = text.normalize("NFKC").trim()
  if (list.length < 2 || said.length > longest) return null
  const place = byPlace.exec(said)?.groups?.place
  if (place !== undefined) return weekdays.test(said) ? null : nth(list, place)
  const number = byNumber.exec(said)?.groups?.number
  if (number !== undefined) return list[Number(number) - 1] ?? null
  const when = byTime.exec(said)?.groups?.when
  if (when !== undefined) return atTime(list, { when, wish })
  return awayBy(list, { said, wish, zone })
}

function nth(list: readonly Step[], place: string): Step | null {
  const at = ordinals.findIndex((forms) => new RegExp(`^(?:${forms.join("|")})$`, "iu").test(place))
  return (at < 0 ? list.at(-1) : list[at]) ?? null
}

/** The earliest or the latest; "the later one" where there are two times, or just one that is later than what was wished for. */
function atTime(list: readonly Step[], { when, wish }: { when: string; wish: Sketch | null }): Step | null {
  const timed = list.flatMap((step) => {
    const start = startOf(step)
    return start === null ? [] : [{ start, step }]
  })
  const first = isEarlier.test(when)
  const times = [...new Set(timed.map(({ start }) => start))].sort()
  const wished = wish && hasTime(wish.start) ? wish.start : null
  const beyond = wished === null ? [] : times.filter((time) => (first ? time < wished : time > wished))
  const from = isExtreme.test(when) || times.length === 2 ? times : beyond
  const only = isExtreme.test(when) || times.length === 2 || beyond.length === 1
  const meant = only ? (first ? from[0] : from.at(-1)) : undefined
  return timed.find(({ start }) => start === meant)?.step ?? null
}

/** "The one half an hour later": than what was wished for; where the list has none such, that time is asked for. */
function awayBy(
  list: readonly Step[],
  { said, wish, zone }: { said: string; wish: Sketch | null; zone: string },
): Step | null {
  const found = (by.exec(said) ?? byBefore.exec(said))?.groups
  if (!found || !wish || !hasTime(wish.start)) return null
  const { many, unit = "", half, after: late } = found
  const each = /^(?:min|分)/iu.test(unit) ? 1 : 60
  const minutes = half ? 30 : Number(many ?? 1) * each
  const start = localMinute(after(instantOf(wish.start, zone), (late ? minutes : -minutes) * minute), zone)
  return list.find((step) => startOf(step) === start) ?? { do: "plan", sketch: { ...wish, start } }
}
