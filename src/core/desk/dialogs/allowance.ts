import { grantHours, type PlanPreview, previewPlan, setPlan } from "../../allowance.js"
import { planOf } from "../../centre.js"
import { planHours } from "../../facts.js"
import { actingFor } from "../../people.js"
import type { NoticeData } from "../../reminders.js"
import type { Phrasing } from "../phrasing.js"
import type { Step } from "../press.js"
import { type Answer, type Choice, lines, noted, rows, type Scene } from "../scene.js"
import type { Line } from "../turn.js"
import { showMember } from "./clerk.js"
import { refusal } from "./refusal.js"

/** Staff grant a member hours, or change the plan. */

type About = { do: "grant" | "tier" }

export function allowanceStep(scene: Scene, step: Extract<Step, About>): Answer | Promise<Answer> {
  if (step.do === "grant")
    return step.minutes === undefined ? askGrant(scene, step.member) : grant(scene, step.member, Number(step.minutes))
  if (step.plan === undefined) return askPlan(scene, step.member)
  return step.sure ? changePlan(scene, step.member, step.plan) : preview(scene, step.member, step.plan)
}

const offered = [60, 120, 300, 600]

/** `said`: as many minutes as were spoken of come first. */
export async function askGrant(scene: Scene, member: string, said?: number): Promise<Answer> {
  const { world, ask, say } = scene
  if (!ask.actor.person.staff) return refusal(scene, { why: "not_staff" })
  const found = await actingFor(world, member)
  if (!found) return refusal(scene, { why: "not_found" })
  const choice = (minutes: number): Choice => ({
    label: say.lengthShort(minutes),
    step: { do: "grant", member, minutes: String(minutes) },
  })
  return {
    text: lines(...say.words.membership.askGrant(found.name)),
    choices: [
      ...(said === undefined ? [] : [[{ ...choice(said), style: "primary" as const }]]),
      rows(offered.filter((minutes) => minutes !== said).map(choice), 4).flat(),
      [back(say, member)],
    ],
  }
}

const back = ({ words }: Phrasing, member: string): Choice => ({
  label: words.label.back,
  step: { do: "member", member },
})

/** `/grant 12`: to the member that staff act for now. */
export function grantSaid(scene: Scene, hours: string): Answer | Promise<Answer> {
  const { actor } = scene.ask
  if (!actor.person.staff) return refusal(scene, { why: "not_staff" })
  if (!actor.member) return { text: lines(...scene.say.words.clerk.forWhom) }
  const amount = /^\d{1,3}(?:[.,]\d{1,2})?(?= ?(?:h|hours?|horas?|個鐘|小時|小时)?$)/iu.exec(hours.trim())?.[0]
  if (amount === undefined) return askGrant(scene, actor.member.id)
  return grant(scene, actor.member.id, Math.round(Number(amount.replace(",", ".")) * 60))
}

async function grant(scene: Scene, member: string, minutes: number): Promise<Answer> {
  const { world, ask, say } = scene
  const granted = await grantHours(world, ask, { member, minutes })
  if (granted.is === "refused") return refusal(scene, granted.refusal)
  const { membership } = say.words
  const told = membership.granted(say.length(minutes), granted.member)
  const note = lines(told, membership.leftNow(say.length(granted.left), say.month(granted.month)))
  return { text: note, toast: told, choices: [[{ label: granted.member, step: { do: "member", member } }]] }
}

async function askPlan(scene: Scene, member: string): Promise<Answer> {
  const { world, ask, say, centre } = scene
  if (!ask.actor.person.staff) return refusal(scene, { why: "not_staff" })
  const found = await actingFor(world, member)
  if (!found) return refusal(scene, { why: "not_found" })
  const other = centre.plans.filter(({ id }) => id !== found.planId)
  const choice = ({ id: plan, names }: (typeof other)[number]): Choice => ({
    label: names[say.language],
    step: { do: "tier", member, plan },
  })
  const now = planOf(centre, found.planId)?.names[say.language] ?? found.planId
  return {
    text: lines(say.words.membership.askPlan(found.name, now)),
    choices: [...rows(other.map(choice), 2), [back(say, member)]],
  }
}

/** What would change, and what is booked beyond it, before it is done. */
async function preview(scene: Scene, member: string, planId: string): Promise<Answer> {
  const { world, ask, say } = scene
  const found = await previewPlan(world, ask, { member, plan: planId })
  if ("is" in found) return refusal(scene, found.refusal)
  const { membership } = say.words
  const { was, plan, beyond } = found
  const name = plan.names[say.language]
  const hours = (one: PlanPreview["plan"]): string => say.length(planHours(one).granted)
  return {
    text: [
      [{ bold: membership.newPlan(found.member.name, was?.names[say.language] ?? "", name) }],
      ...lines(was !== null && membership.hoursBecome(hours(was), hours(plan))),
      ...(any(beyond) ? lines(membership.stays) : []),
      ...beyondLines(say, beyond),
    ],
    choices: [
      [
        {
          label: membership.yesPlan(name),
          step: { do: "tier", member, plan: plan.id, sure: "yes" },
          style: "primary",
        },
        back(say, member),
      ],
    ],
  }
}

const any = ({ months, classes, ahead, open }: PlanPreview["beyond"]): boolean =>
  months.length + classes + ahead + open > 0

/** What is booked beyond a plan, a line each. */
export function beyondLines(say: Phrasing, { months, classes, ahead, open }: PlanPreview["beyond"]): Line[] {
  const { membership, sessions } = say.words
  return lines(
    ...months.map(({ month, used, will }) =>
      membership.beyondHours(say.month(month), say.length(used), say.length(will)),
    ),
    ...(classes > 0 ? [membership.beyondClass(sessions(classes))] : []),
    ...(ahead > 0 ? [membership.beyondAhead(sessions(ahead))] : []),
    ...(open > 0 ? [membership.beyondOpen(sessions(open))] : []),
  )
}

async function changePlan(scene: Scene, member: string, planId: string): Promise<Answer> {
  const { world, ask, say, centre } = scene
  const set = await setPlan(world, ask, { member, plan: planId })
  if (set.is === "refused") return refusal(scene, set.refusal)
  const told = say.words.membership.planSet(set.member, planOf(centre, set.plan)?.names[say.language] ?? set.plan)
  return { ...noted(lines(told), await showMember(scene, member)), toast: told }
}

/** What a merchant's owners are told. */
export function allowanceNotice(
  { say, centre }: Pick<Scene, "say" | "centre">,
  data: Extract<NoticeData, { kind: "hours" | "plan" }>,
): Answer {
  const { membership, label } = say.words
  const text =
    data.kind === "hours"
      ? membership.wasGranted(say.length(data.granted), data.member, say.month(data.month))
      : membership.planSet(data.member, planOf(centre, data.plan)?.names[say.language] ?? data.plan)
  return { text: lines(text), choices: [[{ label: label.hours, step: { do: "hours" } }]] }
}
