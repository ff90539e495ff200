import { useEffect, useState } from "preact/hooks"
import type { BoardDay, ButtonJson } from "../json.js"
import { members } from "./api.js"
import { RoomSelect } from "./session-sheet.js"
import { Asked, confirms, Sheet, type Talk } from "./sheet.js"
import { clock, localMinute, steps } from "./time.js"
import { type Language, words } from "./words/index.js"

/** A room at a time: booked for a member, or closed. Both end at the desk's own card, where one more tap does it. */

export type Place = { room: string; from: number; to: number }

type Props = {
  day: BoardDay
  place: Place
  language: Language
  close(): void
  confirm(press: string, member: string | null): void
}

type Member = { id: string; name: string }

/** More are found by writing more of the name. */
const listed = 8
type Asking = { press: string; member: Member | null; reason: string }

export function PlaceSheet({ day, place, language, close, confirm }: Props) {
  const w = words[language]
  const [at, setAt] = useState(place)
  const [blocking, setBlocking] = useState(false)
  const [asking, setAsking] = useState<Asking | null>(null)
  if (asking) return <Card {...{ asking, language, close, confirm }} title={asking.member?.name ?? w.block} />
  const until = { min: at.from + (blocking ? day.grid : day.shortest), max: day.to }
  const start = localMinute(day.day, at.from)
  return (
    <Sheet title={w.book} language={language} close={close}>
      <div class="fields">
        <RoomSelect {...{ day, language }} room={at.room} choose={(room) => setAt({ ...at, room })} />
        <Times
          {...{ language, at, until }}
          starts={steps(day.from, day.to - day.grid, day.grid)}
          grid={day.grid}
          set={setAt}
        />
      </div>
      <fieldset class="either" aria-label={w.book}>
        {[false, true].map((block) => (
          <button
            key={String(block)}
            type="button"
            aria-pressed={blocking === block}
            onClick={() => setBlocking(block)}
          >
            {block ? w.block : w.forMember}
          </button>
        ))}
      </fieldset>
      {blocking ? (
        <Block
          language={language}
          ask={(reason) =>
            setAsking({
              press: `close @${at.room} ${start} ${localMinute(day.day, at.to)}`,
              member: null,
              reason,
            })
          }
        />
      ) : (
        <ForMember
          language={language}
          most={day.rooms.find(({ id }) => id === at.room)?.hosts ?? day.hostsMost}
          ask={(member, hosts) =>
            setAsking({ press: `plan ${start} ${at.to - at.from} @${at.room} h${hosts} +`, member, reason: "" })
          }
        />
      )}
    </Sheet>
  )
}

type TimesProps = {
  language: Language
  at: Place
  until: { min: number; max: number }
  starts: readonly number[]
  grid: number
  set(at: Place): void
}

function Times({ language, at, until, starts, grid, set }: TimesProps) {
  const w = words[language]
  const shift = (from: number): void => set({ ...at, from, to: Math.min(until.max, from + at.to - at.from) })
  return (
    <div class="pair">
      <label>
        <span>{w.from}</span>
        <select value={at.from} onChange={({ currentTarget }) => shift(Number(currentTarget.value))}>
          {starts.map((minute) => (
            <option key={minute} value={minute}>
              {clock(minute)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{w.to}</span>
        <select
          value={Math.max(at.to, until.min)}
          onChange={({ currentTarget }) => set({ ...at, to: Number(currentTarget.value) })}
        >
          {steps(until.min, until.max, grid).map((minute) => (
            <option key={minute} value={minute}>
              {clock(minute)}
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}

function ForMember({
  language,
  most,
  ask,
}: {
  language: Language
  most: number
  ask(member: Member, hosts: number): void
}) {
  const w = words[language]
  const [found, setFound] = useState<readonly Member[] | null>(null)
  const [name, setName] = useState("")
  const [hosts, setHosts] = useState(1)
  useEffect(() => {
    let still = true
    const timer = setTimeout(() => {
      members(name).then(
        (all) => still && setFound(all),
        () => still && setFound([]),
      )
    }, 150)
    return () => {
      still = false
      clearTimeout(timer)
    }
  }, [name])
  return (
    <div class="fields">
      <label>
        <span>{w.hosts}</span>
        <select value={Math.min(hosts, most)} onChange={({ currentTarget }) => setHosts(Number(currentTarget.value))}>
          {steps(1, most, 1).map((count) => (
            <option key={count} value={count}>
              {count}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{w.member}</span>
        <input
          type="search"
          value={name}
          placeholder={w.search}
          autocomplete="off"
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </label>
      <ul class="found" aria-label={w.member} aria-live="polite">
        {found?.slice(0, listed).map((member) => (
          <li key={member.id}>
            <button type="button" onClick={() => ask(member, Math.min(hosts, most))}>
              {member.name}
            </button>
          </li>
        ))}
        {found?.length === 0 && <li class="soft">{w.noMember}</li>}
      </ul>
    </div>
  )
}

function Block({ language, ask }: { language: Language; ask(reason: string): void }) {
  const w = words[language]
  const [reason, setReason] = useState("")
  return (
    <form
      class="fields"
      onSubmit={(event) => {
        event.preventDefault()
        ask(reason.trim())
      }}
    >
      <label>
        <span>{w.reason}</span>
        <input value={reason} maxLength={120} onInput={({ currentTarget }) => setReason(currentTarget.value)} />
      </label>
      <button type="submit" class="primary">
        {w.affects}
      </button>
    </form>
  )
}

type CardProps = Omit<Props, "day" | "place"> & { asking: Asking; title: string }

/** The desk's card. What books is shown as any other change; what closes takes the reason along. */
function Card({ asking: { press, member, reason }, title, language, close, confirm }: CardProps) {
  const take = (button: ButtonJson): boolean => {
    const closes = button.press.startsWith("close ") && button.press.endsWith(" yes")
    if (!closes && !confirms(button)) return false
    confirm(closes && reason ? `${button.press} ${encodeURIComponent(reason)}` : button.press, member?.id ?? null)
    close()
    return true
  }
  const talk: Talk = { language, member: member?.id ?? null, take, close }
  return (
    <Sheet title={title} language={language} close={close}>
      <Asked {...talk} press={press} />
    </Sheet>
  )
}
