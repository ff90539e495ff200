import { drawnCounts, publishedBallot, resultOf } from "../../ballot-record.js"
import { type Ballot, type BallotWish, type Entry, latestBallots } from "../../ballot-rows.js"
import { ballotState } from "../../ballots.js"
import { broadcastDay } from "../../centre.js"
import type { Refusal } from "../../outcome.js"
import type { NoticeData } from "../../reminders.js"
import { addWishes, rankWish, takeBack, type Wished, wishesOf } from "../../wishing.js"
import type { Phrasing } from "../phrasing.js"
import type { Step } from "../press.js"
import { type Answer, type Choice, lines, menu, noted, rows, type Scene } from "../scene.js"
import type { Line } from "../turn.js"
import { covered, drawnLine, resultLines, wishLine } from "./ballot-lines.js"
import { laid } from "./ballot-staff.js"
import { plan } from "./plan.js"
import { refusal } from "./refusal.js"
import { wishOf } from "./sketch.js"

/** Campaign days given out by lot: what members wish for, and what came of it. */

type Asked = { do: "ballots" | "ballot" | "lots" | "wish" | "rank" | "unwish" }

export async function ballotStep(scene: Scene, step: Extract<Step, Asked>): Promise<Answer> {
  const { world, ask, centre, say } = scene
  switch (step.do) {
    case "ballots":
      return ballots(scene)
    case "ballot":
      return showBallot(scene, step.ballot)
    case "lots":
      return lots(scene, step.ballot)
    case "wish": {
      const wish = wishOf(centre, step.sketch)
      return wish
        ? wished(scene, step.ballot, await addWishes(world, ask, { ballot: step.ballot, wishes: [wish] }))
        : plan(scene, step.sketch)
    }
    case "rank":
    case "unwish": {
      const { ballot, wish } = step
      const done =
        step.do === "rank"
          ? await rankWish(world, ask, { ballot, wish, rank: Number(step.place) })
          : await takeBack(world, ask, { ballot, wish })
      if (done.is === "refused") return refusal(scene, done.refusal)
      const { over, removed } = say.words.ballot
      const note = done.is === "over" ? over : done.is === "changed" && step.do === "unwish" ? removed : null
      return { ...noted(lines(note), await showBallot(scene, ballot)), ...(note ? { toast: note } : {}) }
    }
  }
}

/** What came of wishing, over the list as it now is. */
export async function wished(
  scene: Scene,
  id: string,
  outcome: Wished,
  unread: readonly string[] = [],
): Promise<Answer> {
  const { ballot } = scene.say.words
  if (outcome.is === "refused") return notThat(scene, id, outcome.refusal)
  const shown = await showBallot(scene, id)
  const found = scene.centre.ballots.find((one) => one.id === id)
  const note = {
    wished: () => ballot.added(scene.say.list(("added" in outcome ? outcome.added : []).map(String))),
    over: () => ballot.over,
    full: () => ballot.full("most" in outcome ? outcome.most : 0),
    outside: () => ballot.outside(found ? covered(scene.say, found) : ""),
  }[outcome.is]()
  const missed = unread.length > 0 && ballot.unread(scene.say.list(unread.map((part) => `“${part}”`)))
  return { ...noted(lines(note, missed), shown), toast: note, remember: null }
}

/** Why that is no wish, and back to the others. */
async function notThat(scene: Scene, ballot: string, why: Refusal): Promise<Answer> {
  const said = await refusal(scene, why)
  const back: Choice = { label: scene.say.words.ballot.enter, step: { do: "ballot", ballot }, style: "primary" }
  return { ...said, choices: [[back], ...(said.choices ?? [])] }
}

