import { useEffect } from "preact/hooks"
import type { BoardDay, SessionJson } from "../json.js"
import type { Toast } from "./acts.js"
import type { Tab } from "./board.js"
import { Languages } from "./door.js"
import { FloorNow } from "./floor.js"
import { Icon } from "./icons.js"
import type { Live } from "./live.js"
import { addDays, isDay } from "./time.js"
import { type Language, type Words, words } from "./words/index.js"

/** What stands around the timetable: whose board, which day, the clock and the floor. */

type Props = {
  language: Language
  choose(language: Language): void
  who: SessionJson
  day: string
  today: string
  go(day: string): void
  line: Live["line"]
  now: number
  minute: number | null
  data: BoardDay | null
  leave(): void
  zone: string
}

const timeOf = (now: number, timeZone: string): string =>
  new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" }).format(now)

export function Head({ language, choose, who, day, today, go, line, now, minute, data, leave, zone }: Props) {
  const w = words[language]
  return (
    <header class="head">
      <img src="/board/icon.svg" alt="" width="36" height="36" />
      <div class="title">
        <h1>{who.centre[language]}</h1>
        <p class={`link ${line}`} role="status">
          <i aria-hidden="true" />
          {w.line[line]} · {who.staff?.name}
        </p>
      </div>
      <nav aria-label={w.day}>
        <button type="button" class="plain" aria-label={w.earlier} onClick={() => go(addDays(day, -1))}>
          <Icon is="left" />
        </button>
        <label class="date">
          <span class="unseen">{w.day}</span>
          <span class="shown" aria-hidden="true">
            <span class="long">{data?.date ?? day}</span>
            <span class="short">{data?.short ?? day}</span>
          </span>
          <input
            type="date"
            value={day}
            onChange={({ currentTarget: { value } }) => isDay(value) && go(value)}
            onClick={({ currentTarget }) => currentTarget.showPicker?.()}
          />
        </label>
        <button type="button" class="plain" aria-label={w.later} onClick={() => go(addDays(day, 1))}>
          <Icon is="right" />
        </button>
        <button type="button" class="today" disabled={day === today} onClick={() => go(today)}>
          {w.today}
        </button>
      </nav>
      {data && minute !== null && <FloorNow day={data} minute={minute} w={w} />}
      <time class="clock">{timeOf(now, zone)}</time>
      <Languages language={language} choose={choose} />
      <button type="button" class="plain" aria-label={w.leave} title={w.leave} onClick={leave}>
        <Icon is="leave" />
      </button>
    </header>
  )
}

/** To be read from the other end of the room. */
export function WallHead({ language, who, line, now, minute, data, zone }: Props) {
  const w = words[language]
  return (
    <header class="head">
      <div class="title">
        <h1>{who.centre[language]}</h1>
        <p class={`link ${line}`} role="status">
          <i aria-hidden="true" />
          {data?.date ?? ""}
          {line !== "online" && ` · ${w.line[line]}`}
        </p>
      </div>
      {data && minute !== null && <FloorNow day={data} minute={minute} w={w} />}
      <time class="clock">{timeOf(now, zone)}</time>
    </header>
  )
}

type TabsProps = { tab: Tab; setTab(tab: Tab): void; w: Words; late: number; requests: number }

export function Tabs({ tab, setTab, w, late, requests }: TabsProps) {
  const counts: Partial<Record<Tab, number>> = { now: late, requests }
  return (
    <nav class="tabs" aria-label={w.board}>
      {(["now", "rooms", "gear", "requests"] as const).map((one) => (
        <button key={one} type="button" aria-current={tab === one ? "page" : undefined} onClick={() => setTab(one)}>
          <span>
            {w.tab[one]}
            {(counts[one] ?? 0) > 0 && <span class="count">{counts[one]}</span>}
          </span>
        </button>
      ))}
    </nav>
  )
}

const shownFor = 12_000

type ToastProps = { toast: Toast | null; w: Words; undo(press: string): void; hush(): void }

/** What was done, and the way back; it stays while it is pointed at or has the keyboard. */
export function ToastBar({ toast, w, undo, hush }: ToastProps) {
  useEffect(() => {
    if (!toast) return
    const timer = setInterval(() => {
      if (!document.querySelector(".toast:hover, .toast:focus-within")) hush()
    }, shownFor)
    return () => clearInterval(timer)
  }, [toast?.id])
  return (
    <div role="status" class="toasts">
      {toast && (
        <div class="toast" key={toast.id}>
          <span>{toast.text}</span>
          {toast.undo && (
            <button type="button" onClick={() => undo(toast.undo ?? "")}>
              {w.undo}
            </button>
          )}
          <button type="button" class="plain" aria-label={w.close} onClick={hush}>
            <Icon is="close" />
          </button>
        </div>
      )}
    </div>
  )
}
