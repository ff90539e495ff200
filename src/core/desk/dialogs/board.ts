import { boardLink, leaveBoardEverywhere, linkLapses } from "../../board-pass.js"
import { type Answer, lines, menu, type Scene } from "../scene.js"
import { refusal } from "./refusal.js"

/** The staff's way in to the board, given in chat. */

/**
 * The secret stands behind `#`, which browsers send to nobody: what fetches links to preview them does not learn it, and no log has it.
 */
export async function linkToBoard(scene: Scene): Promise<Answer> {
  const { world, ask, say, now } = scene
  const { board } = say.words
  if (!ask.actor.person.staff) return refusal(scene, { why: "not_staff" })
  if (!world.pages) return { text: lines(board.none), choices: menu(scene) }
  const secret = await boardLink(world, ask)
  if (typeof secret === "object") return refusal(scene, secret.refusal)
  const url = `${world.pages}/board#in=${secret}`
  return {
    text: [...lines(board.how(say.time(linkLapses(world, now)))), [{ link: url, url }], ...lines(board.secret)],
    choices: [[{ label: board.off, step: { do: "board", off: "off" } }]],
  }
}

export async function leaveEverywhere(scene: Scene): Promise<Answer> {
  const { world, ask, say } = scene
  if (!ask.actor.person.staff) return refusal(scene, { why: "not_staff" })
  await leaveBoardEverywhere(world, ask)
  const { left, again } = say.words.board
  return { text: lines(left), choices: [[{ label: again, step: { do: "board" } }]], toast: left }
}
