import type { Sketch } from "../press.js"
import { type Answer, type Choice, lines, rows, type Scene } from "../scene.js"
import type { Reading } from "../understand/index.js"
import { merge } from "./merge.js"
import { spanLabel } from "./open-questions.js"
import { plan } from "./plan.js"
import { hasTime, instantOf } from "./sketch.js"
import { readAlone } from "./when-said.js"

/** Several sessions in one message: each is a button, since a card is for one. */

const between = /\s*[,，;；、\n]\s*|\s+(?:and|&|or|then|e|ou|depois|mais)\s+|同埋|同|和|及|跟住|然後|然后|或者|或/iu

/** As many as are read and shown; whoever wants more sends them by themselves. */
const most = 6

type Piece = { text: string; sketches: Sketch[] }

/** @returns null where fewer than two sessions are told apart */
export function oneByOne(scene: Scene, text: string): Answer | null {
  const { say, ask } = scene
  if (!ask.actor.member) return null
  const sketches = likeTheFirst(withLength(pieces(scene, text)))
  const starts = new Set(sketches.map(({ start, room }) => `${start} ${JSON.stringify(room)}`))
  return starts.size < 2 ? null : choose(scene, sketches, say.words.question.first)
}

function choose(scene: Scene, sketches: readonly Sketch[], question: string): Answer {
  const choices = sketches.slice(0, most).map(
    (sketch): Choice => ({
      label: spanLabel(scene, sketch.start ?? "", sketch.minutes),
      step: { do: "begin", sketch },
    }),
  )
  const [day] = sketches.flatMap(({ start }) => start?.slice(0, 10) ?? [])
  return {
    text: lines(question),
    choices: rows(choices, 1),
    list: choices.map(({ step }) => step),
    remember: { sketch: day ? { around: day } : {}, asking: null, yes: null },
  }
}

/** One more like a session that there is, on its day where no other is said; null where no time is. */
export async function besides(scene: Scene, text: string, { booking: _, ...first }: Sketch): Promise<Answer | null> {
  const [, ...more] = likeTheFirst([first, ...sketchesOf(scene, readOn(scene, text, first.start?.slice(0, 10)))])
  const [only, second] = more
  if (!only) return null
  return second ? choose(scene, more, scene.say.words.question.start) : plan(scene, only)
}

/** What has a time of its own begins a session; what has none belongs to the one before it, or to all where it stands first. */
function pieces(scene: Scene, text: string): Piece[] {
  const found: Piece[] = []
  const parts = text.split(between).filter((part) => part.trim() !== "")
  const day = parts.flatMap((part) => dayIn(readOn(scene, part, undefined))).at(0)
  let lead = ""
  let last = day
  for (const part of parts.slice(0, 3 * most)) {
    const sketches = sketchesOf(scene, readOn(scene, `${lead} ${part}`, last))
    const piece = found.at(-1)
    if (sketches.length > 0) found.push({ text: part, sketches })
    else if (piece) {
      piece.text = `${piece.text}, ${part}`
      piece.sketches = sketchesOf(scene, readOn(scene, `${lead} ${piece.text}`, last))
    } else lead = `${lead} ${part}`
    last = found.at(-1)?.sketches[0]?.start?.slice(0, 10) ?? last
  }
  return found
}

const dayIn = ({ start, dayStated }: Reading): string[] => (dayStated && start ? [start.slice(0, 10)] : [])

/** Without a day of its own it is on that one: read as on its morning, when none of its times are over. */
function readOn(scene: Scene, text: string, day: string | undefined): Reading {
  const read = readAlone(scene, text)
  const morning = day && instantOf(day, scene.centre.zone)
  return read.dayStated || !morning || morning <= scene.now ? read : readAlone({ ...scene, now: morning }, text)
}

/** What it may mean, likeliest first: the morning or the evening is a button each. */
function sketchesOf(scene: Scene, reading: Reading): Sketch[] {
  const open = reading.open.find(({ about }) => about === "start")
  const spans = open?.about === "start" ? open.choices : [{ start: reading.start ?? "", end: reading.end }]
  return spans
    .filter(({ start }) => hasTime(start))
    .map(({ start, end }) =>
      merge(scene, { sketch: {}, whole: {}, reading: { ...reading, problems: [], open: [], start, end } }),
    )
}

/** What is said of the first alone is of the others too: in which room, for how long, with how many hosts. */
function likeTheFirst([first, ...others]: readonly Sketch[]): Sketch[] {
  if (!first) return []
  const { minutes, room, hosts } = first
  const same = { ...(minutes ? { minutes } : {}), ...(room ? { room } : {}), ...(hosts ? { hosts } : {}) }
  return [first, ...others.map((sketch) => ({ ...same, ...sketch }))]
}

/** "Each an hour", at the end: of all that have no length of their own. */
function withLength(found: readonly Piece[]): Sketch[] {
  const minutes = found.at(-1)?.sketches[0]?.minutes
  return found.flatMap(({ sketches }) =>
    sketches.map((sketch) => (sketch.minutes || !minutes ? sketch : { ...sketch, minutes })),
  )
}
