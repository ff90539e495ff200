import { bookingFor } from "../../booking-record.js"
import { tooLate } from "../../cancel-rule.js"
import { type Booking, gone } from "../../outcome.js"
import { cancelSeveral, inSeries } from "../../series.js"
import { type Draft, openDraft } from "../draft.js"
import { readStep, type Step } from "../press.js"
import { type Answer, lines, type Scene } from "../scene.js"
import type { Reading } from "../understand/index.js"
import { askCancel, mine, pickCancel } from "./bookings.js"
import { refusal } from "./refusal.js"
import { cancelled, leavesOut } from "./series.js"
import { readAlone } from "./when-said.js"
import { meant, ownBookings } from "./which.js"

/** Several bookings, cancelled together: one card for all of them. */

/** As many as one button names. */
const most = 40

export const askThese = async (scene: Scene, ids: string): Promise<Answer> => {
  const all = await Promise.all(ids.split(",").map((id) => bookingFor(scene.world, scene.ask.actor, id)))
  return askAll(
    scene,
    all.filter((booking) => booking !== null),
  )
}

/** Those that can still be cancelled, and what becomes of their hours. */
export async function askAll(scene: Scene, bookings: readonly Booking[]): Promise<Answer> {
  const { world, ask, say, now, centre } = scene
  const all = bookings.filter((booking) => booking.start > now && !gone(booking)).slice(0, most)
  const [first, second] = all
  if (!first) return mine(scene)
  if (!second) return askCancel(scene, first.id)
  const late = await Promise.all(all.map((booking) => tooLate(world, ask, { centre, booking })))
  const minutes = (isLate: boolean): number =>
    all.reduce((sum, booking, at) => (late[at] === isLate ? sum + booking.minutes : sum), 0)
  const { words } = say
  const sure: Step = { do: "cancelall", bookings: all.map(({ id }) => id).join(","), sure: "yes" }
  return {
    text: [
      [{ bold: words.cancelThese(all.length) }],
      ...lines(
        ...all.map(say.slot),
        minutes(false) > 0 && words.cancelGives(say.length(minutes(false))),
        minutes(true) > 0 && words.cancelTakes(say.length(minutes(true))),
      ),
    ],
    choices: [
      [
        { label: words.label.yesCancelThese, step: sure, style: "danger" },
        { label: words.label.keep, step: { do: "mine" } },
      ],
    ],
    whose: first.member.name,
    remember: { sketch: { booking: first.id }, asking: null, yes: sure },
  }
}

export async function cancelThese(scene: Scene, ids: string): Promise<readonly Answer[]> {
  const outcome = await cancelSeveral(scene.world, scene.ask, ids.split(","))
  return outcome.is === "refused" ? [await refusal(scene, outcome.refusal)] : cancelled(scene, outcome)
}

const every = new RegExp(
  `^(?:${[
    "(?:yes|ok|no|just|cancel|drop)?[ ,]*(?:all|both|(?:them|these|those) all|everything|every one|the lot|the whole (?:lot|series)|(?:all|both|each) of (?:them|these|those|it)|all (?:\\d+|two|three|four|five|six))",
    "(?:sim|ok|não|cancela[r]?)?[ ,]*(?:tod[ao]s(?: elas| eles| as (?:reservas|sessões))?|tudo|ambas|as (?:duas|três|quatro|cinco)|a série toda|toda a série)",
    "(?:係|是|好|唔係|不是|取消)?[ ,，]*(?:晒|哂|都|全部(?:都)?(?:係|是|要)?|所有(?:嘅|的)?|統統|通通|冚[唪棒巴]*唥|一次過|(?:[兩两二三四五六]|\\d)[場场個个]都(?:係|是|要)?|成個系列|整个系列)(?:都)?(?:取消|唔要|不要)?(?:晒|了|佢哋|它们)*",
  ].join("|")})(?: please| then| por favor)?[ 呀啊啦喇吧。.!！]*$`,
  "iu",
)

/** "Not that one", "the other one" under "cancel this?"; "but not tomorrow's" under several; "cancel that" of what was just booked. */
export async function amendsCancel(
  scene: Scene,
  { yes, sketch }: Pick<Draft, "yes" | "sketch">,
  { reading, text }: { reading: Reading; text: string },
): Promise<Answer | null> {
  if (yes?.do === "cancel" && reading.roomChoice === "other") return pickCancel(scene, yes.booking)
  if (yes?.do === "cancelall" && leavesOut.test(text.normalize("NFKC").trim())) {
    const own = (await ownBookings(scene)).filter(({ id }) => yes.bookings.split(",").includes(id))
    const spared = meant(scene, { ...reading, ...readAlone(scene, text), intent: "cancel", which: null }, own)
    return askAll(
      scene,
      own.filter((booking) => spared.length === own.length || !spared.includes(booking)),
    )
  }
  const that = yes === null && reading.answer === "no" && sketch?.booking !== undefined && /^cancel/iu.test(text.trim())
  return that && sketch?.booking ? askCancel(scene, sketch.booking) : null
}

const cancels = /^(?:cancel|drop|取消|(?:全部|晒|都)+取消)/iu

/** "All of them", 晒, «todas»: those that were just listed to cancel one; the series of the one that is asked about, or all there are. */
export async function allOfThem(scene: Scene, text: string): Promise<Answer | null> {
  const { world, ask, draft, now } = scene
  if (!every.test(text.normalize("NFKC").trim())) return null
  const { list, yes } = openDraft(draft, now)
  const steps = list.map(readStep)
  const listed = steps.flatMap((step) => (step?.do === "cancel" && !step.sure ? [step.booking] : []))
  if (listed.length > 1) return askThese(scene, listed.join(","))
  if (yes?.do === "cancelall") return askThese(scene, yes.bookings)
  if (yes === null && cancels.test(text)) return askAll(scene, await ownBookings(scene))
  const booking = yes?.do === "cancel" ? await bookingFor(world, ask.actor, yes.booking) : null
  if (!booking) return null
  const series = await inSeries(world, booking, now)
  return series.length > 1 ? askThese(scene, series.join(",")) : askAll(scene, await ownBookings(scene))
}