/** The one there is, or which of them. */
async function ballots(scene: Scene): Promise<Answer> {
  const { world, ask, say, centre } = scene
  const { ballot } = say.words
  const [only, ...others] = centre.ballots
  if (ask.actor.member && only && others.length === 0) return showBallot(scene, only.id)
  const latest = (await latestBallots(world)).filter(({ status }) => status !== "off").slice(0, 8)
  const choices = rows(
    latest.map(({ id, name }): Choice => ({ label: ballot.title(name), step: { do: "ballot", ballot: id } })),
    1,
  )
  const how = ask.actor.person.staff && !ask.actor.member ? lines(...ballot.staffHow) : []
  const text = centre.ballots.length === 0 ? lines(ballot.noneOpen) : []
  return { text: [...text, ...how], choices: [...choices, ...menu(scene)] }
}

export async function showBallot(scene: Scene, id: string): Promise<Answer> {
  const { world, ask, say } = scene
  const mine = await wishesOf(world, ask, id)
  if (!mine) return { text: lines(say.words.ballot.noneOpen), choices: menu(scene) }
  if (ask.actor.person.staff && !ask.actor.member) {
    const state = await ballotState(world, id)
    return state ? laid(scene, state) : { text: lines(say.words.ballot.noneOpen), choices: menu(scene) }
  }
  const { ballot, entry } = mine
  if (ballot.status === "off") return { text: lines(say.words.ballot.off(ballot.name)), choices: menu(scene) }
  if (ballot.status === "drawn") return outcomeFor(scene, ballot, entry)
  return scene.now < ballot.deadline ? openFor(scene, ballot, entry) : waitingFor(scene, ballot, entry)
}

const heading = (say: Phrasing, ballot: Ballot): Line[] => [
  [{ bold: say.words.ballot.title(ballot.name) }],
  ...lines(say.words.ballot.covers(covered(say, ballot))),
]
const ruleOf = (say: Phrasing, { wishesMax, winsMax, deadline }: Ballot): string =>
  say.words.ballot.rule(wishesMax, winsMax, say.moment(deadline))
const howDrawn = ({ words }: Phrasing, ballot: string): Choice => ({
  label: words.ballot.fair,
  step: { do: "lots", ballot },
})

function openFor(scene: Scene, ballot: Ballot, entry: Entry | null): Answer {
  const { say, centre } = scene
  const { words } = say
  const wishes = entry?.wishes ?? []
  const days = [...new Set(ballot.windows.map(({ start }) => broadcastDay(centre, start)))]
  const [day] = days
  const add: Step =
    day !== undefined && days.length === 1
      ? { do: "ask", part: "time", sketch: { start: day } }
      : { do: "ask", part: "day", sketch: day === undefined ? {} : { start: day } }
  const change = wishes.map(({ id: wish }, n): Choice[] => [
    ...(n > 0
      ? [
          {
            label: words.ballot.up(n + 1),
            step: { do: "rank", ballot: ballot.id, wish, place: String(n) },
          } satisfies Choice,
        ]
      : []),
    { label: words.ballot.remove(n + 1), step: { do: "unwish", ballot: ballot.id, wish } },
  ])
  return {
    text: [
      ...heading(say, ballot),
      ...lines(ruleOf(say, ballot), ""),
      ...(wishes.length > 0 ? lines(words.ballot.mine, ...listed(say, wishes)) : lines(words.ballot.none)),
      ...(wishes.length < ballot.wishesMax ? lines("", ...words.ballot.how) : []),
    ],
    choices: [
      ...change,
      [
        ...(wishes.length < ballot.wishesMax
          ? [{ label: words.ballot.add, step: add, style: "primary" } satisfies Choice]
          : []),
        howDrawn(say, ballot.id),
      ],
      [{ label: words.label.home, step: { do: "home" } }],
    ],
    remember: null,
  }
}

const listed = (say: Phrasing, wishes: readonly BallotWish[]): string[] =>
  wishes.map((wish, n) => `${n + 1}. ${wishLine(say, wish)}`)

