import { useCallback, useRef, useState } from "preact/hooks"
import type { BoardDay, BoardSession, ReplyJson } from "../json.js"
import { turn } from "./api.js"
import { type Ahead, roomName } from "./state.js"
import { localMinute, range } from "./time.js"
import { type Language, words } from "./words/index.js"

/**
 * What is done on the board. The desk decides; what can be undone is shown as done at once, and as it was again when the desk says no.
 * Whether it was done is read from the day itself, never guessed from what was said.
 */

export type Toast = { id: number; text: string; undo: string | null }

export type Move = { session: BoardSession; day: string; room: string; from: number }

type Act = {
  press: string
  member?: string | null
  ahead?: [string, Partial<BoardSession>]
  /** Was it? Then the press that undoes it, or true where nothing does. */
  done(before: BoardDay, after: BoardDay): string | boolean
}

type Deps = { data: BoardDay | null; language: Language; reload(): Promise<BoardDay | null> }

const found = (day: BoardDay, id: string): BoardSession | undefined => day.sessions.find((one) => one.id === id)

/** @param refuse shows what the desk answers where something was not done */
export function useActs(
  { data, language, reload }: Deps,
  refuse: (replies: readonly ReplyJson[], member: string | null) => void,
) {
  const [ahead, setAhead] = useState<Ahead>(new Map())
  const [toast, setToast] = useState<Toast | null>(null)
  const toasts = useRef(0)
  const say = useCallback((text: string, undo: string | null = null) => {
    toasts.current++
    setToast({ id: toasts.current, text, undo })
  }, [])

  const act = async ({ press, member = null, ahead: show, done }: Act): Promise<void> => {
    const before = data
    if (!before) return
    const forget = (): void => setAhead((was) => new Map([...was].filter(([id]) => id !== show?.[0])))
    if (show) setAhead((was) => new Map([...was, show]))
    try {
      const replies = await turn({ press, member, language })
      const after = await reload()
      const was = after && done(before, after)
      if (was) say(replies[0]?.toast ?? "", was === true ? null : was)
      // Whom a closure hit is worth more than a line.
      const [{ lines } = { lines: [] }] = replies
      if (was && press.startsWith("close ") && lines.length > 2) refuse(replies, member)
      else if (!was && replies.length > 0) refuse(replies, member)
    } catch {
      say(words[language].failed)
    } finally {
      forget()
    }
  }

  return {
    ahead,
    toast,
    say,
    hush: () => setToast(null),
    checkIn: (session: BoardSession): Promise<void> =>
      act({
        press: `checkin ${session.id}`,
        ahead: [session.id, { status: "checked_in" }],
        done: (_, after) => found(after, session.id)?.status === "checked_in" && `undo ${session.id}`,
      }),
    move: (to: Move): Promise<void> => act(moving(to)),
    undo: (press: string): Promise<void> => {
      setToast(null)
      return act({ press, done: (before, after) => JSON.stringify(before) !== JSON.stringify(after) })
    },
    /** The tap on a card that books, changes or closes; what was not there or so before says that it did. */
    confirm: (press: string, member: string | null): Promise<void> => {
      const changed = /^(?:book #|extend )([\w-]+) /.exec(press)?.[1]
      return act({ press, member, done: changed ? changedTo(changed) : made })
    },
  }
}

const changedTo =
  (id: string) =>
  (before: BoardDay, after: BoardDay): string | boolean =>
    found(before, id)?.version !== found(after, id)?.version && `undo ${id}`

function made(before: BoardDay, after: BoardDay): string | boolean {
  const booked = after.sessions.find(({ id }) => !found(before, id))
  if (booked) return `undo ${booked.id}`
  const closed = after.closures.find(({ id }) => !before.closures.some((closure) => closure.id === id))
  return closed ? `lift ${closed.id} yes` : false
}

/** What was promised any room of a class stays so, as long as it is only moved in time. */
function moving({ session, day, room, from }: Move): Act {
  const { id, to, from: was } = session
  const start = localMinute(day, from)
  const place = room === session.room ? "" : ` @${room}`
  return {
    press: `book #${id} ${start} ${to - was}${place}`,
    ahead: [id, { room, from, to: from + to - was }],
    done: (before, after) => {
      const is = found(after, id)
      return (day === before.day ? is?.from === from && is.room === room : !is) && `undo ${id}`
    },
  }
}

/** A session as it is read out: `Lotus Live, 15:00–17:00, Studio 2`. */
export const told = (day: BoardDay, session: BoardSession): string =>
  [session.member.name, range(session), session.place ?? roomName(day, session.room)].join(", ")
