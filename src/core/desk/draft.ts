import { z } from "zod"
import { after, hour } from "../interval.js"
import { fits, parts, readStep, type Step, sketchSchema, stepSchema, written } from "./press.js"

/**
 * What is half done in a person's conversation: one nullable value on the person, so that it survives restarts and is the same on
 * every replica. It serves what buttons cannot carry: typed follow-ups ("make it 4", "yes"), and commands longer than a button.
 */
export const draftSchema = z.object({
  /** Names this draft in the buttons that rest on it. */
  key: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/),
  at: z.iso.datetime(),
  /** What follow-ups change. */
  sketch: sketchSchema.nullable(),
  /** What was asked last, of the sketch or for whom it is: a bare "2" is an answer to it. */
  asking: z.enum([...parts, "whom"]).nullable(),
  /** What "yes" does. */
  yes: stepSchema.nullable(),
  /** The turn whose "yes" was carried out, and what that was: the same delivery again gets the same answer. */
  settled: z.object({ turn: z.string(), step: stepSchema }).nullable(),
  /** What was listed last, as packed commands: "the second one" is one of them. */
  list: z.array(z.string().max(2000)).max(10).default([]),
  /** The buttons that were shown last, each with what it says: to write that is to press it. */
  shown: z.array(z.tuple([z.string(), z.string()])).default([]),
  /** Staff: the member whom they named in a sentence, for as long as what came of it is talked about. */
  whom: z.string().nullable().default(null),
  /** Commands too long for a button, by their place in this list. */
  stash: z.array(z.string().max(2000)).max(200),
})
export type Draft = z.output<typeof draftSchema>

/** Follow-ups after this are new sentences. Buttons go on working. */
const life = 2 * hour

export function readDraft(raw: unknown): Draft | null {
  const parsed = draftSchema.safeParse(raw)
  return parsed.success ? parsed.data : null
}

type Open = Pick<Draft, "sketch" | "asking" | "yes" | "list" | "shown" | "whom">

/** The draft's open question, as long as it is fresh enough to be what a short answer is about. */
export function openDraft(draft: Draft | null, now: Date): Open {
  if (!draft || after(new Date(draft.at), life) < now)
    return { sketch: null, asking: null, yes: null, list: [], shown: [], whom: null }
  return draft
}

/** Packs steps into buttons; the long ones go to the stash of the draft named `key`. */
export function packer(key: string): { pack(step: Step): string; stash: string[] } {
  const stash: string[] = []
  return {
    stash,
    pack(step) {
      const packed = written(step)
      if (fits(packed)) return packed
      stash.push(packed)
      return `~${key}.${stash.length - 1}`
    },
  }
}

/** @returns the step; `"stale"` for a button whose draft has made way for another; null for what is no button of ours */
export function unpack(data: string, draft: Draft | null): Step | "stale" | null {
  const [, key, place] = /^~([A-Za-z0-9_-]{1,40})\.(\d{1,3})$/.exec(data) ?? []
  if (key === undefined) return readStep(data)
  const packed = draft?.key === key ? draft.stash[Number(place)] : undefined
  return packed === undefined ? "stale" : readStep(packed)
}
