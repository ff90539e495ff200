import type { Cost } from "./facts.js"
import type { Ask, Booking, Named, Phases, Wish } from "./outcome.js"
import type { Case } from "./rules.js"

/** What a booking is as it is made, what it becomes by a change, and what is noted of what it was. */

export const newBooking = (
  { actor }: Ask,
  { member, wish, facts }: Case,
  made: { id: string; room: string; roomClass: string | null; cost: Cost; phases: Phases },
): Booking => ({
  id: made.id,
  member: { id: member.id, name: member.name },
  madeBy: member.contact === undefined ? actor.person.id : (member.contact?.id ?? null),
  room: made.room,
  start: wish.start,
  end: wish.end,
  hosts: wish.hosts,
  named: facts.cast?.named ?? [],
  gear: wish.gear,
  title: wish.title ?? null,
  show: wish.show ?? {},
  went: null,
  status: "confirmed",
  version: 1,
  roomClass: made.roomClass,
  seriesId: null,
  checkedInAt: null,
  heldUntil: null,
  ...made.cost,
  ...made.phases,
})

/** What a change may change beside the slot: for whoever undoes it. */
export const broughtBy = ({ hosts, gear, status, setup, teardown, named, month, minutes, peakMinutes }: Booking) => ({
  hosts,
  gear,
  status,
  setup,
  teardown,
  // What was shortened late costs more than it is long.
  month,
  minutes,
  peakMinutes,
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
