import type { Centre } from "../../centre.js"
import { digestAt } from "../../channels.js"
import { type Found, memberNames } from "../../clerk.js"
import { clipped } from "../../clipped.js"
import {
  type AdmitTo,
  admit,
  decline,
  type JoinRequest,
  openRequest,
  openRequests,
  openRequestsCount,
  requestToJoin,
  withdrawRequest,
} from "../../joining.js"
import { awaitingYes } from "../../requests.js"
import type { World } from "../../world.js"
import type { Phrasing } from "../phrasing.js"
import type { Step } from "../press.js"
import { type Answer, type Choice, lines, menu, rows, type Scene } from "../scene.js"
import { cleaned } from "../text.js"
import type { Turn } from "../turn.js"
import { refusal } from "./refusal.js"

/** Asking to join, by somebody unknown; and what staff answer. */

const nameMost = 60

/** `business`: what they wrote; null where they only said that they would like to. */
export async function requested(
  world: World,
  turn: Turn,
  { business, say, now }: { business: string | null; say: Phrasing; now: Date },
): Promise<Answer> {
  const { joining, linking, tooManyTries } = say.words
  if (turn.chat.kind === "group") return { text: lines(linking.alone) }
  if (business === null) return { text: lines(...joining.how) }
  const asked = await requestToJoin(world, {
    platform: turn.platform,
    userId: turn.from.id,
    address: turn.direct ?? turn.chat.address,
    name: clipped(cleaned(turn.from.name), 80),
    business: clipped(business, nameMost),
    language: say.language,
    network: turn.network,
    now,
  })
  switch (asked.is) {
    case "asked":
      return { text: lines(...joining.asked(asked.business)) }
    case "declined":
      return { text: lines(joining.declinedBefore) }
    case "too_many_tries":
      return { text: lines(tooManyTries(say.moment(asked.until))) }
    case "too_many_here":
      return { text: lines(joining.tooManyHere(say.moment(asked.until))) }
  }
}

export async function withdrawn(world: World, turn: Turn, say: Phrasing): Promise<Answer> {
  await withdrawRequest(world, { platform: turn.platform, userId: turn.from.id, address: turn.chat.address })
  return { text: lines(say.words.joining.withdrawn) }
}

/** As staff are told of it, and as they find it again. */
export function requestCard({ say, centre }: { say: Phrasing; centre: Centre }, request: JoinRequest): Answer {
  const { id, business, person, platform, at } = request
  const { joining, linking, dot } = say.words
  const from = joining.from(person || business, linking.platforms[platform] ?? platform)
  const admitOn = ({ id: plan, names }: Centre["plans"][number]): Choice => ({
    label: joining.takeIn(names[say.language]),
    step: { do: "admit", id, plan },
  })
  return {
    text: [[{ bold: joining.card(business) }], ...lines([from, say.moment(at)].join(dot), joining.asMember)],
    choices: [
      ...rows(centre.plans.map(admitOn), 2),
      [
        { label: joining.addTo, step: { do: "addto", id } },
        { label: joining.decline, step: { do: "turndown", id }, style: "danger" },
      ],
    ],
  }
}

type Asked = { do: "requests" | "request" | "admit" | "addto" | "turndown" }

/** In the channel that was told, the answer takes the place of the request: all of the staff see that it is answered. */
export async function joiningStep(scene: Scene, step: Extract<Step, Asked>): Promise<Answer> {
  const answer = await answered(scene, step)
  const told = scene.ask.actor.person.staff && (await digestAt(scene.world, scene.turn.chat.address)) !== null
  return told ? { ...answer, public: true } : answer
}

function answered(scene: Scene, step: Extract<Step, Asked>): Answer | Promise<Answer> {
  switch (step.do) {
    case "requests":
      return requests(scene)
    case "request":
      return show(scene, step.id)
    case "admit":
      return admitTo(scene, step.id, { plan: step.plan })
    case "addto":
      return step.member === undefined ? toWhich(scene, step.id) : admitTo(scene, step.id, { member: step.member })
    case "turndown":
      return turnDown(scene, step.id)
  }
}

