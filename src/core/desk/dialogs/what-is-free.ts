import { gridMinutes, roomOf } from "../../centre.js"
import { addDays, wallMinutes } from "../../time.js"
import { openDraft } from "../draft.js"
import type { Sketch } from "../press.js"
import type { Answer, Scene } from "../scene.js"
import { type About, inProgress, onCard } from "./about.js"
import { free } from "./free.js"
import { merge, windowOf } from "./merge.js"
import { dayOf, hasTime, instantOf, whole } from "./sketch.js"

/** What is free, asked in words: while something is put together or was just refused, of that. */

export async function whatIsFree(scene: Scene, about: About): Promise<Answer> {
  const open = openDraft(scene.draft, scene.now)
  const { dayStated, start, week, window } = about.reading
  // A question that names its day is one of its own; right after a no only one that says when.
  const refused = open.yes === null && open.asking === null && open.list.length > 0
  const apart = dayStated && (!refused || window !== null || hasTime(start ?? undefined))
  const holds = inProgress(open) && !apart && week === null && !spansDays(about)
  const all = open.sketch && holds ? await whole(scene, { ...onCard(open.yes), ...open.sketch }) : null
  const at = all?.sketch.start === undefined ? null : spokenOf(scene, about, all.sketch)
  const sketch = merge(scene, at ? { ...about, sketch: at, whole: at } : about)
  return free(scene, sketch, windowOf(scene, about.reading))
}

/** "Next week", "from Monday to Wednesday". */
const spansDays = ({ reading: { window } }: About): boolean =>
  window?.from != null && window.to != null && window.from.slice(0, 10) < addDays(window.to.slice(0, 10), -1)

const nothingElse = (later: string): RegExp =>
  new RegExp(
    `^(?:(?:and|ok|then|咁|噉|那|e|mas)[ ,，]*)*(?:is there |do you have |have you |h[áa] )?(?:anything|something|any time|alguma coisa|algo|a bit)? ?(?:${later})(?: (?:then|on|that day|nesse dia))?(?:少少)?(?:[有得行][冇唔不没]?[有得行]?(?:位|空|吗|嗎)?)?[ ?？呢呀啊嘅的吗嗎.。]*$`,
    "iu",
  )
const later = nothingElse("later|mais tarde|(?:再)?(?:遲|迟|夜|晚)(?:啲|一点|一點|点|點)")
const earlier = nothingElse("earlier|sooner|mais cedo|(?:再)?早(?:啲|一点|一點|点|點)")

/** "Anything later?" than what is put together or was refused: on that day, after it. */
export async function laterThat(scene: Scene, text: string): Promise<Answer | null> {
  const { sketch, yes } = openDraft(scene.draft, scene.now)
  const said = text.normalize("NFKC").trim()
  const after = later.test(said)
  if ((!after && !earlier.test(said)) || !sketch || yes?.do === "cancel") return null
  const all = (await whole(scene, sketch))?.sketch
  if (!all || !hasTime(all.start)) return null
  const day = dayOf(scene.centre, all.start)
  const at = wallMinutes(instantOf(all.start, scene.centre.zone), day, scene.centre.zone)
  const within = after ? { from: at + gridMinutes, to: lastMinute } : { from: 0, to: at }
  return free(scene, { ...ofKind(scene, all), start: day, within })
}

/** Of the day and the night after it. */
const lastMinute = 2880

/**
 * "Is there anything at 7 then?": on that day, with those hosts and that gear, in a room of that kind. Where another room or size is
 * asked about it is about that very time; another day is looked at as a whole.
 */
function spokenOf({ centre }: Scene, { reading }: About, sketch: Sketch): Sketch {
  const { start, window, room, roomClass, roomChoice, hosts } = reading
  const narrows = [room, roomClass, roomChoice, hosts].some((what) => what !== null)
  const untimed = start === null && window === null
  const { start: then = "" } = sketch
  const { room: kind, ...rest } = ofKind({ centre }, sketch)
  return {
    ...rest,
    start: narrows && untimed ? then : dayOf(centre, then),
    ...(kind && (roomChoice === null || roomChoice === "bigger" || roomChoice === "smaller") ? { room: kind } : {}),
  }
}

/** A room of that kind would do. */
function ofKind({ centre }: Pick<Scene, "centre">, { room, nth: _, repeat: __, ...rest }: Sketch): Sketch {
  const named = typeof room === "object" && "room" in room ? roomOf(centre, room.room) : undefined
  const kind = named ? { class: named.class } : room
  return kind ? { ...rest, room: kind } : rest
}
