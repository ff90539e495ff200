import { useLayoutEffect, useRef } from "preact/hooks"
import type { BoardCourse, BoardDay, BoardSession } from "../json.js"
import { type Ghost, useDrag } from "./drag.js"
import { FloorStrip } from "./floor.js"
import { Icon } from "./icons.js"
import { useArrows } from "./keys.js"
import { byKind, roomName, type Standing, standing } from "./state.js"
import { clock, range, steps } from "./time.js"
import type { Words } from "./words/index.js"

/** Rooms by hours. Each room is a list of its sessions, so that it reads as one; what is drawn between them is for the eye. */

export type Hours = { from: number; to: number }

type Props = {
  day: BoardDay
  sessions: readonly BoardSession[]
  hours: Hours
  now: number
  /** Minutes of the day that it is now; null on another day. */
  minute: number | null
  w: Words
  open(session: BoardSession): void
  ask(course: BoardCourse): void
  pick(room: string, from: number | null, to: number | null): void
  move(session: BoardSession, room: string, from: number): void
}

/** Where something lies on a track, in percent; null where it is not to be seen. */
export function placed(
  { from, to }: { from: number; to: number },
  hours: Hours,
): { left: string; width: string } | null {
  const [start, end] = [Math.max(from, hours.from), Math.min(to, hours.to)]
  const share = (minutes: number): string => `${(minutes / (hours.to - hours.from)) * 100}%`
  return start < end ? { left: share(start - hours.from), width: share(end - start) } : null
}

export function Grid(props: Props) {
  const { day, sessions, hours, minute, now, w, open, ask, pick, move } = props
  const root = useRef<HTMLDivElement>(null)
  const byId = (id: string) => sessions.find((session) => session.id === id)
  const ghost = useDrag(root, {
    hours,
    grid: day.grid,
    find: (id) => {
      const session = byId(id)
      return session && ["later", "due", "late", "asked"].includes(standing(session, now)) ? session : null
    },
    moved: (id, room, from) => {
      const session = byId(id)
      if (session) move(session, room, from)
    },
    picked: pick,
  })
  useArrows(root)
  useBegunAt(root, day.day, minute === null ? null : (minute - hours.from) / (hours.to - hours.from))
  const line = minute !== null && placed({ from: minute, to: minute + 1 }, hours)
  return (
    <div class={`grid ${ghost ? "dragging" : ""}`} ref={root} style={{ "--hours": (hours.to - hours.from) / 60 }}>
      <div class="hours" aria-hidden="true">
        <div class="corner" />
        <div class="scale">
          {steps(hours.from, hours.to - 60, 60).map((at) => (
            <span key={at} class={minute !== null && Math.abs(minute - at - 18) < 30 ? "under" : ""}>
              {clock(at)}
            </span>
          ))}
          {line && (
            <b class="stamp" style={{ left: line.left }}>
              {clock(Math.floor(minute ?? 0))}
            </b>
          )}
        </div>
      </div>
      <ul class="rooms">
        {byKind(day.rooms).map(({ rooms }) =>
          rooms.map((room, n) => (
            <li key={room.id} class={`room ${n === 0 ? "first" : ""}`} data-row={room.id}>
              <button
                type="button"
                class="name"
                data-focus={`room ${room.id}`}
                onClick={() => pick(room.id, null, null)}
              >
                <b>{room.name}</b>
                <small>
                  <span>{room.kind} · </span>
                  {room.hosts}
                </small>
                <span class="unseen">: {w.book}</span>
              </button>
              <div class="track" data-room={room.id}>
                <Behind day={day} room={room.id} hours={hours} now={now} w={w} />
                <Sessions
                  {...{ day, hours, now, w, open }}
                  lifted={ghost?.id ?? null}
                  sessions={sessions.filter((one) => one.room === room.id)}
                />
                <Courses courses={day.courses.filter((one) => one.room === room.id)} {...{ hours, ask }} />
                {ghost?.room === room.id && (
                  <Shade ghost={ghost} hours={hours} name={byId(ghost.id ?? "")?.member.name} />
                )}
              </div>
            </li>
          )),
        )}
      </ul>
      {line && (
        <div class="nowline" aria-hidden="true">
          <i style={{ left: line.left }} />
        </div>
      )}
      <FloorStrip day={day} hours={hours} w={w} />
    </div>
  )
}

