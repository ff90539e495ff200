import type { Scene } from "../scene.js"
import type { Intent, Reading } from "../understand/index.js"
import { readAlone } from "./when-said.js"

/**
 * "Cancel tomorrow's and move Thursday's to six": two wishes that have nothing to do with each other. Read as one, the one's time would be
 * taken for the other's. The first is put up; the other is to be said afterwards.
 */

const joint =
  /\s*(?:[,，;；。]\s*(?:(?:and|then|also|e|depois|também)(?!\p{L})\s*|同埋|之後|跟住|然後|然后|另外)*|(?<!\p{L})(?:and then|and also|and|e depois|e também|e)(?!\p{L})|同埋|然後|然后|另外)\s*/giu
const jointsMost = 4
const longest = 200

const acts: ReadonlySet<Intent> = new Set(["cancel", "reschedule", "extend", "book"])

const whole = ({ intent, intentStated, start, not }: Reading): boolean =>
  acts.has(intent) && intentStated && start !== null && not === null

export type TwoWishes = { first: string; rest: string }

/** @returns null for what is one wish, however many clauses it has */
export function twoWishes(scene: Scene, text: string): TwoWishes | null {
  if (text.length > longest) return null
  for (const found of [...text.matchAll(joint)].slice(0, jointsMost)) {
    const [first, rest] = [text.slice(0, found.index), text.slice(found.index + found[0].length)]
    if (first === "" || rest === "") continue
    const one = readAlone(scene, first)
    if (!whole(one)) continue
    const other = readAlone(scene, rest)
    if (whole(other) && apart(one, other)) return { first, rest }
  }
  return null
}

/** "Cancel two o'clock and book four" moves a session; with an end of its own the other is another session. */
function apart(one: Reading, other: Reading): boolean {
  if (one.intent === other.intent || one.start === other.start) return false
  const moves =
    one.intent === "cancel" && other.intent === "book" && other.end === null && other.durationMinutes === null
  return !moves
}
