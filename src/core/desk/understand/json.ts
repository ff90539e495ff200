import type { Language } from "../../language.js"
import type { Intent, LocalDate, LocalTime, Reading } from "./reading.js"

/** What `anchordesk understand` prints for one message: only what was said, null where nothing was. */
export type ReadingJson = {
  intent: Intent
  start: LocalDate | LocalTime | null
  end: LocalTime | null
  /** The length that was said: of the booking, or by how much to extend or move it. */
  durationMinutes: number | null
  room: string | null
  hosts: number | null
  gear: { name: string; quantity: number }[]
  /** How many times; "weekly" or "every N weeks" where no number was said. */
  repeat: number | string | null
  moveTo: LocalDate | LocalTime | null
  language: Language
}

export function toJson(reading: Reading): ReadingJson {
  const { intent, start, end, hosts, moveTo, language, repeat, shiftMinutes, shorterBy } = reading
  const by = shiftMinutes ?? shorterBy
  return {
    intent,
    start,
    end,
    durationMinutes: reading.durationMinutes ?? (by === null ? null : Math.abs(by)),
    room: reading.room?.name ?? null,
    hosts,
    gear: reading.gear.map(({ name, quantity }) => ({ name, quantity })),
    repeat: repeat && (repeat.count ?? (repeat.every === 1 ? "weekly" : `every ${repeat.every} weeks`)),
    moveTo,
    language,
  }
}