/** A day that does not fit begins a little before now. */
function useBegunAt(root: { current: HTMLElement | null }, day: string, share: number | null): void {
  const latest = useRef(share)
  latest.current = share
  useLayoutEffect(() => {
    const scroller = root.current?.parentElement
    const track = root.current?.querySelector<HTMLElement>(".scale")
    if (!scroller || !track) return
    const before = track.offsetWidth * (latest.current ?? 0) - 130
    scroller.scrollLeft = Math.max(0, before)
  }, [root, day])
}

/** What is closed, and what is kept for a while. */
function Behind({ day, room, hours, now, w }: Pick<Props, "day" | "hours" | "now" | "w"> & { room: string }) {
  const closed = [
    ...day.closures.filter(({ rooms }) => rooms.includes(room)).map(({ from, to, reason }) => ({ from, to, reason })),
    ...day.gaps.map((gap) => ({ ...gap, reason: "" })),
  ]
  const kept = day.kept.filter((one) => one.room === room && one.untilAt > now)
  return (
    <>
      {closed.map(({ from, to, reason }) => {
        const at = placed({ from, to }, hours)
        return (
          at && (
            <p key={from} class="closed" style={at} title={reason || w.closed}>
              <Icon is="lock" />
              <span>{reason || w.closed}</span>
            </p>
          )
        )
      })}
      {kept.map(({ from, to, who, offer }) => {
        const at = placed({ from, to }, hours)
        const what = offer ? w.offered : w.held
        return (
          at && (
            <p key={`${from} ${who}`} class="kept" style={at} title={`${who} · ${what}`}>
              <span>
                {who} · {what}
              </span>
            </p>
          )
        )
      })}
    </>
  )
}

const signs: Record<Standing, "tick" | "late" | "due" | "missed" | null> = {
  in: "tick",
  late: "late",
  due: "due",
  missed: "missed",
  over: null,
  later: null,
  asked: null,
}

export function Sign({ is }: { is: Standing }) {
  const sign = signs[is]
  return sign && <Icon is={sign} />
}

/** `lifted`: what is being dragged. */
type Listed = Pick<Props, "day" | "sessions" | "hours" | "now" | "w" | "open"> & { lifted: string | null }

function Sessions({ day, sessions, hours, now, w, open, lifted }: Listed) {
  const shown = sessions
    .map((session) => ({ session, at: placed(session, hours) }))
    .sort((a, b) => a.session.from - b.session.from)
  return (
    <ol>
      {shown.map(({ session, at }) => {
        const is = standing(session, now)
        if (!at) return null
        return (
          <li
            key={session.id}
            style={at}
            class={`session ${is} ${session.place ? "pending" : ""} ${session.id === lifted ? "lifted" : ""}`}
            title={[session.member.name, range(session), ...more(day, session, now, w)].join(", ")}
          >
            <button type="button" data-session={session.id} data-focus={session.id} onClick={() => open(session)}>
              <b>
                <Sign is={is} />
                {session.member.name}
              </b>
              <small>
                {is === "asked" && <i aria-hidden="true">{w.standing.asked}</i>}
                <span class="time">
                  {clock(session.from)}
                  <span class="till">
                    {range(session).slice(5)}
                    <span aria-hidden="true"> · {session.hosts}</span>
                  </span>
                </span>
              </small>
              <span class="unseen">, {more(day, session, now, w).join(", ")}</span>
            </button>
          </li>
        )
      })}
    </ol>
  )
}

/** What of a session is not to be seen beside its name and its time. */
export const more = (day: BoardDay, session: BoardSession, now: number, w: Words): string[] => [
  roomName(day, session.room),
  w.people(session.hosts),
  ...(session.gear ? [session.gear] : []),
  ...(session.place ? [w.pending] : []),
  w.standing[standing(session, now)],
]

/** Dates of courses: who is in one, and what can be done with it, is the desk's to say. */
function Courses({ courses, hours, ask }: Pick<Props, "hours" | "ask"> & { courses: readonly BoardCourse[] }) {
  return courses.map((course) => {
    const at = placed(course, hours)
    return (
      at && (
        <div key={course.id} class="session course" style={at} title={`${course.name}, ${range(course)}`}>
          <button type="button" data-focus={`course ${course.id}`} onClick={() => ask(course)}>
            <b>
              <Icon is="course" />
              {course.name}
            </b>
            <small>
              {range(course)} · {course.taken}/{course.seats}
            </small>
          </button>
        </div>
      )
    )
  })
}

function Shade({ ghost, hours, name }: { ghost: Ghost; hours: Hours; name: string | undefined }) {
  const at = placed(ghost, hours)
  return (
    at && (
      <p class="ghost" style={at}>
        <b>{name ?? ""}</b>
        <small>{range(ghost)}</small>
      </p>
    )
  )
}
