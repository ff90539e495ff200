import type { Draft } from "./draft.js"
import { folded } from "./naming.js"

/** What is written as it stands on a button is that button pressed: not everybody taps, and not everywhere can one. */

/** Offers come by themselves: a newer one than the last that was looked at may be meant, so that of several each is shown. */
const ofOffers = /^(?:take|pass) /

const plain = (text: string): string =>
  folded(text.normalize("NFKC"))
    .replaceAll("’", "'")
    .replace(/\s+/gu, " ")
    .replace(/[\s.。!！?？]+$/u, "")
    .trim()

/** @returns the press of the button that says so, of those that were shown last; null where none does, or several that differ */
export function typedLabel({ shown }: Pick<Draft, "shown">, text: string): string | null {
  const said = plain(text)
  const found = shown.filter(([label]) => plain(label) === said).map(([, press]) => press)
  const [press] = found
  const same = press !== undefined && found.every((one) => one === press)
  return same && !ofOffers.test(press) ? press : null
}
