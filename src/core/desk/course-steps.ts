import { z } from "zod"
import { id, localDay, localMinute, thing } from "./sketch-words.js"

/** The steps that are about courses, and how each is written; see press.ts. */

export const courseSteps = [
  /** Courses: those there are, one's own; a date of one; a seat in it or a place in its line, and out of it; being here. */
  z.object({ do: z.literal("courses") }),
  z.object({ do: z.literal("mycourses") }),
  z.object({ do: z.literal("course"), session: id }),
  z.object({ do: z.literal("enrol"), session: id }),
  z.object({ do: z.literal("leave"), session: id, sure: z.literal("yes").exactOptional() }),
  z.object({ do: z.literal("attend"), session: id }),
  /** Staff: a date put on, asked for as far as it is not said; `-` is none said. Moved (`?` asks for the room), called off; who is in it. */
  z.object({
    do: z.literal("teach"),
    course: thing.exactOptional(),
    start: z.union([localDay, localMinute]).exactOptional(),
    room: z.union([thing, z.literal("-")]).exactOptional(),
    trainer: z.union([id, z.literal("-")]).exactOptional(),
    sure: z.literal("yes").exactOptional(),
  }),
  z.object({
    do: z.literal("shift"),
    session: id,
    start: z.union([localDay, localMinute]).exactOptional(),
    room: z.union([thing, z.enum(["-", "?"])]).exactOptional(),
    sure: z.literal("yes").exactOptional(),
  }),
  z.object({ do: z.literal("courseoff"), session: id, sure: z.literal("yes").exactOptional() }),
  z.object({ do: z.literal("roll"), session: id }),
  z.object({
    do: z.literal("mark"),
    session: id,
    as: z.enum(["attended", "missed", "passed"]),
    person: id.exactOptional(),
  }),
] as const

export const courseOrder = {
  course: ["session"],
  enrol: ["session"],
  leave: ["session", "sure"],
  attend: ["session"],
  teach: ["course", "start", "room", "trainer", "sure"],
  shift: ["session", "start", "room", "sure"],
  courseoff: ["session", "sure"],
  roll: ["session"],
  mark: ["session", "as", "person"],
}
