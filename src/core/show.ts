import { type BookingRecord, rowOf } from "./booking-record.js"
import { audited, changeable } from "./case.js"
import { clipped } from "./clipped.js"
import { perform } from "./command.js"
import { type Ask, type Booking, type Refused, refused, type Show } from "./outcome.js"
import type { World } from "./world.js"

/** Where a show is sold and watched, and what it sells: told at any time until it ends, and seen by its own people and staff alone. */

export const detailMost = 40
export const titleMost = 120
const linkMost = 300

/** @returns the link as it is kept, or null for what is no https address that a browser would open */
export function validLink(text: string): string | null {
  if (text.length > linkMost || !URL.canParse(text)) return null
  const url = new URL(text)
  return url.protocol === "https:" && url.username === "" && url.password === "" && url.hostname.includes(".")
    ? url.href
    : null
}

export type Details = Show & { title?: string }

/** Only what may be kept: no link that is none, nothing longer than fits. */
export function keptDetails({ platform, category, link, title }: Details): Details {
  const valid = link && validLink(link)
  return {
    ...(platform ? { platform: clipped(platform, detailMost) } : {}),
    ...(category ? { category: clipped(category, detailMost) } : {}),
    ...(valid ? { link: valid } : {}),
    ...(title ? { title: clipped(title, titleMost) } : {}),
  }
}

export type Described = { is: "described"; booking: Booking } | Refused

/** Adds to what is known of a show; what is not said stays. */
export async function describeShow(world: World, ask: Ask, bookingId: string, details: Details): Promise<Described> {
  const { title, ...show } = keptDetails(details)
  const outcome = await perform<Described>(world, ask, {
    what: { do: "describe", bookingId, details },
    attempt: async () => {
      const found = await changeable(world, ask, bookingId, true)
      if (found.is === "refused") return { outcome: found, write: {} }
      const booking = described(found.record, { show, title })
      return {
        outcome: { is: "described", booking },
        write: {
          bookings: [rowOf(booking, { createdAt: found.record.createdAt, now: ask.now })],
          // What was said of it is its people's own.
          audit: [audited(ask, booking, "show", { told: Object.keys(details) })],
        },
      }
    },
  })
  return outcome === "key_reused" ? refused({ why: "key_reused" }) : outcome
}

const described = (
  { booking }: BookingRecord,
  { show, title }: { show: Show; title: string | undefined },
): Booking => ({
  ...booking,
  show: { ...booking.show, ...show },
  title: title ?? booking.title,
  version: booking.version + 1,
})
