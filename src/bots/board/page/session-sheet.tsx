import { useState } from "preact/hooks"
import type { BoardDay, BoardSession, ButtonJson } from "../json.js"
import type { Move } from "./acts.js"
import { Sign } from "./grid.js"
import { Asked, Sheet, type Talk } from "./sheet.js"
import { roomName, standing } from "./state.js"
import { clock, range, steps } from "./time.js"
import type { Language } from "./words/index.js"
import { words } from "./words/index.js"

/** One session: what it is, and what the desk lets one do with it. Moving it is the board's own form, since one sees where to. */

type Props = {
  day: BoardDay
  session: BoardSession
  now: number
  language: Language
  close(): void
  move(to: Move): void
  checkIn(session: BoardSession): void
  talk: Talk
}

export function SessionSheet({ day, session, now, language, close, move, checkIn, talk }: Props) {
  const w = words[language]
  const [moving, setMoving] = useState(false)
  const is = standing(session, now)
  const request = is === "asked" ? day.requests.find(({ id }) => id === session.id) : undefined
  const take = (button: ButtonJson): boolean => {
    const { press } = button
    if (press === `ask day #${session.id}`) setMoving(true)
    else if (press === `checkin ${session.id}`) {
      checkIn(session)
      close()
    } else return talk.take(button)
    return true
  }
  return (
    <Sheet title={session.member.name} language={language} close={close}>
      <p class={`state ${is}`}>
        <Sign is={is} />
        {w.standing[is]}
      </p>
      {[session.title, ...session.show].filter(Boolean).map((line) => (
        <p key={line} class="about">
          {line}
        </p>
      ))}
      <dl>
        <dt>{w.room}</dt>
        <dd>{session.place ? `${session.place} · ${roomName(day, session.room)}` : roomName(day, session.room)}</dd>
        <dt>{w.day}</dt>
        <dd>
          {day.date}, {range(session)}
        </dd>
        <dt>{w.hosts}</dt>
        <dd>{[session.named || w.people(session.hosts), session.gear].filter(Boolean).join(" · ")}</dd>
      </dl>
      {moving ? (
        <MoveForm {...{ day, session, language, close, move }} />
      ) : (
        <>
          {request && <Asked {...talk} press={request.press} bare />}
          <Asked {...talk} take={take} press={`show ${session.id}`} bare={is !== "missed"} />
        </>
      )}
    </Sheet>
  )
}

function MoveForm({ day, session, language, close, move }: Omit<Props, "now" | "checkIn" | "talk">) {
  const w = words[language]
  const [on, setOn] = useState(day.day)
  const [room, setRoom] = useState(session.room)
  const [from, setFrom] = useState(session.from)
  const starts = steps(day.from, day.to - (session.to - session.from), day.grid)
  return (
    <form
      class="fields"
      onSubmit={(event) => {
        event.preventDefault()
        move({ session, day: on, room, from })
        close()
      }}
    >
      <label>
        <span>{w.day}</span>
        <input type="date" value={on} required onInput={({ currentTarget }) => setOn(currentTarget.value)} />
      </label>
      <RoomSelect {...{ day, room, language }} choose={setRoom} autofocus />
      <label>
        <span>{w.from}</span>
        <select value={from} onChange={({ currentTarget }) => setFrom(Number(currentTarget.value))}>
          {[...new Set([session.from, ...starts])]
            .sort((a, b) => a - b)
            .map((at) => (
              <option key={at} value={at}>
                {clock(at)}
              </option>
            ))}
        </select>
      </label>
      <button type="submit" class="primary">
        {w.moveDo}
      </button>
    </form>
  )
}

type Rooms = { day: BoardDay; room: string; language: Language; choose(room: string): void; autofocus?: boolean }

export const RoomSelect = ({ day, room, language, choose, autofocus = false }: Rooms) => (
  <label>
    <span>{words[language].room}</span>
    <select value={room} autofocus={autofocus} onChange={({ currentTarget }) => choose(currentTarget.value)}>
      {day.rooms.map(({ id, name, kind, hosts }) => (
        <option key={id} value={id}>
          {name} · {kind} · {hosts}
        </option>
      ))}
    </select>
  </label>
)
