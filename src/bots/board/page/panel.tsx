import type { ComponentChildren } from "preact"
import type { BoardDay, BoardRequest, BoardSession } from "../json.js"
import { Sign } from "./grid.js"
import { Icon } from "./icons.js"
import { arrivals, canCheckIn, gearTurns, roomName, standing } from "./state.js"
import { clock, range } from "./time.js"
import type { Words } from "./words/index.js"

/** Beside the timetable, or on a phone by itself: who is late, who comes, who is in; gear; what waits for an answer. */

type About = {
  day: BoardDay
  sessions: readonly BoardSession[]
  now: number
  w: Words
  open(session: BoardSession): void
  checkIn(session: BoardSession): void
}

type ListProps = { id: string; title: string; count: number; none?: string; children: ComponentChildren }

/** A list that says so when there is nothing on it; without such words it is then left out. */
function List({ id, title, count, none, children }: ListProps) {
  if (count === 0 && none === undefined) return null
  return (
    <section class={`list ${id}`} aria-labelledby={`list-${id}`}>
      <h2 id={`list-${id}`}>
        {title} {count > 0 && <span class="count">{count}</span>}
      </h2>
      {count > 0 ? <ul>{children}</ul> : <p class="soft">{none}</p>}
    </section>
  )
}

/** How many more there are than are listed. */
const rest = (count: number, most: number) =>
  count > most && (
    <li key="rest" class="soft rest">
      + {count - most}
    </li>
  )

/** A line breaks between a day and a room, not within one. */
const inParts = (text: string) => text.split(" · ").map((part, n) => [n > 0 && " · ", <span key={part}>{part}</span>])

function Entry({ day, session, now, w, open, checkIn }: Omit<About, "sessions"> & { session: BoardSession }) {
  const is = standing(session, now)
  const kept = is === "late" && session.keptAt !== null && session.keptAt > now
  const keptUntil = kept ? session.from + ((session.keptAt ?? 0) - session.startAt) / 60_000 : 0
  return (
    <li class={`entry ${is}`}>
      <button type="button" class="what" data-focus={`entry ${session.id}`} onClick={() => open(session)}>
        <Sign is={is} />
        <span>
          <b>{session.member.name}</b>
          <small>
            {range(session)} · {session.place ?? roomName(day, session.room)}
          </small>
          {(session.toldLate || kept) && is === "late" && (
            <small class="note">
              {[session.toldLate && w.saidLate, kept && w.keptUntil(clock(keptUntil))].filter(Boolean).join(" · ")}
            </small>
          )}
        </span>
      </button>
      {canCheckIn(session, now) && (
        <button
          type="button"
          class="check"
          aria-label={`${w.checkIn}: ${session.member.name}, ${roomName(day, session.room)}`}
          onClick={() => checkIn(session)}
        >
          <Icon is="tick" />
          <span>{w.checkIn}</span>
        </button>
      )}
    </li>
  )
}

/** @param most of those on a list, so many are listed; the others are counted */
export function People({
  most = Number.POSITIVE_INFINITY,
  children,
  ...about
}: About & { most?: number; children?: ComponentChildren }) {
  const { sessions, now, w } = about
  const { late, expected, here, missed } = arrivals(sessions, now)
  const entries = (list: readonly BoardSession[], most = Number.POSITIVE_INFINITY) => [
    ...list.slice(0, most).map((session) => <Entry key={session.id} {...about} session={session} />),
    rest(list.length, most),
  ]
  return (
    <>
      <List id="late" title={w.list.late} count={late.length} none={w.none.late}>
        {entries(late)}
      </List>
      {children}
      <List id="expected" title={w.list.expected} count={expected.length} none={w.none.expected}>
        {entries(expected, most)}
      </List>
      <List id="here" title={w.list.here} count={here.length} none={w.none.here}>
        {entries(here, most)}
      </List>
      <List id="missed" title={w.list.missed} count={missed.length}>
        {entries(missed)}
      </List>
    </>
  )
}

type Geared = Pick<About, "day" | "sessions" | "w" | "open"> & { minute: number | null; most?: number }

/** What is still to go out or to come back; of another day, all of it. */
export function Gear({ day, sessions, w, open, minute, most = Number.POSITIVE_INFINITY }: Geared) {
  const turns = gearTurns(sessions).filter(({ at }) => minute === null || at >= minute - 30)
  return (
    <List id="gear" title={w.list.gear} count={turns.length} none={w.none.gear}>
      {turns.slice(0, most).map(({ id, at, out, session }) => (
        <li key={id} class="entry">
          <button type="button" class="what" data-focus={`gear ${id}`} onClick={() => open(session)}>
            <Icon is={out ? "out" : "back"} />
            <span>
              <b>
                {clock(at)} {out ? w.out : w.back}
              </b>
              <small>{session.gear}</small>
              <small>
                {roomName(day, session.room)} · {session.member.name}
              </small>
            </span>
          </button>
        </li>
      ))}
      {rest(turns.length, most)}
    </List>
  )
}

/** How many wait for an answer, listed or not. */
export const waiting = ({ requests, requestsMore }: BoardDay): number => requests.length + requestsMore

type Asking = Pick<About, "day" | "w"> & { most?: number; answer(request: BoardRequest): void }

export function Requests({ day, w, answer, most = Number.POSITIVE_INFINITY }: Asking) {
  const count = waiting(day)
  const shown = day.requests.slice(0, most)
  return (
    <List id="requests" title={w.list.requests} count={count} none={w.none.requests}>
      {shown.map((request) => (
        <li key={request.id} class="entry">
          <button type="button" class="what" data-focus={`request ${request.id}`} onClick={() => answer(request)}>
            <Icon is="due" />
            <span>
              <b>{inParts(request.what)}</b>
              {request.who && <small>{request.who}</small>}
            </span>
          </button>
        </li>
      ))}
      {rest(count, shown.length)}
    </List>
  )
}
