import { accept, decline } from "../../affected.js"
import { gridMinutes } from "../../centre.js"
import { close, previewClosing } from "../../closing.js"
import { coursesClosed } from "../../closure-report.js"
import { type Closing, closuresBetween, type Target } from "../../closures.js"
import { after, minute } from "../../interval.js"
import { type Lifted, lift, previewLifting } from "../../lifting.js"
import type { Booking } from "../../outcome.js"
import type { Placed } from "../../reaccommodate.js"
import { localMinute } from "../../time.js"
import { lifts } from "../closing-form.js"
import { openDraft } from "../draft.js"
import type { Phrasing } from "../phrasing.js"
import type { Step } from "../press.js"
import { type Answer, type Choice, lines, menu, noted, type Scene } from "../scene.js"
import { decoded } from "../text.js"
import type { Line } from "../turn.js"
import { cancelledAnswer } from "./bookings.js"
import { bookingChoices, sessionLines } from "./card.js"
import { listChoice, named } from "./closed-lines.js"
import { corrected } from "./closing-again.js"
import { readClosing } from "./closing-words.js"
import { inTheWayChoices, inTheWayLines } from "./course-lines.js"
import { refusal } from "./refusal.js"
import { instantOf } from "./sketch.js"

/** Closing and lifting, and what those answer who were in the way. */

/** More lines than this are counted rather than listed. */
const listedMost = 30

type Close = Extract<Step, { do: "close" }>

/** What a sentence closes, shown with whom it hits before it is done. */
export async function closingSaid(scene: Scene, text: string): Promise<Answer> {
  if (!scene.ask.actor.person.staff) return refusal(scene, { why: "not_staff" })
  if (lifts(text)) return listed(scene)
  const again = await closureCorrected(scene, text, true)
  if (again) return again
  const closing = readClosing(scene, text)
  if (!closing) return { text: lines(...scene.say.words.closure.how) }
  return "why" in closing ? refusal(scene, closing) : previewed(scene, closing)
}

/** Another room or time for the closure that is shown: `marked`, where the words say that they put it right; null for anything else. */
export async function closureCorrected(scene: Scene, text: string, marked = false): Promise<Answer | null> {
  const { yes } = openDraft(scene.draft, scene.now)
  if (yes?.do !== "close") return null
  const card = unpacked(scene, yes)
  const closing = corrected(scene, text, { card, marked })
  if (!closing) return null
  if (!("why" in closing)) return previewed(scene, closing)
  return noted((await refusal(scene, closing)).text, await previewed(scene, card))
}

const packed = ({ centre }: Scene, { what, start, end, reason }: Closing): Close => ({
  do: "close",
  what: what === "centre" ? "all" : "room" in what ? `@${what.room}` : `+${what.gear}*${what.quantity}`,
  from: localMinute(start, centre.zone),
  to: localMinute(end, centre.zone),
  sure: "yes",
  ...(reason ? { because: encodeURIComponent(reason) } : {}),
})

function unpacked({ centre, now }: Scene, { what, from, to, because }: Close): Closing {
  const [, gear = "", quantity = ""] = /^\+([^*]+)\*(\d+)$/.exec(what) ?? []
  const target: Target =
    what === "all" ? "centre" : what.startsWith("@") ? { room: what.slice(1) } : { gear, quantity: Number(quantity) }
  const end = instantOf(to, centre.zone)
  return {
    what: target,
    start: from === "now" ? begunBefore(now, end) : instantOf(from, centre.zone),
    end,
    reason: because === undefined ? null : decoded(because),
  }
}

/** The quarter hour that has begun; what is over by now began before it ended. */
function begunBefore(now: Date, end: Date): Date {
  const grid = gridMinutes * minute
  return new Date(Math.min(Math.floor(now.getTime() / grid) * grid, after(end, -grid).getTime()))
}

async function previewed(scene: Scene, closing: Closing): Promise<Answer> {
  const { world, ask, say } = scene
  const { closure, label } = say.words
  const found = await previewClosing(world, ask, closing)
  if (found.is === "refused") return refusal(scene, found.refusal)
  if (found.again)
    return { text: lines(closure.again, named(say, found.closing)), choices: [[listChoice(say)]], remember: null }
  const step = packed(scene, closing)
  const courses = await coursesClosed(world, closing, scene.now)
  const told = found.placed.some(({ fate }) => fate !== "stays")
  return {
    text: [
      [{ bold: closure.ask(named(say, closing)) }],
      ...(found.placed.length === 0
        ? lines(courses.length === 0 && closure.nobody)
        : lines(closure.hit(found.placed.length), ...fates(scene, found.placed))),
      ...inTheWayLines(say, courses),
    ],
    choices: [
      [
        { label: told ? closure.do : closure.doQuietly, step, style: "danger" },
        { label: label.cancel, step: { do: "drop" } },
      ],
    ],
    remember: { sketch: {}, asking: null, yes: step },
  }
}

function fates({ say }: Scene, placed: readonly Placed[]): string[] {
  const { closure, dot } = say.words
  const rest = placed.length - listedMost
  const line = ({ was, now, fate }: Placed): string => {
    const what = [say.slot(was), was.member.name].join(dot)
    const gear = now.gear.length > 0 ? say.gearList(now.gear) : closure.nothing
    switch (fate) {
      case "moved":
        return closure.moves(what, sameTime(was, now) ? say.room(now.room) : say.slot(now))
      case "refitted":
        return closure.refits(what, gear)
      case "short":
        return closure.short(what, gear)
      case "cancelled":
        return closure.cancels(what)
      case "stays":
        return closure.stays(what)
    }
  }
  return [...placed.slice(0, listedMost).map(line), ...(rest > 0 ? [`+ ${rest}`] : [])]
}

