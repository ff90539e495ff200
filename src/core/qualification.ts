import { broadcastDay, type Centre, gearOf, type Room, roomOf } from "./centre.js"
import type { GearWish } from "./outcome.js"
import type { LocalDay } from "./time.js"

/** What rooms and gear need somebody to have learnt, and who has: pure. */

/** A qualification of somebody of the member, and the broadcast days on which it counts, both included. */
export type Held = { kind: string; from: LocalDay; until: LocalDay | null }

/** What a room needs: by itself, or as one of its class. */
export const requiredBy = (centre: Centre, room: Room): string | undefined =>
  room.requires ?? centre.classes.find(({ id }) => id === room.class)?.requires

export const holds = (held: readonly Held[], kind: string, day: LocalDay): boolean =>
  held.some((one) => one.kind === kind && one.from <= day && (one.until === null || day <= one.until))

type Session = { room: string; start: Date; gear: readonly GearWish[] }

/** What a session needs, whoever comes. */
export function requiredFor(centre: Centre, { room: roomId, gear }: Omit<Session, "start">): string[] {
  const room = roomOf(centre, roomId)
  const all = [room && requiredBy(centre, room), ...gear.map(({ id }) => gearOf(centre, id)?.requires)]
  return [...new Set(all.filter((kind) => kind !== undefined))]
}

/** What a session needs that nobody of the member holds on its broadcast day. */
export function lacking(centre: Centre, held: readonly Held[], session: Session): string[] {
  const day = broadcastDay(centre, session.start)
  return requiredFor(centre, session).filter((kind) => !holds(held, kind, day))
}

/** May whoever has the one room have the other instead, as far as what they need goes? */
export function needsNoMore(centre: Centre, room: Room, than: readonly string[]): boolean {
  const needed = requiredBy(centre, room)
  return (
    needed === undefined ||
    than.some((id) => {
      const other = roomOf(centre, id)
      return other !== undefined && requiredBy(centre, other) === needed
    })
  )
}
