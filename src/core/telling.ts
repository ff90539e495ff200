import { bookingsBetween } from "./booking-record.js"
import { staffReaders } from "./channels.js"
import { clipped } from "./clipped.js"
import { once } from "./command.js"
import { after, day, hour } from "./interval.js"
import type { Ask, Booking, Refused } from "./outcome.js"
import type { NoticeData, Word } from "./reminders.js"
import type { World } from "./world.js"
import { createdFrom } from "./write.js"

/** What people tell the staff from their chat. */

/** `nobody`: there is no staff to tell. `enough`: they have told so much within the hour that it goes no further. */
export type Passed = { is: "told"; word: Word; during: Booking | null } | { is: "nobody" | "enough" }

/** So many from one person within an hour: what is more is noise, and staff have others to look after. */
const mostAnHour = 4
/** Of one message. */
const longest = 500

/** Tells the staff, once a turn. Where their session is on now, they are told of that too; a fault without a room is in its room. */
export async function tellStaff(world: World, ask: Ask, said: Word): Promise<Passed | Refused> {
  const { person, member } = ask.actor
  const now = await bookingsBetween(world, { from: ask.now, to: after(ask.now, 1) })
  const own = now.filter((booking) => booking.member.id === member?.id)
  const during = own.find(({ room }) => room === said.room) ?? own[0] ?? null
  const word: Word = {
    ...said,
    text: said.text === null ? null : clipped(said.text, longest),
    room: said.room ?? (said.about === "fault" ? (during?.room ?? null) : null),
  }
  const [first, ...more] = await staffReaders(world)
  return once<Passed>(world, ask, {
    what: { do: "word", word },
    decide: async (tx) => {
      if (!first) return { is: "nobody" }
      // Their id is part of the key, so that all of it is found when they are to be forgotten.
      const key = (to: string): string => `word:${person.id}:${ask.key}:${to}`
      const before = await tx.notice.count({
        where: {
          AND: [{ key: { startsWith: `word:${person.id}:` } }, { key: { endsWith: `:${first.id}` } }],
          dueAt: { gt: after(ask.now, -hour) },
        },
      })
      if (before >= mostAnHour) return { is: "enough" }
      const data: NoticeData = {
        kind: "word",
        ...word,
        person: person.id,
        member: member?.id ?? null,
        during: during?.id ?? null,
      }
      const row = { kind: data.kind, booking_id: null, due_at: ask.now, stale_at: after(ask.now, day), data }
      await tx.notice.createMany({
        data: createdFrom([first, ...more].map(({ id, ...reader }) => ({ ...row, ...reader, key: key(id) }))),
      })
      return { is: "told", word, during }
    },
  })
}
