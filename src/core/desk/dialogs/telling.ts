import { findBooking } from "../../booking-record.js"
import type { NoticeData, Word } from "../../reminders.js"
import { tellStaff } from "../../telling.js"
import { type Answer, type Choice, lines, menu, type Scene } from "../scene.js"
import type { Reading } from "../understand/index.js"
import { closeToday } from "./afterwards.js"
import { listChoice } from "./closed-lines.js"
import { refusal } from "./refusal.js"

/** What is passed on to the staff: something is broken, or somebody would like to talk to them. */

/** @param text what they wrote; null for a button */
export function talk(scene: Scene, text: string | null): Answer | Promise<Answer> {
  return passed(scene, { about: "talk", text, room: null, gear: null })
}

/** Somebody says that something is broken. Staff are told how to close it. */
export function faultSaid(scene: Scene, { room, gear }: Reading, text: string): Answer | Promise<Answer> {
  if (scene.ask.actor.person.staff) return { text: lines(...scene.say.words.closure.how), choices: menu(scene) }
  return passed(scene, { about: "fault", text, room: room?.id ?? null, gear: gear[0]?.id ?? null })
}

async function passed(scene: Scene, word: Word): Promise<Answer> {
  const { world, ask, say } = scene
  const { asked } = say.words
  const told = await tellStaff(world, ask, word)
  switch (told.is) {
    case "refused":
      return refusal(scene, told.refusal)
    case "told": {
      const what = thing(scene, told.word)
      return {
        text: lines(word.about === "fault" && what ? asked.passedFault(what) : asked.passed),
        choices: menu(scene),
      }
    }
    default:
      return { text: lines(asked[told.is]), choices: menu(scene) }
  }
}

type View = Pick<Scene, "world" | "say" | "centre" | "now">

const thing = ({ say }: Pick<Scene, "say">, { room, gear }: Word): string =>
  [...(gear ? [say.gear(gear)] : []), ...(room ? [say.room(room)] : [])].join(say.words.dot)

/** To the staff: who, in which words, what it was read as, and one tap from taking it out of use for today. */
export async function wordNotice(view: View, data: Extract<NoticeData, { kind: "word" }>): Promise<Answer | null> {
  const { world, say } = view
  const { prisma } = world.store
  const [person, member, during] = await Promise.all([
    prisma.person.findUnique({ where: { id: data.person }, select: { name: true } }),
    data.member ? prisma.member.findUnique({ where: { id: data.member }, select: { name: true } }) : null,
    data.during ? findBooking(world, data.during) : null,
  ])
  if (!person) return null
  const { asked } = say.words
  const who = [person.name, ...(member ? [member.name] : [])].join(say.words.dot)
  const what = thing(view, data)
  return {
    text: [
      [{ bold: data.about === "fault" ? asked.fault(who) : asked.talkTo(who) }],
      ...lines(
        data.text !== null && `“${data.text}”`,
        what !== "" && what,
        during !== null && asked.during(say.slot({ ...during.booking, roomClass: null })),
      ),
    ],
    choices:
      data.about === "fault" ? [closing(view, data), [listChoice(say)]] : memberChoice(data.member, member?.name),
  }
}

function closing(view: View, { room, gear }: Word): Choice[] {
  const { asked, shows } = view.say.words
  if (gear) return closeToday(view, asked.outToday(view.say.gear(gear)), `+${gear}*1`)
  return room ? closeToday(view, shows.closeRoom(view.say.room(room)), `@${room}`) : []
}

const memberChoice = (id: string | null, name: string | undefined): Choice[][] =>
  id !== null && name !== undefined ? [[{ label: name, step: { do: "member", member: id } }]] : []
