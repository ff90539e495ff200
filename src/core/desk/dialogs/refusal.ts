import { gridMinutes } from "../../centre.js"
import { after, minute, minutesOf, overlaps } from "../../interval.js"
import type { OfferNow } from "../../offers.js"
import type { Refusal, Slot } from "../../outcome.js"
import { actingFor } from "../../people.js"
import { roomsFor } from "../../rules.js"
import { localMinute } from "../../time.js"
import { openDraft } from "../draft.js"
import type { Part, Sketch } from "../press.js"
import { type Answer, type Choice, lines, menu, rows, type Scene } from "../scene.js"
import type { Words } from "../words/index.js"
import { dateChoices } from "./course-lines.js"
import { offeredAlready } from "./offer.js"
import { hasTime, instantOf, wishOf } from "./sketch.js"

/** A no that is never a dead end: why, what would do instead, and what to change. */

/** What changing would help; empty where nothing about the wish would. */
const helps: Record<Refusal["why"], readonly Part[]> = {
  not_member: [],
  suspended: [],
  not_found: [],
  already_cancelled: [],
  released: [],
  too_late: [],
  backwards: ["time", "length"],
  off_grid: ["time", "length"],
  past: ["day", "time"],
  in_ballot: ["day", "time"],
  too_far: ["day"],
  missed: ["day"],
  too_short: ["length"],
  too_long: ["length"],
  closed: ["day", "time"],
  blocked: ["day", "time"],
  no_such_room: ["room"],
  class_not_in_plan: ["room"],
  bad_hosts: ["hosts"],
  too_many_hosts: ["room", "hosts"],
  no_such_gear: ["gear"],
  gear_beyond_stock: ["gear"],
  too_many_open: [],
  hours_spent: ["length", "day"],
  peak_spent: ["time", "day", "length"],
  taken: ["day", "time"],
  floor_full: ["day", "time", "hosts"],
  gear_short: ["time", "gear"],
  off_air: ["length"],
  host_busy: ["day", "time", "names"],
  key_reused: [],
  closure_too_long: [],
  lifted: [],
  not_staff: [],
  answered: [],
  not_owner: [],
  last_owner: [],
  no_such_person: [],
  bad_grant: [],
  too_early: [],
  not_missed: [],
  needs_yes: ["day", "time", "length"],
  too_soon: ["day", "room"],
  unanswered: [],
  nothing_to_undo: [],
  last_stays: [],
  changed_since: [],
  cannot_undo: [],
  not_qualified: ["room", "gear"],
  course_off: [],
  course_clash: [],
  trainer_busy: [],
}

/** What another merchant might not be refused. */
const theirs: ReadonlySet<Refusal["why"]> = new Set([
  "suspended",
  "too_far",
  "missed",
  "class_not_in_plan",
  "too_many_open",
  "hours_spent",
  "peak_spent",
])

/** What may become free. */
export const waits: ReadonlySet<Refusal["why"]> = new Set(["taken", "floor_full", "gear_short", "blocked"])

/** Looks up the sentence of a refusal. The table's type pairs each `why` with its facts, which indexing cannot express. */
export const refusedText = (words: Words, refusal: Refusal, say: Scene["say"]): string =>
  (words.refused[refusal.why] as (facts: Refusal, say: Scene["say"]) => string)(refusal, say)

export async function refusal(scene: Scene, why: Refusal, sketch?: Sketch): Promise<Answer> {
  const offer = sketch && waits.has(why.why) ? await offeredAlready(scene, meetsSketch(scene, sketch)) : null
  return offer ?? refused(scene, why, sketch)
}

/** Is it what they wish for, or a part of it, that is offered? */
function meetsSketch({ centre }: Scene, { booking, repeat, start, minutes, room = "any" }: Sketch) {
  return ({ slot, wish }: OfferNow): boolean => {
    if (booking !== undefined) return wish.extends === booking
    if (repeat || wish.extends || !hasTime(start)) return false
    const from = instantOf(start, centre.zone)
    const wished = { start: from, end: after(from, (minutes ?? gridMinutes) * minute) }
    return overlaps(slot, wished) && roomsFor(centre, room).some(({ id }) => id === slot.room)
  }
}