function waitingFor(scene: Scene, ballot: Ballot, entry: Entry | null): Answer {
  const { say } = scene
  const wishes = entry?.wishes ?? []
  return {
    text: [
      ...heading(say, ballot),
      ...lines(say.words.ballot.soon),
      ...(wishes.length > 0 ? lines("", say.words.ballot.mine, ...listed(say, wishes)) : []),
    ],
    choices: [[howDrawn(say, ballot.id)], ...menu(scene)],
  }
}

type View = Pick<Scene, "world" | "say" | "now">

async function outcomeFor(view: View, ballot: Ballot, entry: Entry | null): Promise<Answer> {
  const { world, say } = view
  const { words } = say
  const results = entry && (await resultOf(world, ballot.id, entry))
  const told = results ? resultLines(say, results, ballot) : lines(entry ? words.ballot.leftOut : words.ballot.none)
  return {
    text: [[{ bold: words.ballot.drawn(ballot.name) }], ...told],
    choices: [
      [{ label: words.label.mine, step: { do: "mine" } }, howDrawn(say, ballot.id)],
      [{ label: words.label.book, step: { do: "plan", sketch: {} } }],
    ],
  }
}

/** How it is drawn; once it was, all that is needed to draw it again. */
async function lots(scene: Scene, id: string): Promise<Answer> {
  const { world, say } = scene
  const published = await publishedBallot(world, id)
  if (!published) return { text: lines(say.words.ballot.noneOpen), choices: menu(scene) }
  const { drawing, published: caption, notDrawnYet } = say.words.ballot
  const drawn = published.status === "drawn"
  const bytes = new TextEncoder().encode(`${JSON.stringify(published, null, 2)}\n`)
  return {
    text: [
      ...lines(drawing.how, drawing.seed),
      [{ code: published.commitment }],
      ...lines(...(drawn ? [caption] : [drawing.later, notDrawnYet])),
    ],
    ...(drawn ? { file: { name: `ballot-${id}.json`, type: "application/json", bytes } } : {}),
    choices: [[{ label: say.words.label.back, step: { do: "ballot", ballot: id } }]],
    apart: true,
  }
}

/** @returns null when there is nothing to say any more: it is over, or whoever wished is gone */
export async function ballotNotice(view: View, data: Extract<NoticeData, { kind: "ballot" }>): Promise<Answer | null> {
  const { world, say, now } = view
  const state = await ballotState(world, data.ballot)
  if (!state) return null
  const { ballot } = state
  const { words } = say
  switch (data.how) {
    case "open":
      if (ballot.status !== "open" || ballot.deadline <= now) return null
      return {
        text: [
          [{ bold: words.ballot.opened(ballot.name) }],
          ...lines(words.ballot.covers(covered(say, ballot)), ruleOf(say, ballot)),
        ],
        choices: [
          [
            { label: words.ballot.enter, step: { do: "ballot", ballot: ballot.id }, style: "primary" },
            howDrawn(say, ballot.id),
          ],
        ],
      }
    case "off":
      return {
        text: lines(words.ballot.off(ballot.name)),
        choices: [[{ label: words.label.book, step: { do: "plan", sketch: {} }, style: "primary" }]],
      }
    case "drawn":
      return data.member === null ? forStaff(view, ballot) : forMember(view, ballot, data.member)
  }
}

async function forMember(view: View, ballot: Ballot, memberId: string): Promise<Answer | null> {
  const actor = { member: { id: memberId } }
  const mine = await wishesOf(view.world, { actor }, ballot.id)
  return mine?.entry ? outcomeFor(view, ballot, mine.entry) : null
}

async function forStaff({ world, say }: View, ballot: Ballot): Promise<Answer | null> {
  const counts = await drawnCounts(world, ballot.id)
  if (!counts) return null
  const { words } = say
  return {
    text: [[{ bold: words.ballot.drawn(ballot.name) }], ...lines(drawnLine(say, counts))],
    choices: [[howDrawn(say, ballot.id)]],
  }
}
