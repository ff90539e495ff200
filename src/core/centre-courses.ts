import { z } from "zod"
import { aliases, id, names, quarters } from "./centre-parts.js"

/** The training scheme in the centre's file. */

/** What a passed course gives. Days and months are counted by the centre's days. */
export const qualification = z.strictObject({
  id,
  names,
  /** It lapses so many months after it was given; absent: never. */
  months: z.int().min(1).max(600).optional(),
  /** It lapses after so many months in which nothing that needs it was used. */
  unusedMonths: z.int().min(1).max(600).optional(),
  /** Its holder is reminded so many days before it lapses. */
  remindDays: z.array(z.int().min(1).max(365)).max(5).default([28]),
})
export const course = z.strictObject({
  id,
  names,
  aliases,
  minutes: quarters.max(24 * 60),
  seats: z.int().min(1).max(500),
  /** Fewer than this enrolled so many hours before the start: it is called off. */
  least: z.int().min(0).default(1),
  decideHours: z
    .int()
    .min(0)
    .max(24 * 60)
    .default(24),
  /** On the floor while it runs, like hosts. */
  trainers: z.int().min(1).max(200).default(1),
  /** Held in a room of this class, or in one of these rooms; absent: in any. */
  class: id.optional(),
  rooms: z.array(id).min(1).optional(),
  /** The id of a qualification. */
  gives: id.optional(),
})
