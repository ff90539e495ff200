import { drawnCounts } from "../../ballot-record.js"
import { ballotBy } from "../../ballot-rows.js"
import {
  type BallotState,
  ballotState,
  callOff,
  type Opening,
  openBallot,
  wishesMost,
  wrongWith,
} from "../../ballots.js"
import { clipped } from "../../clipped.js"
import { draw } from "../../draw.js"
import type { Interval } from "../../interval.js"
import { localMinute } from "../../time.js"
import type { Step } from "../press.js"
import { type Answer, type Choice, lines, menu, noted, type Scene } from "../scene.js"
import { decoded } from "../text.js"
import { covered, drawnLine } from "./ballot-lines.js"
import { refusal } from "./refusal.js"
import { instantOf } from "./sketch.js"

/** Staff: a ballot opened, looked at, drawn, called off. */

type Lay = Extract<Step, { do: "lay" }>
type Laying = Lay | Extract<Step, { do: "draw" | "calloff" }>

export async function layingStep(scene: Scene, step: Laying): Promise<Answer> {
  if (!scene.ask.actor.person.staff) return refusal(scene, { why: "not_staff" })
  switch (step.do) {
    case "lay":
      return step.sure ? opened(scene, step) : preview(scene, step)
    case "draw":
      return drawn(scene, step.ballot)
    case "calloff":
      return step.sure ? calledOff(scene, step.ballot) : askCallOff(scene, step.ballot)
  }
}

export const layOf = (opening: Omit<Opening, "announce">, zone: string): Lay => ({
  do: "lay",
  over: opening.windows.map(({ start, end }) => `${localMinute(start, zone)}/${localMinute(end, zone)}`).join(","),
  until: localMinute(opening.deadline, zone),
  wishes: String(opening.wishesMax),
  wins: String(opening.winsMax),
  name: encodeURIComponent(opening.name),
})

/** @returns null for what no ballot could be over */
function openingOf({ centre: { zone } }: Scene, step: Lay): Opening | null {
  const windows = step.over.split(",").flatMap((text): Interval[] => {
    const [from = "", to = ""] = text.split("/")
    const shape = /^20\d\d-\d\d-\d\dT\d\d:\d\d$/
    return shape.test(from) && shape.test(to) ? [{ start: instantOf(from, zone), end: instantOf(to, zone) }] : []
  })
  const name = decoded(step.name)
  if (windows.length === 0 || !name) return null
  return {
    name: clipped(name, 40),
    windows,
    deadline: instantOf(step.until, zone),
    wishesMax: Number(step.wishes),
    winsMax: Number(step.wins),
    announce: step.sure === "tell",
  }
}

/** Why not, and how. */
export function cannot(scene: Scene, what: keyof Scene["say"]["words"]["ballot"]["bad"]): Answer {
  const { ballot } = scene.say.words
  return { text: lines(ballot.bad[what], "", ...ballot.staffHow), choices: menu(scene) }
}

/** What would be opened, with other numbers one tap away. */
export function preview(scene: Scene, step: Lay): Answer {
  const { say } = scene
  const { ballot, label } = say.words
  const opening = openingOf(scene, step)
  const wrong = opening ? wrongWith(opening, scene.now) : "hours"
  if (!opening || wrong) return cannot(scene, wrong ?? "hours")
  const { name, wishesMax, winsMax, deadline } = opening
  const sure = (how: "tell" | "quiet"): Step => ({ ...step, sure: how })
  const others = (now: number, all: readonly number[]): number[] =>
    all.filter((one) => one !== now && one <= wishesMost)
  const wishes = others(wishesMax, [3, 5, 8]).filter((count) => count >= winsMax)
  const wins = others(winsMax, [1, 2, 3]).filter((count) => count <= wishesMax)
  return {
    text: [
      [{ bold: ballot.ask(name) }],
      ...lines(ballot.covers(covered(say, opening)), ballot.rule(wishesMax, winsMax, say.moment(deadline))),
    ],
    choices: [
      [
        { label: ballot.openAndTell, step: sure("tell"), style: "primary" },
        { label: ballot.openQuietly, step: sure("quiet") },
      ],
      wishes.map((count): Choice => ({ label: ballot.wishesEach(count), step: { ...step, wishes: String(count) } })),
      wins.map((count): Choice => ({ label: ballot.winsEach(count), step: { ...step, wins: String(count) } })),
      [{ label: label.cancel, step: { do: "ballots" } }],
    ],
  }
}