async function refused(scene: Scene, why: Refusal, sketch?: Sketch): Promise<Answer> {
  const { say } = scene
  const { words } = say
  const text = refusedText(words, why, say)
  const slots = "alternatives" in why ? why.alternatives : []
  const searched = "alternatives" in why && why.why !== "closed"
  const fix = sketch ? fixes(scene, why, sketch) : []
  const learn = "courses" in why ? why.courses : null
  const whose = why.why === "not_member" && scene.ask.actor.person.staff
  const before = whose ? await namedBefore(scene) : []
  const mine: Choice[] = [{ label: words.label.mine, step: { do: "mine" } }]
  const needsMine =
    why.why === "too_many_open" ||
    why.why === "not_found" ||
    why.why === "already_cancelled" ||
    why.why === "released" ||
    why.why === "too_late" ||
    why.why === "unanswered"
  const instead = slots.map((slot) => slotChoice(scene, slot, sketch ?? {}))
  const choices = [
    ...rows(instead, 1),
    ...(why.why === "in_ballot" ? [wishing(scene, why, sketch)] : []),
    ...(learn
      ? [...dateChoices(say, learn), [{ label: words.courses.all, step: { do: "courses" } } satisfies Choice]]
      : []),
    ...(why.why === "needs_yes" && sketch?.booking
      ? [[{ label: words.requests.askChange, step: { do: "want", sketch }, style: "primary" } satisfies Choice]]
      : []),
    ...fix,
    ...(sketch && waits.has(why.why) && !sketch.booking && !sketch.repeat && sketch.start
      ? [[{ label: words.waitlist.join, step: { do: "queue", sketch } } satisfies Choice]]
      : []),
    ...(needsMine && scene.ask.actor.member ? [mine] : []),
  ]
  return {
    text: [
      ...lines(...(whose ? words.clerk.forWhom : [text])),
      ...lines(slots.length > 0 ? words.instead : searched && words.noInstead),
      ...lines(learn !== null && (learn.length > 0 ? words.courses.next : words.courses.noNext)),
    ],
    choices: choices.length > 0 ? choices : [before, ...menu(scene)],
    ...(theirs.has(why.why) ? { whose: scene.ask.actor.member?.name } : {}),
    toast: text,
    ...(instead.length > 0 ? { list: instead.map(({ step }) => step) } : {}),
    // The wish stays at hand, for "then at 5"; but there is nothing to say yes to.
    ...(sketch ? { remember: { sketch, asking: whose ? "whom" : null, yes: null } } : { remember: null }),
  }
}

/** Whom staff named last: they may be meant again. */
async function namedBefore({ world, draft, now, say }: Scene): Promise<Choice[]> {
  const { whom } = openDraft(draft, now)
  const member = whom === null ? null : await actingFor(world, whom)
  return member ? [{ label: say.words.switchTo(member.name), step: { do: "act", member: member.id } }] : []
}

/** What is given out by lot can be wished for: just this, where it is all known, or anything of that time. */
function wishing(
  { say, centre }: Scene,
  { ballot, name, until }: Extract<Refusal, { why: "in_ballot" }>,
  sketch?: Sketch,
): Choice[] {
  const { enter, title, wishThis } = say.words.ballot
  const known = until !== null && sketch && !sketch.booking && !sketch.repeat && wishOf(centre, sketch) !== null
  return [
    ...(known
      ? [
          {
            label: wishThis,
            step: { do: "wish", ballot, sketch: withoutTitle(sketch) },
            style: "primary",
          } satisfies Choice,
        ]
      : []),
    { label: until === null ? title(name) : enter, step: { do: "ballot", ballot } },
  ]
}

const withoutTitle = ({ title: _, nth: __, ...sketch }: Sketch): Sketch => sketch

/** One tap to a free place like the one wished for. */
function slotChoice({ say, centre }: Pick<Scene, "say" | "centre">, slot: Slot, sketch: Sketch): Choice {
  return {
    label: say.slot(slot),
    step: {
      do: "plan",
      sketch: {
        ...sketch,
        start: localMinute(slot.start, centre.zone),
        minutes: minutesOf(slot),
        room: slot.roomClass ? { class: slot.roomClass } : { room: slot.room },
      },
    },
  }
}

function fixes({ say, centre }: Scene, refusal: Refusal, sketch: Sketch): Choice[][] {
  const { label } = say.words
  const names: Record<Part, string> = {
    day: label.otherDay,
    time: label.otherTime,
    length: label.length,
    room: label.otherRoom,
    hosts: label.hosts,
    gear: label.gear,
    kind: label.gear,
    count: say.words.series.times,
    names: say.words.shows.names,
    show: say.words.shows.details,
  }
  const parts = helps[refusal.why].filter((part) => part !== "time" || hasTime(sketch.start))
  const asks = parts.map((part): Choice => ({ label: names[part], step: { do: "ask", part, sketch } }))
  return [
    ...rows(
      [
        ...wouldFit(refusal, sketch, centre.sessions.shortest).map(
          (minutes): Choice => ({
            label: say.lengthShort(minutes),
            step: { do: "plan", sketch: { ...sketch, minutes } },
          }),
        ),
        ...asks,
      ],
      3,
    ),
  ]
}

/** The length that would do, if there is one. */
function wouldFit(refusal: Refusal, { minutes }: Sketch, shortest: number): number[] {
  switch (refusal.why) {
    case "hours_spent": {
      // Moved too late it takes what it did, however short it becomes.
      if (minutes !== undefined && minutes < refusal.needed) return []
      const left = Math.floor(refusal.left / gridMinutes) * gridMinutes
      return left >= shortest ? [left] : []
    }
    case "too_long":
      return [refusal.longest]
    case "too_short":
      return [refusal.shortest]
    default:
      return []
  }
}
