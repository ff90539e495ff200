import { gearOf, hostsMax, roomOf } from "../../centre.js"
import { gearFree } from "../../gear.js"
import { after, minute, minutesOf } from "../../interval.js"
import type { Draft } from "../draft.js"
import type { Sketch } from "../press.js"
import { type Answer, type Choice, lines, rows, type Scene } from "../scene.js"
import type { Reading } from "../understand/index.js"
import { hasTime, instantOf, whole } from "./sketch.js"

/** What is asked of the session on the card, or of the booking that is shown, in between. */

const form = (...forms: readonly string[]): RegExp =>
  new RegExp(
    `^(?:(?:and|so|sorry|wait|ok|e|mas|咁|噉|即|那)[ ,，]*)*(?:${forms.join("|")})(?: (?:again|then|please|mesmo|exatamente))?[ ?？!！.。呀㗎啊呢嘅的架]*$`,
    "iu",
  )

const whichRoom = form(
  "(?:which|what) (?:room|studio|one)(?: number)?(?: (?:is|was|would|will) (?:that|this|it|ours|mine)(?: be)?)?(?: in)?",
  "(?:which|what) (?:room|studio) (?:are|would|will) we (?:be )?in",
  "what(?:['’]?s| is) (?:in )?(?:the|that|this) (?:room|studio)(?: number| like)?",
  "(?:que|qual(?: é)?(?: [oa])?) (?:sala|est[úu]dio)(?: é(?: ess[ea]| est[ea])?)?",
  "em que (?:sala|est[úu]dio)(?: é| fica)?",
  "(?:呢個|嗰個|呢場|這個|这个|这场)?(?:係|是|喺|在)?(?:邊間|邊一間|幾號|哪间|哪一间|几号)(?:房間?|房间|直播間|直播间)?(?:嚟|來|来)?",
)

const howMany = form(
  "how many (?:people |persons |hosts |of us )?(?:(?:can|could|does|do|will|would) )?(?:(?:it|that|this|we|i|(?:that|this|the) (?:room|studio|one)) )?(?:fit|hold|take|be|have|seat|bring)(?: (?:in|into|inside))?(?: (?:it|there|that|this|here|(?:the|that|this) (?:room|studio)))?",
  "(?:what(?:['’]?s| is) (?:the|its) )?(?:max(?:imum)?|capacity)(?: (?:number of )?(?:hosts|people))?",
  "quant[ao]s (?:pessoas |apresentadores )?(?:cabem|leva|podem|podemos ser)(?: (?:lá|aí|dentro|nel[ea]|ness[ea] (?:sala|est[úu]dio)|n[ao] (?:sala|est[úu]dio)|estar|entrar))*",
  "(?:qual é )?o máximo(?: de (?:pessoas|apresentadores))?",
  "(?:is (?:it|that|this)(?: (?:room|studio|one))? (?:big|large|small)(?: enough)?|how (?:big|large) is (?:it|that|this)(?: (?:room|studio|one))?)",
  "(?:é|ess[ea] é) (?:grande|pequen[oa])|que tamanho tem",
  "(?:呢間|嗰間|間|這間|这间|那间)?(?:房間?|房间)?(?:大唔大|大不大|細唔細|有幾大|有多大|夠唔夠大|够不够大)",
  "(?:呢間|嗰間|間|這間|这间|那间)?(?:房間?|房间)?(?:最多)?(?:可以|能)?(?:坐|容納|容纳|企|站|放|入|上)?(?:到|得落|得|下)?(?:最多)?(?:幾多|多少|幾|几)(?:個|位|个)?(?:人|主播)",
)

