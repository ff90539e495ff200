import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks"
import type { BoardCourse, BoardDay, BoardRequest, BoardSession, ButtonJson, ReplyJson, SessionJson } from "../json.js"
import { told as spoken, useActs } from "./acts.js"
import { Agenda } from "./agenda.js"
import { type Told, useNow } from "./clock.js"
import { FloorCard } from "./floor.js"
import { Grid } from "./grid.js"
import { Head, Tabs, ToastBar, WallHead } from "./head.js"
import { useLive } from "./live.js"
import { Gear, People, Requests, waiting } from "./panel.js"
import { type Place, PlaceSheet } from "./place-sheet.js"
import { SessionSheet } from "./session-sheet.js"
import { Answers, Asked, confirms, Sheet } from "./sheet.js"
import { arrivals, changes, freeIn, seen, shownHours } from "./state.js"
import { isDay } from "./time.js"
import { type Language, words } from "./words/index.js"

type Props = {
  language: Language
  choose(language: Language): void
  who: SessionJson
  start: Told
  out(): void
  leave(): void
}

type Open =
  | { is: "session"; session: BoardSession }
  | { is: "place"; place: Place }
  | { is: "request"; press: string; title: string }
  | { is: "answer"; replies: readonly ReplyJson[]; member: string | null }

export type Tab = "now" | "rooms" | "gear" | "requests"

const wall = new URLSearchParams(location.search).has("wall")
/** Below this, a phone's lists take the grid's place. */
const narrow = matchMedia("(max-width: 859px)")

/** The day in the address; none is today, also tomorrow. */
function useChosenDay(): [string | null, (day: string | null) => void] {
  const asked = new URLSearchParams(location.search).get("day")
  const [chosen, setChosen] = useState(isDay(asked) ? asked : null)
  const go = (day: string | null): void => {
    setChosen(day)
    const query = new URLSearchParams(location.search)
    if (day === null) query.delete("day")
    else query.set("day", day)
    const text = query.toString()
    history.replaceState(null, "", text ? `?${text}` : location.pathname)
  }
  return [chosen, go]
}

type Wanted = { room: string; from: number | null; to: number | null }

/** An hour from there, or as long as it is free; what is asked for without a time begins at the next quarter of an hour, or when the day does. */
function placeIn(day: BoardDay, minute: number | null, { room, from, to }: Wanted): Place {
  const soon = Math.ceil((minute ?? day.from) / day.grid) * day.grid
  const begin = from ?? Math.min(Math.max(day.from, soon), day.to - day.grid)
  const free = freeIn(day, room, null).find((stretch) => stretch.from <= begin && begin + day.shortest <= stretch.to)
  return { room, from: begin, to: to ?? Math.min(begin + 60, free?.to ?? day.to) }
}

export function Board({ language, choose, who, start, out, leave }: Props) {
  const w = words[language]
  const [chosen, choseDay] = useChosenDay()
  const [today, setToday] = useState(start.today)
  const day = chosen ?? today
  const { data, line, clock, reload } = useLive({ day, language, start }, out)
  const now = useNow(clock)
  const [open, setOpen] = useState<Open | null>(null)
  const [tab, setTab] = useState<Tab>("now")
  const acts = useActs({ data, language, reload }, (replies, member) => setOpen({ is: "answer", replies, member }))
  const phone = useMedia(narrow) && !wall
  const sessions = useMemo(() => (data ? seen(data.sessions, acts.ahead) : []), [data, acts.ahead])
  useEffect(() => setToday(clock.today), [clock.today])
  useKeptFocus(data)

  const minute = data && day === clock.today ? (now - data.startAt) / 60_000 + data.from : null
  const pick = (room: string, from: number | null, to: number | null): void => {
    if (data && data.to > data.from) setOpen({ is: "place", place: placeIn(data, minute, { room, from, to }) })
  }
  const go = (to: string): void => choseDay(to === today ? null : to)
  const head = { language, choose, who, day, today, go, line, now, minute, data, leave, zone: who.zone }
  const shown = data && {
    ...{ day: data, sessions, now, minute, w, pick, tab },
    open: (session: BoardSession): void => setOpen({ is: "session", session }),
    ask: ({ press, name }: BoardCourse): void => setOpen({ is: "request", press, title: name }),
    checkIn: (session: BoardSession): void => void acts.checkIn(session),
    move: (session: BoardSession, room: string, from: number): void => void acts.move({ session, day, room, from }),
    answer: ({ press, what }: BoardRequest): void => setOpen({ is: "request", press, title: what }),
  }
  return (
    <div class={`board ${wall ? "wall" : ""} ${phone ? "phone" : ""}`}>
      <a class="skip" href="#main">
        {w.skip}
      </a>
      {wall ? <WallHead {...head} /> : <Head {...head} />}
      <main id="main" tabIndex={-1}>
        {data?.to === data?.from && data && <p class="soft closedday">{w.closedDay}</p>}
        {shown && (phone ? <Phone {...shown} /> : <Wide {...shown} />)}
      </main>
      {phone && data && (
        <Tabs {...{ tab, setTab, w }} late={arrivals(sessions, now).late.length} requests={waiting(data)} />
      )}
      {data && open && <Opened {...{ open, data, sessions, now, language, acts }} close={() => setOpen(null)} />}
      <ToastBar toast={acts.toast} w={w} undo={(press) => void acts.undo(press)} hush={acts.hush} />
      <Announcer data={data} w={w} />
    </div>
  )
}

