import { needsYes } from "../../approvals.js"
import { findBooking } from "../../booking-record.js"
import { languageAt } from "../../channels.js"
import { clipped } from "../../clipped.js"
import type { Booking } from "../../outcome.js"
import { type DenyReason, denyReasons } from "../../reminders.js"
import { type AnswerTo, approve, awaitingYes, type Decision, decisionOf, deny } from "../../requests.js"
import { askForChange, refuseChange } from "../../wanted.js"
import { openDraft } from "../draft.js"
import { phrasing } from "../phrasing.js"
import type { Sketch, Step } from "../press.js"
import { type Answer, type Choice, lines, menu, noted, rows, type Scene } from "../scene.js"
import { changeOf, sessionLines } from "./card.js"
import { refusal } from "./refusal.js"
import { whole, wishOf } from "./sketch.js"

/** What the staff see of a booking that waits for their yes, and answer; and a change that needs one. */

type View = Pick<Scene, "world" | "say" | "centre" | "now">

/** The card of a request: who, what, when, what it costs, and the two answers. */
export async function requestCard({ world, say, centre, now }: View, booking: Booking): Promise<Answer> {
  const { requests } = say.words
  const { id, version, madeBy } = booking
  const by = madeBy
    ? await world.store.prisma.person.findUnique({ where: { id: madeBy }, select: { name: true } })
    : null
  const series = booking.seriesId
    ? (await awaitingYes(world, now)).filter(({ seriesId }) => seriesId === booking.seriesId)
    : []
  const all: Choice[] =
    series.length > 1
      ? [
          {
            label: requests.approveAll(series.length),
            step: { do: "agree", booking: id, version: String(version), all: "all" },
          },
          {
            label: requests.denyAll(series.length),
            step: { do: "deny", booking: id, version: String(version), reason: "why", all: "all" },
          },
        ]
      : []
  return {
    text: [
      [{ bold: requests.card(booking.member.name) }],
      ...sessionLines(say, { ...booking, status: "confirmed" }),
      ...lines(
        requests.costs(say.length(booking.minutes)),
        reasonsOf({ say, centre }, booking),
        by !== null && by.name !== booking.member.name && requests.from(by.name),
        ...series.filter((other) => other.id !== id).map((other) => `+ ${say.slot(other)}`),
      ),
    ],
    choices: [
      [
        { label: requests.approve, step: { do: "agree", booking: id, version: String(version) }, style: "primary" },
        {
          label: requests.deny,
          step: { do: "deny", booking: id, version: String(version), reason: "why" },
          style: "danger",
        },
      ],
      all,
    ],
  }
}

/** Why it needs a yes; nothing where the centre has changed its mind meanwhile. */
function reasonsOf({ say, centre }: Pick<View, "say" | "centre">, booking: Booking): string | false {
  const { requests } = say.words
  const reasons = needsYes(centre, booking).map((why) => requests.for[why])
  return reasons.length > 0 && requests.needsYours(say.list(reasons))
}

/** A request that is over, as the staff see it: who decided, and how. */
export function decidedCard({ say }: Pick<View, "say">, booking: Booking, decision: Decision): Answer {
  return {
    text: [
      [{ bold: verdict(say, decision) }],
      [booking.member.name],
      ...sessionLines(say, { ...booking, status: "confirmed" }),
    ],
    choices: [],
  }
}

function verdict({ words: { requests } }: View["say"], { how, by, reason, text }: Decision): string {
  switch (how) {
    case "approved":
      return requests.approved(by)
    case "declined":
      return requests.declined(by, text ?? (reason && requests.reason[reason]))
    default:
      return requests[how]
  }
}

type Asked = { do: "asked" | "agree" | "deny" | "want" | "unchanged" }

/**
 * In the channel that was told, the answer takes the place of the card, in the channel's language: all of the staff see who answered.
 */
export async function approvingStep(scene: Scene, step: Extract<Step, Asked>): Promise<Answer> {
  return step.do === "want" ? wantChange(scene, step.sketch) : shared(scene, (at) => answered(at, step))
}

async function shared(scene: Scene, answer: (at: Scene) => Promise<Answer>): Promise<Answer> {
  const { world, turn, ask, centre, now } = scene
  const language = ask.actor.person.staff ? await languageAt(world, turn.chat.address) : null
  return language === null
    ? answer(scene)
    : { ...(await answer({ ...scene, say: phrasing(language, centre, now) })), public: true }
}

async function answered(scene: Scene, step: Exclude<Extract<Step, Asked>, { do: "want" }>): Promise<Answer> {
  const { world, ask } = scene
  if (!ask.actor.person.staff) return refusal(scene, { why: "not_staff" })
  switch (step.do) {
    case "asked":
      return show(scene, step.booking)
    case "agree":
      return said(scene, await approve(world, ask, about(step)))
    case "deny":
      return step.reason === "why"
        ? askWhy(scene, step)
        : said(scene, await deny(world, ask, { ...about(step), ...why(step.reason) }))
    case "unchanged":
      return notPossible(scene, step.booking)
  }
}

const about = ({ booking, version, all }: { booking: string; version: string; all?: "all" }) => ({
  bookingId: booking,
  version: Number(version),
  ...(all ? { all: true } : {}),
})

