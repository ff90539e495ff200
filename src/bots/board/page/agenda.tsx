import type { BoardCourse, BoardDay, BoardRoom, BoardSession } from "../json.js"
import { more, Sign } from "./grid.js"
import { Icon } from "./icons.js"
import { byKind, freeIn, standing } from "./state.js"
import { range } from "./time.js"
import type { Words } from "./words/index.js"

/** The timetable on a phone: room by room, what is on and what is free. */

type Props = {
  day: BoardDay
  sessions: readonly BoardSession[]
  now: number
  minute: number | null
  w: Words
  open(session: BoardSession): void
  ask(course: BoardCourse): void
  pick(room: string, from: number | null, to: number | null): void
}

export const Agenda = (props: Props) => (
  <div class="agenda">
    {byKind(props.day.rooms).map(({ kind, rooms }) => (
      <section key={kind}>
        <h2>{kind}</h2>
        {rooms.map((room) => (
          <RoomCard key={room.id} room={room} {...props} />
        ))}
      </section>
    ))}
  </div>
)

function RoomCard({ room, day, sessions, now, minute, w, open, ask, pick }: Props & { room: BoardRoom }) {
  const here = sessions.filter((session) => session.room === room.id && standing(session, now) !== "missed")
  const free = freeIn(day, room.id, minute)
  const closed = day.closures.filter(({ rooms }) => rooms.includes(room.id))
  const lines = [
    ...here
      .filter((session) => minute === null || standing(session, now) !== "over")
      .map((session) => ({ at: session.from, line: <SessionLine {...{ day, session, now, w, open }} /> })),
    ...free.map((stretch) => ({
      at: stretch.from,
      line: (
        <button type="button" class="free" onClick={() => pick(room.id, stretch.from, null)}>
          <span>
            {range(stretch)} · {w.free}
          </span>
          <span class="unseen">
            , {room.name}: {w.book}
          </span>
          <Icon is="plus" />
        </button>
      ),
    })),
    ...day.courses
      .filter((course) => course.room === room.id && (minute === null || course.to > minute))
      .map((course) => ({
        at: course.from,
        line: (
          <button type="button" class="line" data-focus={`course ${course.id}`} onClick={() => ask(course)}>
            <span class="time">{range(course)}</span>
            <b>{course.name}</b>
            <span class="is">
              <Icon is="course" />
              {course.taken}/{course.seats}
            </span>
          </button>
        ),
      })),
    ...closed.map(({ from, to, reason }) => ({
      at: from,
      line: (
        <p class="shut">
          <Icon is="lock" /> {range({ from, to })} · {reason || w.closed}
        </p>
      ),
    })),
  ].sort((a, b) => a.at - b.at)
  return (
    <article class="roomcard" aria-label={room.name}>
      <h3>
        {room.name} <small>{room.hosts}</small>
      </h3>
      <ol>
        {lines.map(({ at, line }) => (
          <li key={at}>{line}</li>
        ))}
      </ol>
    </article>
  )
}

type Line = Pick<Props, "day" | "now" | "w" | "open"> & { session: BoardSession }

function SessionLine({ day, session, now, w, open }: Line) {
  const is = standing(session, now)
  return (
    <button type="button" class={`line ${is}`} data-focus={session.id} onClick={() => open(session)}>
      <span class="time">{range(session)}</span>
      <b>{session.member.name}</b>
      <span class="is">
        <Sign is={is} />
        {w.standing[is]}
      </span>
      <span class="unseen">, {more(day, session, now, w).slice(0, -1).join(", ")}</span>
    </button>
  )
}