/** As many as a message holds; the rest come up as these are answered. */
const listedMost = 20

async function requests(scene: Scene): Promise<Answer> {
  const { world, ask, say } = scene
  if (!ask.actor.person.staff) return refusal(scene, { why: "not_staff" })
  const open = await openRequests(world)
  const count = await openRequestsCount(world)
  const waiting = await awaitingYes(world, scene.now)
  const { joining, requests, dot } = say.words
  if (open.length + waiting.length === 0) return { text: lines(joining.none), choices: menu(scene) }
  const choices = [
    ...waiting.map(
      (booking): Choice => ({
        label: [booking.member.name, say.slot(booking)].join(dot),
        step: { do: "asked", booking: booking.id },
      }),
    ),
    ...open.map(({ id, business }): Choice => ({ label: business, step: { do: "request", id } })),
  ]
  return {
    text: [
      ...(waiting.length > 0 ? [[{ bold: requests.title(waiting.length) }]] : []),
      ...(open.length > 0 ? [[{ bold: joining.title(count) }]] : []),
    ],
    choices: rows(choices.slice(0, listedMost), 1),
  }
}

async function show(scene: Scene, id: string): Promise<Answer> {
  if (!scene.ask.actor.person.staff) return refusal(scene, { why: "not_staff" })
  const request = await openRequest(scene.world, id)
  return request ? requestCard(scene, request) : refusal(scene, { why: "answered" })
}

async function toWhich(scene: Scene, id: string): Promise<Answer> {
  const { world, ask, say } = scene
  if (!ask.actor.person.staff) return refusal(scene, { why: "not_staff" })
  const request = await openRequest(world, id)
  if (!request) return refusal(scene, { why: "answered" })
  const { joining } = say.words
  const near = likest(request.business, await memberNames(world)).slice(0, 8)
  return {
    text: lines(...joining.toWhich(request.business)),
    choices: [
      ...rows(
        near.map(({ id: member, name }): Choice => ({ label: name, step: { do: "addto", id, member } })),
        2,
      ),
      [{ label: joining.back, step: { do: "request", id } }],
    ],
  }
}

/** Names that share the most pairs of letters with this one come first; the others as they were. */
export function likest(name: string, members: readonly Found[]): Found[] {
  const wanted = pairs(name)
  const shared = (other: string): number => [...pairs(other)].filter((pair) => wanted.has(pair)).length
  return members
    .map((member) => ({ member, score: shared(member.name) }))
    .sort((a, b) => b.score - a.score)
    .map(({ member }) => member)
}

function pairs(name: string): Set<string> {
  const letters = [...name.normalize("NFKC").toLowerCase().replace(/\s+/gu, "")]
  return new Set(letters.slice(1).map((letter, at) => `${letters[at]}${letter}`))
}

async function admitTo(scene: Scene, request: string, to: AdmitTo): Promise<Answer> {
  const { world, ask, say } = scene
  const { joining } = say.words
  const admitted = await admit(world, ask, { request, to })
  if (admitted.is === "refused") return refusal(scene, admitted.refusal)
  const { member } = admitted
  if (admitted.is === "name_taken")
    return {
      text: lines(joining.nameTaken(member.name)),
      choices: [
        [{ label: joining.add(member.name), step: { do: "addto", id: request, member: member.id } }],
        [{ label: joining.back, step: { do: "request", id: request } }],
      ],
    }
  const told = joining.admitted(admitted.person, member.name)
  return {
    text: lines(told),
    toast: told,
    choices: [[{ label: member.name, step: { do: "member", member: member.id } }]],
  }
}

async function turnDown(scene: Scene, id: string): Promise<Answer> {
  const { world, ask, say } = scene
  const declined = await decline(world, ask, id)
  if (declined.is === "refused") return refusal(scene, declined.refusal)
  const told = say.words.joining.declined(declined.business)
  return { text: lines(told), toast: told, choices: [] }
}
