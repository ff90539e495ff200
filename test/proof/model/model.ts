/**
 * What booking is, said once more as simply as can be: two rooms, a floor, one camera, two merchants with their hours, and quarter
 * hours counted from the morning. It shares nothing with the engine. One operation after another, each with its answer.
 */
export type Operation =
  | { do: "book"; who: Who; room: RoomId; from: number; length: number; hosts: number; cameras: number }
  | { do: "move"; who: Who; nth: number; from: number; room: RoomId | null }
  | { do: "extend"; who: Who; nth: number; more: number }
  | { do: "cancel"; who: Who; nth: number }
  /** An earlier operation's turn, delivered again. */
  | { do: "again"; nth: number }

export type Who = "m1" | "m2"
export type RoomId = "s1" | "l1"
export type Answer =
  | {
      is: "booked" | "moved" | "extended" | "cancelled"
      which: number
      room: RoomId
      from: number
      to: number
      left: number
    }
  | { is: "refused"; why: string }

type Session = { who: string; room: RoomId; from: number; to: number; hosts: number; cameras: number; live: boolean }
export type State = { sessions: Session[]; answers: Answer[] }

export const limits = { rooms: { s1: 2, l1: 6 }, floor: 4, cameras: 1, turnover: 1, open: 4, quarters: 24, longest: 16 }

export const nothing = (): State => ({ sessions: [], answers: [] })

const refuse = (why: string): Answer => ({ is: "refused", why })
const spent = (sessions: readonly Session[], who: string): number =>
  sessions.reduce((sum, one) => sum + (one.live && one.who === who ? one.to - one.from : 0), 0)
const meet = (a: Session, b: Session, gap: number): boolean => a.from < b.to + gap && b.from < a.to + gap

/** Why this cannot be had beside the others; null when it can. */
function against(others: readonly Session[], wish: Session, isNew: boolean): string | null {
  const live = others.filter((one) => one.live)
  const theirs = live.filter(({ who }) => who === wish.who)
  const quarters = Array.from({ length: wish.to - wish.from }, (_, n) => wish.from + n)
  const used = (count: (one: Session) => number): number =>
    Math.max(
      0,
      ...quarters.map((q) => live.reduce((sum, one) => sum + (one.from <= q && q < one.to ? count(one) : 0), 0)),
    )
  if (wish.to - wish.from > limits.longest) return "too_long"
  if (wish.hosts > limits.rooms[wish.room]) return "too_many_hosts"
  if (isNew && theirs.length >= limits.open) return "too_many_open"
  if (spent(theirs, wish.who) + wish.to - wish.from > limits.quarters) return "hours_spent"
  if (live.some((one) => one.room === wish.room && meet(one, wish, limits.turnover))) return "taken"
  if (used(({ hosts }) => hosts) + wish.hosts > limits.floor) return "floor_full"
  if (wish.cameras > 0 && used(({ cameras }) => cameras) + wish.cameras > limits.cameras) return "gear_short"
  return null
}

const told = (state: State, is: "booked" | "moved" | "extended" | "cancelled", which: number): Answer => {
  const { who, room, from, to } = state.sessions[which] as Session
  return { is, which, room, from, to, left: limits.quarters - spent(state.sessions, who) }
}

/** Carries it out. `which` a booking is is its place among all that were made. */
export function happens(state: State, operation: Operation): Answer {
  const answer = decided(state, operation)
  state.answers.push(answer)
  return answer
}

function decided(state: State, operation: Operation): Answer {
  const { sessions, answers } = state
  if (operation.do === "again") return answers[operation.nth] ?? refuse("not_found")
  if (operation.do === "book") {
    const { who, room, from, length, hosts, cameras } = operation
    const wish: Session = { who, room, from, to: from + length, hosts, cameras, live: true }
    const same = sessions.findIndex(
      (one) =>
        one.live &&
        one.who === who &&
        one.room === room &&
        one.from === from &&
        one.to === wish.to &&
        one.hosts === hosts,
    )
    if (same >= 0) return told(state, "booked", same)
    const why = against(sessions, wish, true)
    if (why) return refuse(why)
    sessions.push(wish)
    return told(state, "booked", sessions.length - 1)
  }
  const session = sessions[operation.nth]
  if (!session || session.who !== operation.who) return refuse("not_found")
  if (!session.live) return refuse("already_cancelled")
  if (operation.do === "cancel") {
    session.live = false
    return told(state, "cancelled", operation.nth)
  }
  const length = session.to - session.from
  const wish: Session =
    operation.do === "extend"
      ? { ...session, to: session.to + operation.more }
      : { ...session, room: operation.room ?? session.room, from: operation.from, to: operation.from + length }
  const why = against(
    sessions.filter((one) => one !== session),
    wish,
    false,
  )
  if (why) return refuse(why)
  sessions[operation.nth] = wish
  return told(state, operation.do === "extend" ? "extended" : "moved", operation.nth)
}

/** Could a session of two quarters with one host begin then? */
export const isFree = ({ sessions }: State, room: RoomId, from: number): boolean =>
  against(sessions, { who: "anybody", room, from, to: from + 2, hosts: 1, cameras: 0, live: true }, true) === null
