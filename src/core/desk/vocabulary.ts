import type { AppliedCentre } from "../centre-store.js"
import { languages } from "../language.js"
import type { Vocabulary } from "./understand/index.js"

/** The centre's own words, for reading what people write about it. */

type Named = { names: Record<(typeof languages)[number], string>; aliases: readonly string[] }

/** English first: it is the name that readings are given in. */
const everyName = ({ names, aliases }: Named): string[] => [
  ...new Set([names.en, ...languages.map((l) => names[l]), ...aliases]),
]

function vocabularyOf(centre: AppliedCentre): Vocabulary {
  return {
    rooms: centre.rooms.map((room) => ({ id: room.id, names: everyName(room), class: room.class })),
    classes: [...centre.classes]
      .sort((a, b) => a.hostsMax - b.hostsMax)
      .map((kind) => ({ id: kind.id, names: everyName(kind) })),
    gear: centre.gear.map((gear) => ({ id: gear.id, name: gear.names.en.toLowerCase(), names: everyName(gear) })),
    hours: (weekday) => centre.hours.week[weekday - 1] ?? [],
  }
}

let kept: { centre: AppliedCentre; vocabulary: Vocabulary } | undefined

/** One vocabulary for one version of the centre: reading keeps what it derives from it. */
export function vocabulary(centre: AppliedCentre): Vocabulary {
  if (kept?.centre !== centre) kept = { centre, vocabulary: vocabularyOf(centre) }
  return kept.vocabulary
}
