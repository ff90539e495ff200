import { bookingFor } from "../../booking-record.js"
import { type Details, describeShow, keptDetails } from "../../show.js"
import type { Draft } from "../draft.js"
import { type Answer, type Choice, lines, noted, rows, type Scene } from "../scene.js"
import { platformNames, type Reading } from "../understand/index.js"
import type { Asked } from "./asking-day.js"
import { sessionLines } from "./card.js"
import { refusal } from "./refusal.js"
import { platformName } from "./show-lines.js"

/** Where a show is sold and watched, and what it sells: by tap, or as it is written. */

const slug = (name: string): string => name.toLowerCase().replaceAll(" ", "-")

/** For a wish that is being put together. */
export function askShow({ say }: Scene, { sketch, all }: Asked): Answer {
  const { shows, label } = say.words
  const { show = {} } = all
  const choices = platformNames.map(
    (platform): Choice => ({
      label: `${platform === show.platform ? "✓ " : ""}${platformName(say, platform)}`,
      step: { do: "plan", sketch: { ...sketch, show: { ...show, platform } } },
    }),
  )
  return {
    text: lines(...shows.askShow),
    choices: [...rows(choices, 3), [{ label: label.back, step: { do: "change", sketch } }]],
    remember: { sketch, asking: "show", yes: null },
  }
}

/** For a booking there is: what is known, and what to tell; `platform` is one that was pressed. */
export async function aboutShow(scene: Scene, id: string, platform?: string): Promise<Answer> {
  const { world, ask, say } = scene
  const name = platformNames.find((one) => slug(one) === platform)
  if (name) return told(scene, id, { platform: name })
  const booking = await bookingFor(world, ask.actor, id)
  if (!booking) return refusal(scene, { why: "not_found" })
  const { shows, label } = say.words
  const choices = platformNames.map(
    (one): Choice => ({
      label: `${one === booking.show.platform ? "✓ " : ""}${platformName(say, one)}`,
      step: { do: "about", booking: id, platform: slug(one) },
    }),
  )
  return {
    text: [...sessionLines(say, booking), ...lines("", ...shows.askShow)],
    choices: [...rows(choices, 3), [{ label: label.back, step: { do: "show", booking: id } }]],
    remember: { sketch: { booking: id }, asking: "show", yes: null },
  }
}

/** Keeps it, and shows the booking as it now is. */
export async function told(scene: Scene, id: string, details: Details): Promise<Answer> {
  const { world, ask, say } = scene
  const { shows, label } = say.words
  const kept = keptDetails(details)
  const bad = isBad(details)
  if (bad && Object.keys(kept).length === 0) return noted(lines(shows.badLink), await aboutShow(scene, id))
  const outcome = await describeShow(world, ask, id, kept)
  if (outcome.is === "refused") return refusal(scene, outcome.refusal)
  return {
    text: [[{ bold: shows.saved }], ...lines(bad && shows.badLink), ...sessionLines(say, outcome.booking)],
    choices: [
      [
        { label: shows.details, step: { do: "about", booking: id } },
        { label: label.back, step: { do: "show", booking: id } },
      ],
    ],
    toast: shows.saved,
    remember: { sketch: { booking: id }, asking: "show", yes: null },
  }
}

type Open = Pick<Draft, "sketch" | "asking">

/** What is told of the booking at hand and says nothing else: a title only where it was asked for. */
export function onlyShow(reading: Reading, { sketch, asking }: Open): { booking: string; details: Details } | null {
  const { show, title } = reading
  const details = { ...show, ...(title && (asking === "show" || Object.keys(show).length > 0) ? { title } : {}) }
  if (!sketch?.booking || Object.keys(sketch).length > 1 || Object.keys(details).length === 0) return null
  return saysMore(reading) ? null : { booking: sketch.booking, details }
}

/** Does it say anything of the session beside the show? */
export const saysMore = (reading: Reading): boolean =>
  reading.intentStated ||
  [reading.start, reading.end, reading.durationMinutes, reading.room, reading.roomClass, reading.roomChoice].some(
    (said) => said !== null,
  ) ||
  reading.named.length + reading.gear.length > 0 ||
  [reading.setup, reading.teardown, reading.repeat, reading.moveTo].some((said) => said !== null)

/** Is there a link in it that is none? */
export const isBad = (details: Details): boolean =>
  details.link !== undefined && keptDetails(details).link === undefined
