import { broadcastDay, hostsMax, longestOf, openOn, planOf } from "../../centre.js"
import { after, contains, minute } from "../../interval.js"
import type { Draft } from "../draft.js"
import type { Sketch } from "../press.js"
import { type Answer, type Choice, lines, rows, type Scene } from "../scene.js"
import { spanLabel } from "./open-questions.js"
import { plan } from "./plan.js"
import { hasTime, instantOf, roomsOf, whole } from "./sketch.js"

/** A bare number under a card or a booking, where nothing was asked: when it begins, how many they are, or for how many hours. */

const figures: readonly (readonly string[])[] = [
  ["1", "one", "um", "uma", "一"],
  ["2", "two", "dois", "duas", "二", "兩", "两"],
  ["3", "three", "três", "tres", "三"],
  ["4", "four", "quatro", "四"],
  ["5", "five", "cinco", "五"],
  ["6", "six", "seis", "六"],
  ["7", "seven", "sete", "七"],
  ["8", "eight", "oito", "八"],
  ["9", "nine", "nove", "九"],
  ["10", "ten", "dez", "十"],
  ["11", "eleven", "onze", "十一"],
  ["12", "twelve", "doze", "十二"],
]

const bare = new RegExp(
  `^(?:(?:ok|okay|no|sorry|oh|wait|well|so|just|only|actually|não|sim|então|afinal|desculpe?a?|só|e|唔係|不是|係|是|好|咁|噉|那|就|不如|淨係|只)[ ,，]*)*(?:(?<that>make (?:that|those)|que sejam?|改[做成為为]|轉做|变成) ?)?(?<number>${figures.flat().join("|")})(?:(?<counted> ?[個个])|(?<things> ?[盞盏支部台隻只塊块]))?(?: (?:then|actually|instead|please|afinal|então|se faz favor))?(?:先啱|得㗎喇|就得|就行|就夠|啦|喇|吧|呀|啊|囉)*[.!。！ ]*$`,
  "iu",
)

/** `things`: of gear. */
type Number = { value: number; counted: boolean; things: boolean; asThat: boolean }

function numberIn(text: string): Number | null {
  const { number, counted, things, that } = bare.exec(text.normalize("NFKC").trim())?.groups ?? {}
  const at = figures.findIndex((forms) => forms.includes(number?.toLowerCase() ?? ""))
  // «Dois» are people; two o'clock and two hours are «duas».
  const ofMen = /^(?:um|dois)$/iu.test(number ?? "")
  return at < 0
    ? null
    : {
        value: at + 1,
        counted: counted !== undefined || ofMen,
        things: things !== undefined,
        asThat: that !== undefined,
      }
}

/** What one number can be is taken; what several can be is asked. @returns null where it is read as ever: it can only be a time */
export async function numberSaid(
  scene: Scene,
  { sketch, asking, yes, list }: Pick<Draft, "sketch" | "asking" | "yes" | "list">,
  text: string,
): Promise<Answer | null> {
  const number = sketch && asking === null && list.length === 0 ? numberIn(text) : null
  if (!sketch || !number) return null
  const known = await whole(scene, sketch)
  if (!known || !hasTime(known.sketch.start) || !known.sketch.minutes) return null
  const all = { ...(yes?.do === "book" && yes.sketch.room ? { room: yes.sketch.room } : {}), ...known.sketch }
  // 兩盞: of the one kind that there is.
  const [kind, other] = all.gear ?? []
  if (number.things)
    return kind && !other ? plan(scene, { ...sketch, gear: [{ ...kind, quantity: number.value }] }) : null
  const found = choicesFor(scene, { sketch, all, number })
  const [only, second] = found
  if (only && !second && only.step.do === "plan") return plan(scene, only.step.sketch)
  if (!only) return null
  return {
    text: lines(scene.say.words.question.number),
    choices: rows(found, 1),
    list: found.map(({ step }) => step),
    remember: { sketch, asking: "time", yes: null },
  }
}

function choicesFor(scene: Scene, { sketch, all, number }: { sketch: Sketch; all: Sketch; number: Number }): Choice[] {
  const { say, centre, ask } = scene
  const { value, counted, asThat } = number
  const to = (label: string, more: Sketch): Choice => ({ label, step: { do: "plan", sketch: { ...sketch, ...more } } })
  const start = counted ? null : startAt(scene, all, value)
  const most = Math.max(0, ...roomsOf(scene, { ...all, hosts: 1 }).map((room) => hostsMax(centre, room)))
  // That is how many there are.
  if (counted && value === all.hosts) return []
  const hosts = value <= most && value !== all.hosts && !all.named?.length
  const plan = ask.actor.member && planOf(centre, ask.actor.member.planId)
  const hours = (counted || asThat) && value * 60 <= longestOf(centre, plan) && value * 60 !== all.minutes
  return [
    ...(start ? [to(spanLabel(scene, start, all.minutes), { start })] : []),
    ...(hosts ? [to(say.words.hosts(value), { hosts: value })] : []),
    ...(hours ? [to(say.length(value * 60), { minutes: value * 60 })] : []),
  ]
}

/** That hour, in the half of the day that is spoken of, where the centre is open then; null where it begins then already. */
function startAt({ centre, now }: Scene, { start = "", minutes = 0 }: Sketch, value: number): string | null {
  const afternoon = Number(start.slice(11, 13)) >= 12
  const hour = afternoon && value < 12 ? value + 12 : value
  const at = `${start.slice(0, 10)}T${String(hour).padStart(2, "0")}:00`
  const from = instantOf(at, centre.zone)
  const session = { start: from, end: after(from, minutes * minute) }
  const open = openOn(centre, broadcastDay(centre, from)).some((period) => contains(period, session))
  return at === start || from <= now || !open ? null : at
}
