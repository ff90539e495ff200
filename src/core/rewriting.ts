import type { Cost } from "./facts.js"
import type { Booking, Named, Phases, Wish } from "./outcome.js"

/** What a booking becomes by a change, and what is noted of what it was. */

/** What a change may change beside the slot: for whoever undoes it. */
export const broughtBy = ({ hosts, gear, status, setup, teardown, named }: Booking) => ({
  hosts,
  gear,
  status,
  setup,
  teardown,
  // Names are told by whoever may know them.
  named: named.map(({ id }) => id),
})

type Rewritten = {
  wish: Wish
  as: "moved" | "extended"
  named: readonly Named[]
  room: string
  roomClass: string | null
  cost: Cost
  phases: Phases
}

export function rewritten(was: Booking, { wish, as, named, room, roomClass, cost, phases }: Rewritten): Booking {
  const { start, end, hosts, gear, show = was.show } = wish
  // Whoever moves has not arrived yet.
  const elsewhere = as === "moved" && (room !== was.room || start.getTime() !== was.start.getTime())
  const arriving = elsewhere ? ({ status: "confirmed", checkedInAt: null, heldUntil: null } as const) : {}
  const what = { room, roomClass, start, end, hosts, named, gear, show }
  return { ...was, ...cost, ...phases, ...what, ...arriving, version: was.version + 1 }
}
