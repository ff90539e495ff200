import { planOf } from "../../centre.js"
import { findMembers, type MemberCard, memberCard, whoComesNext, whoIsIn } from "../../clerk.js"
import { clipped } from "../../clipped.js"
import { pauseOrResume } from "../../members.js"
import type { Booking } from "../../outcome.js"
import { actFor } from "../../people.js"
import { type Answer, type Choice, lines, menu, noted, rows, type Scene } from "../scene.js"
import { sourceLines } from "./hours-lines.js"
import { refusal } from "./refusal.js"

/** What staff ask: who is in, who comes next, what concerns a member. */

/** More lines than this are counted rather than listed. */
const listedMost = 30

export async function inNow(scene: Scene): Promise<Answer> {
  const { world, ask, say } = scene
  const found = await whoIsIn(world, ask)
  if ("is" in found) return refusal(scene, found.refusal)
  const { clerk, dot } = say.words
  const line = ({ room, member, end, status }: Booking): string =>
    [say.room(room), member.name, clerk.until(say.time(end)), ...(status === "checked_in" ? [] : [clerk.awaited])].join(
      dot,
    )
  return listedOf(scene, {
    title: clerk.who,
    none: clerk.nobody,
    found,
    line,
    other: { label: clerk.next, step: { do: "next" } },
  })
}

/** In the whole house, or in one room. */
export async function comingNext(scene: Scene, room: string | null = null): Promise<Answer> {
  const { world, ask, say } = scene
  const all = await whoComesNext(world, ask)
  if ("is" in all) return refusal(scene, all.refusal)
  const found = room === null ? all : all.filter((booking) => booking.room === room)
  const { clerk, dot } = say.words
  const line = (booking: Booking): string => [say.range(booking), say.place(booking), booking.member.name].join(dot)
  return listedOf(scene, {
    title: clerk.next,
    none: clerk.nothingNext,
    found,
    line,
    other: { label: clerk.who, step: { do: "in" } },
  })
}

type List = {
  title: string
  none: string
  found: readonly Booking[]
  line: (booking: Booking) => string
  other: Choice
}

function listedOf({ say }: Scene, { title, none, found, line, other }: List): Answer {
  const rest = found.length - listedMost
  return {
    text:
      found.length === 0
        ? lines(none)
        : [
            [{ bold: title }],
            ...lines(...found.slice(0, listedMost).map(line), rest > 0 && `+ ${say.words.sessions(rest)}`),
          ],
    choices: [[other, { label: say.words.label.today, step: { do: "today" } }]],
  }
}

/** `/find lotus`: the member with that in its name or its people's, or which of them. */
export async function findAsked(scene: Scene, part: string): Promise<Answer> {
  const { world, ask, say } = scene
  const found = await findMembers(world, ask, part)
  if ("is" in found) return refusal(scene, found.refusal)
  const [only, second] = found
  if (!only) return { text: lines(say.words.clerk.noMember(clipped(part, 60))), choices: menu(scene) }
  return second ? whichMember(scene, found, (id) => ({ do: "member", member: id })) : showMember(scene, only.id)
}

export const whichMember = (
  { say }: Scene,
  found: readonly { id: string; name: string }[],
  step: (id: string) => Choice["step"],
): Answer => ({
  text: lines(say.words.clerk.several),
  choices: rows(
    found.map(({ id, name }): Choice => ({ label: name, step: step(id) })),
    2,
  ),
})

export async function showMember(scene: Scene, id: string): Promise<Answer> {
  const { world, ask, say } = scene
  const card = await memberCard(world, ask, id)
  if ("is" in card) return refusal(scene, card.refusal)
  const { words } = say
  return {
    text: [
      [{ bold: card.member.name }],
      ...lines(...about(scene, card)),
      ...(card.hours ? await sourceLines(scene, id, card.hours) : []),
    ],
    choices: [
      ...card.upcoming.map((booking): Choice[] => [
        { label: say.slot(booking), step: { do: "show", booking: booking.id } },
      ]),
      [{ label: words.switchTo(card.member.name), step: { do: "act", member: id }, style: "primary" }],
      [
        { label: words.membership.grant, step: { do: "grant", member: id } },
        { label: words.membership.plan, step: { do: "tier", member: id } },
      ],
      [standing(say, card.member)],
    ],
  }
}

const standing = ({ words }: Scene["say"], { id, status }: MemberCard["member"]): Choice =>
  status === "suspended"
    ? { label: words.clerk.resume, step: { do: "standing", member: id, to: "active" } }
    : { label: words.clerk.suspend, step: { do: "standing", member: id, to: "suspended" } }

/** Pauses a membership or lets it go on, and shows the member as they now are, with the way back. */
export async function setStanding(scene: Scene, id: string, status: "active" | "suspended"): Promise<Answer> {
  const { world, ask, say } = scene
  const done = await pauseOrResume(world, ask, { member: id, status })
  if (done.is === "refused") return refusal(scene, done.refusal)
  const { suspended, resumed } = say.words.clerk
  const told = (status === "suspended" ? suspended : resumed)(done.member)
  return { ...noted(lines(told), await showMember(scene, id)), toast: told }
}

function about({ say, centre }: Scene, { member, people, hours, upcoming, missed }: MemberCard): string[] {
  const { clerk, arrival, hours: words } = say.words
  const plan = planOf(centre, member.planId)?.names[say.language] ?? member.planId
  return [
    clerk.plan(plan, member.status === "suspended"),
    ...(people.length > 0 ? [clerk.people(say.list(people))] : []),
    ...(hours
      ? [words.left(say.length(hours.granted - hours.used), say.length(hours.granted), say.month(hours.month))]
      : []),
    ...(missed > 0 ? [arrival.count(missed)] : []),
    ...(upcoming.length === 0 ? [clerk.nothingAhead] : []),
  ]
}

/** `/for off`, and the button: staff act for nobody again. */
export async function actForNobody(scene: Scene): Promise<Answer> {
  const { world, ask, say } = scene
  if (!ask.actor.person.staff) return refusal(scene, { why: "not_staff" })
  await actFor(world, ask, null)
  const { stopped } = say.words.clerk
  const nobody = { ...scene, ask: { ...ask, actor: { ...ask.actor, member: null } } }
  return { text: lines(stopped), toast: stopped, choices: menu(nobody), remember: null, whom: null }
}
