import { broadcastDay } from "../../centre.js"
import type { Step } from "../press.js"
import type { Answer, Scene } from "../scene.js"
import { decoded } from "../text.js"
import { afterwards } from "./afterwards.js"
import { allowanceStep } from "./allowance.js"
import { approvingStep } from "./approving.js"
import { arriveAt, checkInTo, late, noShow } from "./arrival.js"
import { ballotStep } from "./ballot.js"
import { layingStep } from "./ballot-staff.js"
import { leaveEverywhere, linkToBoard } from "./board.js"
import { askCancel, cancelNow, mine, show } from "./bookings.js"
import { broadcastState, sendBroadcast } from "./broadcast.js"
import { askThese, cancelThese } from "./cancel-several.js"
import { confirm } from "./card.js"
import { actForNobody, comingNext, inNow, setStanding, showMember } from "./clerk.js"
import { closureStep } from "./closure.js"
import { colleagueStep } from "./colleagues.js"
import { type CourseStep, courseStep, isCourseStep } from "./course-step.js"
import { enrolNow } from "./courses.js"
import { askExtend, extendTo } from "./extending.js"
import { calendarLink } from "./feed.js"
import { free } from "./free.js"
import { fromNotice } from "./from-notice.js"
import { needed } from "./gear.js"
import { askHand, handTo } from "./hand.js"
import { hostStep } from "./hosts.js"
import { joiningStep } from "./joining.js"
import { accounts, linkAnswered, linkHow, notifyHere, unlinkOne } from "./linking.js"
import { chosen } from "./on-behalf.js"
import { askForget, dataFile, forget, nameSaid } from "./personal-data.js"
import { ask, change, plan, planned } from "./plan.js"
import { remindersAsked } from "./reminding.js"
import { dropped } from "./sentence.js"
import { cancelScope } from "./series.js"
import { aboutShow } from "./show-details.js"
import { details, today } from "./staff.js"
import { askLanguage, glance, help, home, hoursLeft, speak } from "./start.js"
import { talk } from "./telling.js"
import { undoNow } from "./undoing.js"
import { line, pass, queue, take, unqueue } from "./waitlist.js"

/** Carries out one step, whether it was pressed, written or agreed to. The engine checks every right; nothing here trusts the step. */
export async function perform(scene: Scene, step: Step): Promise<readonly Answer[]> {
  switch (step.do) {
    case "book":
      return (await confirm(scene, step.sketch)) ?? [await plan(scene, step.sketch)]
    case "extend":
      return step.until ? extendTo(scene, step.booking, step.until) : [await askExtend(scene, step.booking)]
    case "cancel":
      if (step.sure && step.scope) return cancelScope(scene, step.booking, step.scope)
      return step.sure ? cancelNow(scene, step.booking) : [await askCancel(scene, step.booking)]
    case "cancelall":
      return step.sure ? cancelThese(scene, step.bookings) : [await askThese(scene, step.bookings)]
    case "undo":
      return undoNow(scene, step.booking)
    case "take":
      return take(scene, step.offer)
    case "enrol":
      return enrolNow(scene, step.session)
    default:
      return [await answered(scene, step)]
  }
}

type Booking = { do: "book" | "extend" | "cancel" | "cancelall" | "undo" | "take" | "enrol" }
type AtTheDesk = {
  do:
    | "checkin"
    | "arrive"
    | "noshow"
    | "member"
    | "hand"
    | "standing"
    | "in"
    | "next"
    | "broadcast"
    | "today"
    | "details"
    | "picklist"
    | "board"
    | Belonging
    | Closing
    | Lots
    | Learning
    | Hosting
    | Approving
}
type Belonging =
  | "requests"
  | "request"
  | "admit"
  | "addto"
  | "turndown"
  | "people"
  | "invite"
  | "role"
  | "remove"
  | "grant"
  | "tier"
type Lots = "ballots" | "ballot" | "lots" | "wish" | "rank" | "unwish" | "lay" | "draw" | "calloff"
type Learning = CourseStep["do"]
type Hosting = "hosts" | "dropname" | "host" | "samehost" | "otherhost" | "live" | "about" | "after"
type Approving = "asked" | "agree" | "deny" | "want" | "unchanged"
type Closing = "close" | "closures" | "lift" | "accept" | "decline"

/** Who belongs to the centre and to a merchant, with how many hours, and what they asked for. */
function belonging(scene: Scene, step: Extract<Step, { do: Belonging | Approving }>): Answer | Promise<Answer> {
  switch (step.do) {
    case "people":
    case "invite":
    case "role":
    case "remove":
      return colleagueStep(scene, step)
    case "grant":
    case "tier":
      return allowanceStep(scene, step)
    case "asked":
    case "agree":
    case "deny":
    case "want":
    case "unchanged":
      return approvingStep(scene, step)
    default:
      return joiningStep(scene, step)
  }
}

