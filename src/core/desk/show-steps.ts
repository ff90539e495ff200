import { z } from "zod"
import { id, thing } from "./sketch-words.js"

/** What is pressed about the show itself, and who hosts it; see press.ts. */
export const showSteps = [
  /** What is known of a booking's show, and where it is sold. How a session went. */
  z.object({ do: z.literal("about"), booking: id, platform: thing.exactOptional() }),
  z.object({
    do: z.literal("after"),
    booking: id,
    went: z.string().regex(/^(?:fine|broke|room|other|\+[a-z0-9][a-z0-9-]{0,30})$/),
  }),
  /** The hosts that one has named; one of them, forgotten. Staff: one of all, another name of theirs, or whom a member means else. */
  z.object({ do: z.literal("hosts") }),
  z.object({ do: z.literal("dropname"), host: thing, sure: z.literal("yes").exactOptional() }),
  z.object({ do: z.literal("host"), host: thing }),
  z.object({ do: z.literal("samehost"), host: thing, as: thing.exactOptional() }),
  z.object({ do: z.literal("otherhost"), host: thing, member: id }),
  /** Staff: who is on air. */
  z.object({ do: z.literal("live") }),
] as const

/** What follows the verb of each, in order. */
export const showOrder = {
  about: ["booking", "platform"],
  after: ["booking", "went"],
  dropname: ["host", "sure"],
  host: ["host"],
  samehost: ["host", "as"],
  otherhost: ["host", "member"],
}
