import { hoursBackBy, undoMinutes } from "../../cancel-rule.js"
import { hostsMax, longestOf, type Plan, planOf, roomOf } from "../../centre.js"
import { planHours } from "../../facts.js"
import { clockHours, localDay } from "../../time.js"
import { type Answer, lines, menu, type Scene } from "../scene.js"
import type { Line } from "../turn.js"
import { ownBookings } from "./which.js"

/** "Until when can I cancel for free?", "how far ahead can I book?": what holds for whoever asks, by their plan, whole and short. */
export async function rulesAsked(scene: Scene): Promise<Answer> {
  const { ask, centre, say } = scene
  const { rules, label } = say.words
  const { member } = ask.actor
  const plan = member ? planOf(centre, member.planId) : undefined
  const most = longestOf(centre, plan)
  return {
    text: [
      [{ bold: plan ? rules.titleOf(plan.names[say.language]) : rules.title }],
      ...lines(
        rules.length(say.length(centre.sessions.shortest), say.length(most)),
        ...(plan ? ofPlan(scene, plan) : []),
      ),
      ...lines(rules.hosts(hostsIn(scene, plan)), staffAgree(scene, { plan, most })),
      ...(await givingUp(scene)),
      ...arriving(scene),
    ],
    whose: member?.name,
    choices: [...(plan ? [[{ label: label.hours, step: { do: "hours" } } as const]] : []), ...menu(scene)],
  }
}

function ofPlan({ centre, say }: Scene, plan: Plan): string[] {
  const { rules } = say.words
  const { granted, peakGranted } = planHours(plan)
  const times = [...new Set(centre.hours.peak.map(clockHours))]
  return [
    rules.ahead(plan.daysAhead, plan.openBookings),
    rules.hours(say.length(granted)),
    ...(peakGranted < granted ? [rules.peak(say.length(peakGranted), say.list(times))] : []),
  ]
}

/** By class, as far as the plan has them. */
function hostsIn({ centre, say }: Scene, plan: Plan | undefined): string {
  const { rules } = say.words
  const most = (id: string): number =>
    Math.max(...centre.rooms.filter((room) => room.class === id).map((room) => hostsMax(centre, room)))
  const kinds = centre.classes.filter(
    ({ id }) => (plan?.classes?.includes(id) ?? true) && centre.rooms.some((room) => room.class === id),
  )
  return say.list(kinds.map(({ id }) => rules.hostsIn(say.className(id), most(id))))
}

/** What the staff agree to first, as far as the plan allows it at all. */
function staffAgree(
  { centre, say, now }: Scene,
  { plan, most }: { plan: Plan | undefined; most: number },
): string | null {
  const { rules, dot } = say.words
  if (!centre.approvals) return null
  const { longerThan = most, hostsOver, dates } = centre.approvals
  const allowed = (id: string | undefined): boolean => id !== undefined && (plan?.classes?.includes(id) ?? true)
  const classes = centre.approvals.classes.filter(allowed)
  const rooms = centre.approvals.rooms.filter((id) => allowed(roomOf(centre, id)?.class))
  const what = [
    ...classes.map(say.className),
    ...rooms.map(say.room),
    ...(longerThan < most ? [rules.longerThan(say.length(longerThan))] : []),
    ...(hostsOver === undefined ? [] : [rules.hostsOver(hostsOver)]),
    ...dates.filter((date) => date >= localDay(now, centre.zone)).map(say.day),
  ]
  return what.length > 0 ? rules.yes(what.join(dot)) : null
}

/** When hours come back; of the next session until when, or that this is over. */
async function givingUp(scene: Scene): Promise<Line[]> {
  const { world, ask, centre, say, now } = scene
  const { rules } = say.words
  const [next] = await ownBookings(scene)
  const by = next && (await hoursBackBy(world, ask, { centre, booking: next }))
  const until = by && by > now ? by : null
  return lines(
    rules.cancel(say.length(centre.sessions.cancelFree), say.length(undoMinutes)),
    next ? (until ? rules.next(say.slot(next), say.moment(until)) : rules.nextOver(say.slot(next))) : null,
  )
}

function arriving({ centre, say }: Scene): Line[] {
  const { rules } = say.words
  const { checkIn, noShow } = centre.sessions
  return lines(rules.checkIn(say.length(checkIn)), noShow !== null && rules.noShow(say.length(noShow)))
}