const hostings: ReadonlySet<string> = new Set([
  "hosts",
  "dropname",
  "host",
  "samehost",
  "otherhost",
  "live",
  "about",
  "after",
])
const isHosting = (step: Step): step is Extract<Step, { do: Hosting }> => hostings.has(step.do)

/** The show itself. */
function hosting(scene: Scene, step: Extract<Step, { do: Hosting }>): Promise<Answer> {
  switch (step.do) {
    case "about":
      return aboutShow(scene, step.booking, step.platform)
    case "after":
      return afterwards(scene, step)
    default:
      return hostStep(scene, step)
  }
}

/** Arriving, and what staff do. */
function atTheDesk(scene: Scene, step: Extract<Step, AtTheDesk>): Answer | Promise<Answer> {
  switch (step.do) {
    case "checkin":
      return checkInTo(scene, step.booking)
    case "arrive":
      return arriveAt(scene, step.room)
    case "noshow":
      return noShow(scene, step.booking, step.forgive !== undefined)
    case "member":
      return showMember(scene, step.member)
    case "hand":
      return step.member === undefined ? askHand(scene, step.booking) : handTo(scene, step.booking, step.member)
    case "standing":
      return setStanding(scene, step.member, step.to)
    case "in":
      return inNow(scene)
    case "next":
      return comingNext(scene)
    case "broadcast":
      return step.id && step.send ? sendBroadcast(scene, step.id) : broadcastState(scene, step.id)
    case "today":
      return today(scene, step.day)
    case "details":
      return details(scene, step.day)
    case "board":
      return step.off ? leaveEverywhere(scene) : linkToBoard(scene)
    case "picklist":
      return needed(scene, step.day ?? broadcastDay(scene.centre, scene.now))
    case "close":
    case "closures":
    case "lift":
    case "accept":
    case "decline":
      return closureStep(scene, step)
    case "ballots":
    case "ballot":
    case "lots":
    case "wish":
    case "rank":
    case "unwish":
      return ballotStep(scene, step)
    case "lay":
    case "draw":
    case "calloff":
      return layingStep(scene, step)
    default:
      if (isHosting(step)) return hosting(scene, step)
      return isCourseStep(step) ? courseStep(scene, step) : belonging(scene, step)
  }
}

const ofOneself = [
  "lang",
  "act",
  "reminders",
  "calendar",
  "mydata",
  "forgetme",
  "link",
  "linked",
  "accounts",
  "unlink",
  "notify",
  "late",
  "talk",
] as const
type AboutOneself = { do: (typeof ofOneself)[number] }
const isOfOneself = (step: Step): step is Extract<Step, AboutOneself> => ofOneself.some((one) => one === step.do)

/** Who one is, how one is spoken to, and where; what one tells the staff. */
function aboutOneself(scene: Scene, step: Extract<Step, AboutOneself>): Answer | Promise<Answer> {
  switch (step.do) {
    case "lang":
      return step.language ? speak(scene, step.language) : askLanguage(scene)
    case "act":
      return step.member === undefined ? actForNobody(scene) : chosen(scene, step.member)
    case "reminders":
      return remindersAsked(scene, step.set)
    case "calendar":
      return calendarLink(scene, { renew: step.renew === "new", room: step.of })
    case "mydata":
      return step.what ? nameSaid(scene, "") : dataFile(scene)
    case "forgetme":
      return step.sure ? forget(scene) : askForget(scene)
    case "link":
      return linkHow(scene)
    case "linked":
      return linkAnswered(scene, step.link, step.sure !== undefined)
    case "accounts":
      return accounts(scene)
    case "unlink":
      return unlinkOne(scene, step.account)
    case "notify":
      return notifyHere(scene)
    case "late":
      return late(scene, step.booking, step.minutes === undefined ? undefined : Number(step.minutes))
    case "talk":
      return talk(scene, decoded(step.about ?? ""))
  }
}

/** Steps that change no booking. */
function answered(scene: Scene, step: Exclude<Step, Booking>): Answer | Promise<Answer> {
  switch (step.do) {
    case "begin":
    case "plan":
      return planned(scene, step)
    case "ask":
      return ask(scene, step.part, step)
    case "change":
      return change(scene, step.sketch)
    case "free":
      return free(scene, step.sketch)
    case "try":
    case "wanted":
      return fromNotice(scene, step)
    case "mine":
      return mine(scene, Number(step.page ?? 0) || 0)
    case "show":
      return show(scene, step.booking)
    case "queue":
      return queue(scene, step.sketch)
    case "line":
      return line(scene)
    case "unqueue":
      return unqueue(scene, step.waiting)
    case "pass":
      return pass(scene, step.offer)
    case "drop":
      return dropped(scene, {})
    case "hours":
      return hoursLeft(scene)
    case "help":
      return help(scene)
    case "home":
      return home(scene)
    case "glance":
      return glance(scene)
    default:
      return isOfOneself(step) ? aboutOneself(scene, step) : atTheDesk(scene, step)
  }
}