const when = form(
  "(?:what (?:time|day|date)|when|how long|until when) (?:is|was|would|will) (?:that|it|this)(?: be)?(?: for)?",
  "(?:when|what time) does (?:it|that) (?:start|begin|end|finish)",
  "(?:a que horas|em que dia|que dia|quanto tempo|quanto dura|até quando)(?: é(?: que é)?| era| acaba| começa| dura)?",
  "(?:係|是)?(?:幾點|几点|邊日|哪天|幾耐|多久|幾長時間|多长时间)(?:開始|开始|完|結束|结束)?(?:嚟|來|来)?",
)

type Asked = { reading: Reading; text: string }

/** Which room it is in, how many it takes, when it is, whether there is a green screen; null for anything else. */
export async function ofSession(
  scene: Scene,
  { sketch, yes }: Pick<Draft, "sketch" | "yes">,
  { reading, text }: Asked,
): Promise<Answer | null> {
  const said = text.normalize("NFKC").trim()
  const ofRoom = whichRoom.test(said) || howMany.test(said)
  const gear = gearAlone(reading)
  if (!sketch || (!ofRoom && !gear && !when.test(said))) return null
  const all = (await whole(scene, yes?.do === "book" ? yes.sketch : sketch))?.sketch
  if (!all || !hasTime(all.start) || !all.minutes) return null
  if (ofRoom) return all.room === undefined ? null : { text: lines(roomLine(scene, all)) }
  if (gear) return gearLines(scene, all, reading)
  const start = instantOf(all.start, scene.centre.zone)
  const session = { start, end: after(start, all.minutes * minute) }
  return { text: lines([scene.say.when(session), scene.say.length(minutesOf(session))].join(scene.say.words.dot)) }
}

/** "Does it have a green screen?": of no other day, time or room. */
const gearAlone = ({ intent, gear, start, week, window, room, roomClass, hosts }: Reading): boolean =>
  intent === "availability" &&
  gear.length > 0 &&
  gear.every(({ how }) => how === "set") &&
  [start, week, window, room, roomClass, hosts].every((said) => said === null)

/** `Studio 1 · Small (up to 2 hosts)` */
function roomLine({ centre, say }: Scene, { room }: Sketch): string | null {
  const one = typeof room === "object" && "room" in room ? roomOf(centre, room.room) : undefined
  const kind = centre.classes.find(
    ({ id }) => id === (typeof room === "object" && "class" in room ? room.class : one?.class),
  )
  if (!kind) return null
  const sized = say.words.sized(
    say.className(kind.id),
    say.words.upToHosts(one ? hostsMax(centre, one) : kind.hostsMax),
  )
  return one ? [say.room(one.id), sized].join(say.words.dot) : sized
}

/** Gear comes with a session, not with a room: how many can be had then, and one tap to add one. */
async function gearLines(scene: Scene, all: Sketch, { gear: asked }: Reading): Promise<Answer> {
  const { world, centre, say, now } = scene
  const { closure, asked: words, card } = say.words
  const start = instantOf(all.start ?? "", centre.zone)
  const window = { start, end: after(start, (all.minutes ?? 0) * minute) }
  const has = (all.gear ?? []).filter(({ id }) => asked.some((one) => one.id === id))
  const wanted = asked.filter(({ id }) => !has.some((one) => one.id === id)).slice(0, 5)
  const found = await Promise.all(
    wanted.map(async ({ id }) => {
      const stretches = await gearFree(world, { gear: id, window, now })
      return { id, free: Math.min(...stretches.map(({ free }) => free)) }
    }),
  )
  const adds = found.flatMap(({ id, free }): Choice[] =>
    free > 0
      ? [
          {
            label: `+ ${say.gear(id)}`,
            step: { do: "plan", sketch: { ...all, gear: [...(all.gear ?? []), { id, quantity: 1 }] } },
          },
        ]
      : [],
  )
  return {
    text: lines(
      has.length > 0 && card.gear(say.gearList(has)),
      found.length > 0 && words.gearApart,
      ...found.map(({ id, free }) => closure.free(say.gear(id), free, gearOf(centre, id)?.quantity ?? 0)),
    ),
    choices: rows(adds, 2),
  }
}