const why = (reason: DenyReason | "none" | "why"): { reason?: DenyReason } =>
  reason === "none" || reason === "why" ? {} : { reason }

/** The request as it is, or what became of it. */
async function show(scene: Scene, id: string): Promise<Answer> {
  const record = await findBooking(scene.world, id)
  if (!record) return refusal(scene, { why: "not_found" })
  return { ...(await current(scene, record.booking)), remember: { sketch: { booking: id }, asking: null, yes: null } }
}

async function current(scene: Scene, booking: Booking): Promise<Answer> {
  if (booking.status === "requested") return requestCard(scene, booking)
  const decision = await decisionOf(scene.world, booking.id)
  return decision ? decidedCard(scene, booking, decision) : refusal(scene, { why: "answered" })
}

async function said(scene: Scene, outcome: AnswerTo): Promise<Answer> {
  const { words } = scene.say
  switch (outcome.is) {
    case "refused":
      return refusal(scene, outcome.refusal)
    case "changed":
      return {
        ...noted(lines(words.requests.changed), await requestCard(scene, outcome.booking)),
        toast: words.requests.changed,
      }
    case "decided": {
      const card = decidedCard(scene, outcome.booking, outcome.decision)
      return { ...card, toast: verdict(scene.say, outcome.decision) }
    }
    default: {
      const [booking, ...others] = outcome.bookings
      if (!booking) throw new Error("an answer to no request")
      const found = await decisionOf(scene.world, booking.id)
      // At a repeat it may have been taken back, or answered otherwise since: what is told is what this turn did.
      const own = { how: outcome.is, by: scene.ask.actor.person.name, reason: null, text: null }
      const decision = found?.how === outcome.is ? found : own
      const told = verdict(scene.say, decision)
      const card = decidedCard(scene, booking, decision)
      const also = lines(others.length > 0 && `+ ${words.sessions(others.length)}`)
      return { ...card, text: [...card.text, ...also], toast: told, remember: null }
    }
  }
}

type Denying = Extract<Step, { do: "deny" }>

async function askWhy(scene: Scene, { booking, version, all }: Denying): Promise<Answer> {
  const record = await findBooking(scene.world, booking)
  if (!record) return refusal(scene, { why: "not_found" })
  if (record.booking.status !== "requested") return current(scene, record.booking)
  const { requests, label } = scene.say.words
  const choice = (name: string, reason: DenyReason | "none"): Choice => ({
    label: name,
    step: { do: "deny", booking, version, reason, ...(all ? { all } : {}) },
  })
  return {
    text: [
      ...lines([record.booking.member.name, scene.say.slot(record.booking)].join(scene.say.words.dot)),
      [{ bold: requests.why }],
      ...lines(all === undefined && requests.ownWords),
    ],
    choices: [
      ...rows(
        [...denyReasons.map((reason) => choice(requests.reason[reason], reason)), choice(requests.noReason, "none")],
        2,
      ),
      [{ label: label.back, step: { do: "asked", booking } }],
    ],
    remember: { sketch: { booking }, asking: null, yes: null },
  }
}

const reasonMost = 200

/** `/decline REASON`: the request at hand. */
export async function denySaid(scene: Scene, text: string): Promise<Answer> {
  const { world, ask, say, draft, now } = scene
  if (!ask.actor.person.staff) return refusal(scene, { why: "not_staff" })
  const { sketch } = openDraft(draft, now)
  if (!sketch?.booking) return { text: lines(say.words.requests.nothingAtHand), choices: menu(scene) }
  const own = clipped(text, reasonMost)
  const denied = await deny(world, ask, { bookingId: sketch.booking, ...(own ? { text: own } : {}) })
  return shared(scene, (at) => said(at, denied))
}

/** Tells the staff of a change that they must agree to. */
async function wantChange(scene: Scene, sketch: Sketch): Promise<Answer> {
  const { world, ask, say, centre } = scene
  const all = await whole(scene, sketch)
  const wish = all && wishOf(centre, all.sketch)
  if (!all?.was || !wish) return refusal(scene, { why: "not_found" })
  const wanted = await askForChange(world, ask, { bookingId: all.was.id, change: changeOf(wish, sketch) })
  if (wanted.is === "refused") return refusal(scene, wanted.refusal)
  const { requests, label } = say.words
  if (wanted.is === "nobody") return { text: lines(say.words.asked.nobody), choices: menu(scene) }
  return {
    text: lines(...requests.changeAsked),
    choices: [
      [{ label: say.slot(all.was), step: { do: "show", booking: all.was.id } }],
      [{ label: label.mine, step: { do: "mine" } }],
    ],
    toast: requests.changeAsked[0] ?? "",
    remember: { sketch: { booking: all.was.id }, asking: null, yes: null },
  }
}

async function notPossible(scene: Scene, id: string): Promise<Answer> {
  const { world, ask, say } = scene
  const told = await refuseChange(world, ask, id)
  if (told.is !== "told") return refusal(scene, told.is === "refused" ? told.refusal : { why: "not_found" })
  const { cannotSaid } = say.words.requests
  return { text: lines(told.booking.member.name, cannotSaid), toast: cannotSaid, choices: [] }
}