const sameTime = (a: Booking, b: Booking): boolean => a.start.getTime() === b.start.getTime()

async function closeNow(scene: Scene, step: Close): Promise<Answer> {
  const { world, ask, say } = scene
  const { closure, dot } = say.words
  const closing = unpacked(scene, step)
  if (!step.sure) return previewed(scene, closing)
  const done = await close(world, ask, closing)
  if (done.is === "refused") return refusal(scene, done.refusal)
  if (done.again)
    return { text: lines(closure.again, named(say, done.closing)), choices: [[listChoice(say)]], remember: null }
  const untold = done.placed.filter(({ was }) => was.madeBy === null)
  const todo = [
    ...fates(
      scene,
      done.placed.filter(({ fate }) => fate === "short" || fate === "cancelled" || fate === "stays"),
    ),
    ...untold.map(({ was }) => closure.untold([say.slot(was), was.member.name].join(dot))),
  ]
  const courses = await coursesClosed(world, closing, scene.now)
  const settled = done.placed.filter(({ fate }) => fate === "moved" || fate === "refitted")
  return {
    text: [
      [{ bold: closure.done }],
      ...lines(named(say, closing), ...fates(scene, settled)),
      ...(todo.length > 0 ? lines("", closure.todo, ...todo) : []),
      ...inTheWayLines(say, courses),
    ],
    choices: [
      ...inTheWayChoices(say, courses),
      [{ label: closure.lift, step: { do: "lift", id: done.id } }, listChoice(say)],
    ],
    toast: closure.done,
    remember: null,
  }
}

async function listed(scene: Scene): Promise<Answer> {
  const { world, ask, say, now } = scene
  const { closure } = say.words
  if (!ask.actor.person.staff) return refusal(scene, { why: "not_staff" })
  const all = await closuresBetween(world, { from: now })
  if (all.length === 0) return { text: lines(closure.none, "", ...closure.how), choices: menu(scene) }
  const shown = all.slice(0, listedMost)
  return {
    text: [[{ bold: closure.list }], ...shown.map((one, n): Line => [`${n + 1}. ${named(say, one)}`])],
    choices: [
      ...shown
        .slice(0, 10)
        .map((one, n): Choice[] => [{ label: `${closure.lift} ${n + 1}`, step: { do: "lift", id: one.id } }]),
    ],
  }
}

async function lifting(scene: Scene, id: string, sure: boolean): Promise<Answer> {
  const { world, ask } = scene
  const found = sure ? await lift(world, ask, id) : await previewLifting(world, ask, id)
  if (found.is === "refused") return refusal(scene, found.refusal)
  return sure ? lifted(scene, found) : askLift(scene, found)
}

type Found = Exclude<Lifted, { is: "refused" }>

export const lifted = ({ say }: Scene, found: Found): Answer => {
  const { closure } = say.words
  const said = closure.lifted(named(say, found.closure))
  return {
    text: [[{ bold: said }], ...whoGoesBack(say, found, closure.wentBack)],
    choices: [[listChoice(say)]],
    toast: said,
    remember: null,
  }
}

function askLift({ say }: Scene, found: Found): Answer {
  const { closure, label } = say.words
  const step: Step = { do: "lift", id: found.closure.id, sure: "yes" }
  return {
    text: [[{ bold: closure.askLift(named(say, found.closure)) }], ...whoGoesBack(say, found, closure.goBack)],
    choices: [
      [
        { label: closure.lift, step, style: "primary" },
        { label: label.cancel, step: { do: "drop" } },
      ],
    ],
    remember: { sketch: {}, asking: null, yes: step },
  }
}

/** Who goes back to what they had, and who cannot. */
function whoGoesBack(say: Phrasing, { back, stays }: Found, title: (many: number) => string): Line[] {
  const line = (booking: Booking): string => [say.slot(booking), booking.member.name].join(say.words.dot)
  return [
    ...(back.length > 0 ? lines(title(back.length), ...back.map(line)) : []),
    ...(stays.length > 0 ? lines(say.words.closure.cannot, ...stays.map(line)) : []),
  ]
}

async function accepting(scene: Scene, booking: string, version: number): Promise<Answer> {
  const { world, ask, say } = scene
  const done = await accept(world, ask, { booking, version })
  if (done.is === "refused") return refusal(scene, done.refusal)
  const said = say.words.closure.accepted
  return {
    text: [[{ bold: said }], ...sessionLines(say, done.booking)],
    choices: [bookingChoices(say, done.booking.id)],
    whose: done.booking.member.name,
    toast: said,
  }
}

async function declining(scene: Scene, booking: string, version: number): Promise<Answer> {
  const done = await decline(scene.world, scene.ask, { booking, version })
  if (done.is === "refused") return refusal(scene, done.refusal)
  if (done.is !== "cancelled") throw new Error("declined, and not cancelled")
  return cancelledAnswer(scene, done)
}

export type ClosureStep = Extract<Step, { do: "close" | "closures" | "lift" | "accept" | "decline" }>

export function closureStep(scene: Scene, step: ClosureStep): Answer | Promise<Answer> {
  switch (step.do) {
    case "close":
      return closeNow(scene, step)
    case "closures":
      return listed(scene)
    case "lift":
      return lifting(scene, step.id, step.sure !== undefined)
    case "accept":
      return accepting(scene, step.booking, Number(step.version))
    case "decline":
      return declining(scene, step.booking, Number(step.version))
  }
}
