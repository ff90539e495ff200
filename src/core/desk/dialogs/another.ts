import { openDraft } from "../draft.js"
import { type Answer, lines, noted, type Scene } from "../scene.js"
import { inProgress } from "./about.js"
import { besides, oneByOne } from "./one-by-one.js"
import { plan } from "./plan.js"
import { whole } from "./sketch.js"
import { shortened } from "./unclear.js"

/** "… and another at 7pm", 七點再訂一場, «e outra às 19h»: a session of its own, which is not lost beside the first. */

const when =
  "at|from|on|for|to|\\d|tomorrow|today|tonight|the|next|same|mon|tue|wed|thu|fri|sat|sun|às|das|à|na|no|amanhã|hoje|segunda|terça|quarta|quinta|sexta|sábado|domingo"
const session = "one|session|slot|booking|sessão|reserva"
const another = new RegExp(
  `(?<!\\p{L})(?:another|one more|a second|mais uma|uma segunda|outra)(?: (?:${session})(?!\\p{L})|(?= (?:${when})(?!\\p{L})|,|$)| (?=\\d))|[再多加](?:訂|订|嚟|来|來|加|播|一|多)*[場场節节]|各[訂订]?一[場场節节個个]`,
  "giu",
)

/** With what comes first in the same message, as buttons; else beside the card, which goes first, or like the booking that was just made. */
export async function andAnother(scene: Scene): Promise<Answer | null> {
  const { turn, say } = scene
  if (turn.said.kind !== "text") return null
  const { text } = turn.said
  const rest = text.replace(another, ", ")
  if (rest === text) return null
  const open = openDraft(scene.draft, scene.now)
  const several = oneByOne(scene, rest)
  if (several || !open.sketch) return several
  if (open.yes?.do === "book")
    return noted(lines(say.words.afterwards(shortened(text))), await plan(scene, open.sketch))
  const first = inProgress(open) ? null : await whole(scene, open.sketch)
  return first && besides(scene, rest, first.sketch)
}