type WideProps = Omit<Parameters<typeof Grid>[0], "hours"> &
  Parameters<typeof People>[0] &
  Parameters<typeof Requests>[0]

/** The timetable, and the lists beside it. */
const Wide = (shown: WideProps) => (
  <>
    {shown.day.to > shown.day.from && (
      <section class="sheetgrid" aria-label={shown.w.timetable(shown.day.date)}>
        <Grid {...shown} hours={shownHours(shown.day, wall ? shown.minute : null)} />
      </section>
    )}
    <aside>
      <People {...shown} most={wall ? 4 : 8}>
        <Requests {...shown} {...(wall && { most: 2 })} />
      </People>
      <Gear {...shown} most={wall ? 4 : 12} />
    </aside>
  </>
)

type PhoneProps = Parameters<typeof Agenda>[0] &
  Parameters<typeof People>[0] &
  Parameters<typeof Requests>[0] & { tab: Tab }

function Phone({ tab, ...about }: PhoneProps) {
  if (tab === "rooms") return about.day.to > about.day.from ? <Agenda {...about} /> : null
  if (tab === "gear") return <Gear {...about} />
  if (tab === "requests") return <Requests {...about} />
  return (
    <>
      {about.day.to > about.day.from && <FloorCard {...about} />}
      <People {...about} />
    </>
  )
}

type OpenedProps = {
  open: Open
  close(): void
  data: BoardDay
  sessions: readonly BoardSession[]
  now: number
  language: Language
  acts: ReturnType<typeof useActs>
}

function Opened({ open, close, data, sessions, now, language, acts }: OpenedProps) {
  const w = words[language]
  const confirm = (press: string, member: string | null): void => void acts.confirm(press, member)
  const talk = (member: string | null) => ({
    ...{ language, member, close },
    take: (button: ButtonJson): boolean => {
      if (!confirms(button)) return false
      confirm(button.press, member)
      close()
      return true
    },
  })
  switch (open.is) {
    case "session": {
      const session = sessions.find(({ id }) => id === open.session.id) ?? open.session
      const all = { day: data, session, now, language, close }
      return (
        <SessionSheet
          {...all}
          move={(to) => void acts.move(to)}
          checkIn={(one) => void acts.checkIn(one)}
          talk={talk(null)}
        />
      )
    }
    case "place":
      return <PlaceSheet {...{ day: data, place: open.place, language, close, confirm }} />
    case "request":
      return (
        <Sheet title={open.title} language={language} close={close}>
          <Asked {...talk(null)} press={open.press} />
        </Sheet>
      )
    case "answer":
      return (
        <Sheet title={w.board} language={language} close={close}>
          <Answers {...talk(open.member)} replies={open.replies} />
        </Sheet>
      )
  }
}

function useMedia(query: MediaQueryList): boolean {
  const [matches, set] = useState(query.matches)
  useEffect(() => {
    const change = (): void => set(query.matches)
    query.addEventListener("change", change)
    return () => query.removeEventListener("change", change)
  }, [query])
  return matches
}

/** What had the keyboard has it again when the day is drawn anew: wherever it went, or else the room it was in. */
function useKeptFocus(data: BoardDay | null): void {
  const last = useRef<{ at: string; room: string } | null>(null)
  useEffect(() => {
    const note = ({ target }: FocusEvent): void => {
      const at = target instanceof HTMLElement ? target.dataset.focus : undefined
      const row = target instanceof HTMLElement ? target.closest<HTMLElement>("[data-row]")?.dataset.row : undefined
      last.current = at === undefined ? null : { at, room: row ?? "" }
    }
    addEventListener("focusin", note)
    return () => removeEventListener("focusin", note)
  }, [])
  useLayoutEffect(() => {
    if (!data || !last.current || (document.activeElement && document.activeElement !== document.body)) return
    const { at, room } = last.current
    const find = (name: string) => document.querySelector<HTMLElement>(`[data-focus="${CSS.escape(name)}"]`)
    const there = find(at) ?? find(`room ${room}`)
    ;(there ?? document.getElementById("main"))?.focus()
  }, [data])
}

const mostTold = 3

/** Says what changed to whoever does not see it. */
function Announcer({ data, w }: { data: BoardDay | null; w: (typeof words)[Language] }) {
  const before = useRef<BoardDay | null>(null)
  const [text, setText] = useState("")
  useEffect(() => {
    const was = before.current
    before.current = data
    if (!was || !data || was.day !== data.day || was.date !== data.date) return
    const all = changes(was, data, (session) => spoken(data, session))
    if (all.length === 0) return
    const said = all.slice(0, mostTold).map(({ what, about }) => w.change[what](about))
    setText([...said, ...(all.length > mostTold ? [w.more(all.length - mostTold)] : [])].join(". "))
  }, [data, w])
  return (
    <p class="unseen" role="status" aria-live="polite">
      {text}
    </p>
  )
}