async function opened(scene: Scene, step: Lay): Promise<Answer> {
  const { world, ask, say } = scene
  const { ballot } = say.words
  const opening = openingOf(scene, step)
  if (!opening) return cannot(scene, "hours")
  const done = await openBallot(world, ask, opening)
  if (done.is === "refused") return refusal(scene, done.refusal)
  if (done.is === "bad") return cannot(scene, done.what)
  const note = done.is === "already" ? ballot.already : ballot.isOpen(done.told)
  return { ...noted(lines(note), await stateOf(scene, done.ballot)), toast: note }
}

async function stateOf(scene: Scene, id: string): Promise<Answer> {
  const state = await ballotState(scene.world, id)
  return state ? laid(scene, state) : { text: lines(scene.say.words.ballot.noneOpen), choices: menu(scene) }
}

/** A ballot as staff see it: who wishes for what is the members' own. */
export async function laid(scene: Scene, { ballot, members, wishes }: BallotState): Promise<Answer> {
  const { world, say, now } = scene
  const { ballot: words, label } = say.words
  const { id, status, deadline } = ballot
  const counts = status === "drawn" ? await drawnCounts(world, id) : null
  const open: Choice[] = [
    ...(deadline <= now
      ? [{ label: words.draw, step: { do: "draw", ballot: id }, style: "primary" } satisfies Choice]
      : []),
    { label: words.callOff, step: { do: "calloff", ballot: id }, style: "danger" },
  ]
  return {
    text: [
      [{ bold: words.title(ballot.name) }],
      ...lines(
        words.covers(covered(say, ballot)),
        status === "open" && words.rule(ballot.wishesMax, ballot.winsMax, say.moment(deadline)),
        status === "open" && words.state(members, wishes, say.moment(deadline)),
        status === "off" && words.wasOver,
        counts !== null && drawnLine(say, counts),
      ),
    ],
    choices: [
      ...(status === "open" ? [open] : []),
      [
        { label: words.fair, step: { do: "lots", ballot: id } },
        { label: label.home, step: { do: "home" } },
      ],
    ],
  }
}

async function drawn(scene: Scene, id: string): Promise<Answer> {
  const { world, ask, say } = scene
  const { ballot } = say.words
  const done = await draw(world, ask, id)
  switch (done.is) {
    case "refused":
      return refusal(scene, done.refusal)
    case "too_early":
      return noted(lines(ballot.tooEarly(say.moment(done.until))), await stateOf(scene, id))
    case "drawn":
    case "over":
      return stateOf(scene, id)
  }
}

async function askCallOff(scene: Scene, id: string): Promise<Answer> {
  const { world, say } = scene
  const { ballot } = say.words
  const state = await ballotState(world, id)
  if (state?.ballot.status !== "open") return { text: lines(ballot.wasOver), choices: menu(scene) }
  return {
    text: lines(ballot.callOffAsk(state.ballot.name, state.members)),
    choices: [
      [
        { label: ballot.callOffYes, step: { do: "calloff", ballot: id, sure: "yes" }, style: "danger" },
        { label: ballot.keep, step: { do: "ballot", ballot: id } },
      ],
    ],
  }
}

async function calledOff(scene: Scene, id: string): Promise<Answer> {
  const { world, ask, say } = scene
  const { ballot } = say.words
  const off = await callOff(world, ask, id)
  if (off.is === "refused") return refusal(scene, off.refusal)
  const note = off.is === "over" ? ballot.wasOver : ballot.calledOff(off.members)
  const found = await ballotBy(world, id)
  return { text: lines(found && ballot.title(found.name), note), choices: menu(scene), toast: note }
}
