import {
  type Colleague,
  colleaguesOf,
  inviteColleague,
  mayManage,
  type Role,
  removeColleague,
  setRole,
} from "../../colleagues.js"
import { recordReading } from "../../reading.js"
import type { NoticeData } from "../../reminders.js"
import type { Phrasing } from "../phrasing.js"
import type { Step } from "../press.js"
import { type Answer, type Choice, lines, menu, noted, type Scene } from "../scene.js"
import { refusal } from "./refusal.js"

/** Who books for a merchant: shown to all of them, changed by owners. */

type About = { do: "people" | "invite" | "role" | "remove" }

export function colleagueStep(scene: Scene, step: Extract<Step, About>): Answer | Promise<Answer> {
  // Names and codes are for one merchant's people alone.
  if (scene.turn.chat.kind === "group") return { text: lines(scene.say.words.linking.alone) }
  switch (step.do) {
    case "people":
      return people(scene)
    case "invite":
      return inviteOne(scene, step.role ?? "staff")
    case "role":
      return changeRole(scene, step.person, step.role)
    case "remove":
      return step.sure ? remove(scene, step.person) : askRemove(scene, step.person)
  }
}

async function people(scene: Scene): Promise<Answer> {
  const { world, ask, say } = scene
  const { actor } = ask
  if (!actor.member) return refusal(scene, { why: "not_member" })
  const { membership, dot } = say.words
  const all = await colleaguesOf(world, actor)
  if (actor.member) await recordReading(world, ask, actor.member.id)
  const line = ({ name, role, self }: Colleague): string =>
    [name, membership.role[role], ...(self ? [membership.you] : [])].join(dot)
  const owns = mayManage(actor)
  // The last owner stays: there is no use in offering it.
  const mayGo = ({ role }: Colleague): boolean =>
    role !== "owner" || all.filter(({ role }) => role === "owner").length > 1
  return {
    text: [[{ bold: membership.people(actor.member.name) }], ...lines(...all.map(line))],
    choices: [
      ...all.flatMap((one) => (owns && !one.self ? [changes(say, one, mayGo(one))] : [])),
      ...(owns
        ? [
            [
              { label: membership.invite, step: { do: "invite" }, style: "primary" } satisfies Choice,
              { label: membership.inviteOwner, step: { do: "invite", role: "owner" } } satisfies Choice,
            ],
          ]
        : []),
      ...all.flatMap((one): Choice[][] =>
        one.self && mayGo(one) ? [[{ label: membership.leave, step: { do: "remove", person: one.id } }]] : [],
      ),
      [{ label: say.words.label.home, step: { do: "home" } }],
    ],
  }
}

function changes({ words }: Phrasing, { id, name, role }: Colleague, mayGo: boolean): Choice[] {
  const { membership } = words
  const other: Role = role === "owner" ? "staff" : "owner"
  if (!mayGo) return []
  return [
    { label: membership.remove(name), step: { do: "remove", person: id }, style: "danger" },
    {
      label: other === "owner" ? membership.makeOwner : membership.makeStaff,
      step: { do: "role", person: id, role: other },
    },
  ]
}

async function inviteOne(scene: Scene, role: Role): Promise<Answer> {
  const { world, ask, say } = scene
  const invited = await inviteColleague(world, ask, role)
  if (invited.is === "refused") return refusal(scene, invited.refusal)
  const [before, behind] = say.words.membership.invited(ask.actor.member?.name ?? "", say.moment(invited.until))
  return {
    text: [...lines(before), [{ code: `join ${invited.code}` }], ...lines(behind)],
    choices: menu(scene),
    // The code is to be found again, and sent on.
    apart: true,
  }
}

async function changeRole(scene: Scene, person: string, role: Role): Promise<Answer> {
  const { world, ask, say } = scene
  const changed = await setRole(world, ask, { person, role })
  if (changed.is === "refused") return refusal(scene, changed.refusal)
  return noted(lines(say.words.membership.roleSet[changed.role](changed.name)), await people(scene))
}

async function askRemove(scene: Scene, person: string): Promise<Answer> {
  const { world, ask, say } = scene
  const { actor } = ask
  const found = (await colleaguesOf(world, actor)).find(({ id }) => id === person)
  if (!found || !actor.member) return refusal(scene, { why: "no_such_person" })
  const { membership } = say.words
  const { self, name } = found
  if (!self && !mayManage(actor)) return refusal(scene, { why: "not_owner" })
  return {
    text: lines(...(self ? membership.askLeave(actor.member.name) : membership.askRemove(name, actor.member.name))),
    choices: [
      [
        {
          label: self ? membership.yesLeave : membership.yesRemove,
          step: { do: "remove", person, sure: "yes" },
          style: "danger",
        },
        { label: membership.keep, step: { do: "people" } },
      ],
    ],
  }
}

async function remove(scene: Scene, person: string): Promise<Answer> {
  const { world, ask, say } = scene
  const { actor } = ask
  const removed = await removeColleague(world, ask, person)
  if (removed.is === "refused") return refusal(scene, removed.refusal)
  const { membership } = say.words
  const { name, self, bookings, heir } = removed
  const member = actor.member?.name ?? ""
  const told = self ? membership.left(member) : membership.removed(name, member)
  const note = lines(told, bookings > 0 && membership.inherited(bookings, heir))
  if (!self) return { ...noted(note, await people(scene)), toast: told }
  const rest = actor.members.filter(({ id }) => id !== actor.member?.id)
  const choice = ({ id, name }: (typeof rest)[number]): Choice[] => [
    { label: say.words.switchTo(name), step: { do: "act", member: id } },
  ]
  const nobody = { say, ask: { ...ask, actor: { ...actor, member: null } } }
  return { text: note, choices: [...rest.map(choice), ...menu(nobody)], toast: told, remember: null }
}

/** What they are told themselves. */
export function peopleNotice({ words }: Phrasing, data: Extract<NoticeData, { kind: "people" }>): Answer {
  const { membership } = words
  switch (data.how) {
    case "removed":
      return { text: lines(membership.wasRemoved(data.member)) }
    case "owner":
      return { text: lines(membership.isOwner(data.member)) }
    case "left": {
      const { name, member, bookings } = data
      return {
        text: lines(membership.hasLeft(name, member), bookings > 0 && membership.yours(bookings)),
        choices: bookings > 0 ? [[{ label: words.label.mine, step: { do: "mine" } }]] : [],
      }
    }
  }
}
