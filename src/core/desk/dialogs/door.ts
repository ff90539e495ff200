import { roomOf } from "../../centre.js"
import { toPng } from "../../picture/png.js"
import { qrCode } from "../../picture/qr.js"
import { type Answer, lines, type Scene } from "../scene.js"
import type { Picture } from "../turn.js"
import { understand } from "../understand/index.js"
import { vocabulary } from "../vocabulary.js"
import { refusal } from "./refusal.js"

/** `/qr Studio 2`: the code for a room's door, by which people check in there. Staff only. */
export async function doorCode(scene: Scene, text: string): Promise<Answer> {
  const { ask, say, doors } = scene
  const { clerk } = say.words
  if (!ask.actor.person.staff) return refusal(scene, { why: "not_staff" })
  if (text === "") return { text: lines(clerk.doorHow) }
  const room = roomNamed(scene, text)
  if (room === null) return refusal(scene, { why: "no_such_room" })
  const links = doors(room)
  const [link] = links
  const picture = link ? await drawn(scene, room, link) : null
  return {
    text: [
      [{ bold: clerk.door(say.room(room)) }],
      ...(links.length > 0 ? links.map((url) => [{ link: url, url }]) : [[{ code: `/checkin ${room}` }]]),
    ],
    ...(picture ? { picture } : {}),
    public: true,
  }
}

/** A room by its id, or by one of its names. */
export function roomNamed({ centre, now, say }: Scene, text: string): string | null {
  const id = text.trim().toLowerCase()
  if (roomOf(centre, id)) return id
  const context = { now, zone: centre.zone, language: say.language, centre: vocabulary(centre), bookings: [] }
  return understand(text, context).room?.id ?? null
}

async function drawn({ world, say }: Scene, room: string, link: string): Promise<Picture | null> {
  try {
    const drawing = qrCode(link, { name: say.room(room), language: say.language })
    return { name: `${room}-qr.png`, png: await toPng(drawing), alt: link }
  } catch (error) {
    world.log.warn({ err: error }, "a code could not be drawn")
    return null
  }
}
