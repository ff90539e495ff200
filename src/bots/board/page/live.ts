import { useCallback, useEffect, useRef, useState } from "preact/hooks"
import type { BoardDay, ClockJson } from "../json.js"
import { dayOf, Failed } from "./api.js"
import { type Told, told } from "./clock.js"
import type { Language } from "./words/index.js"

/** A day that keeps itself up to date: the server says that something changed, and it is read again. */
export type Live = {
  data: BoardDay | null
  line: "connecting" | "online" | "offline"
  clock: Told
  /** Reads the day now. */
  reload(): Promise<BoardDay | null>
}

/** The server tells its clock every fifteen seconds. */
const silenceMs = 40_000

export function useLive(
  { day, language, start }: { day: string; language: Language; start: Told },
  out: () => void,
): Live {
  const [data, setData] = useState<BoardDay | null>(null)
  const [line, setLine] = useState<Live["line"]>("connecting")
  const [clock, setClock] = useState(start)
  const wanted = useRef({ day, language })
  wanted.current = { day, language }

  const reload = useCallback(async (): Promise<BoardDay | null> => {
    const asked = wanted.current
    try {
      const found = await dayOf(asked.day, asked.language)
      // The page has turned to another day meanwhile.
      if (asked.day !== wanted.current.day || asked.language !== wanted.current.language) return null
      setData(found)
      return found
    } catch (error) {
      if (error instanceof Failed && error.status === 401) out()
      return null
    }
  }, [out])

  useEffect(() => void reload(), [day, language, reload])
  useEffect(() => {
    let events: EventSource
    let silent = 0
    /** A connection may be dead without knowing, and a wall would show an old day for a new one. */
    const heard = (): void => {
      clearTimeout(silent)
      silent = window.setTimeout(() => {
        setLine("offline")
        listen()
      }, silenceMs)
    }
    const listen = (): void => {
      events?.close()
      heard()
      events = new EventSource("/board/api/events")
      events.addEventListener("change", () => {
        heard()
        setLine("online")
        void reload()
      })
      events.addEventListener("clock", ({ data }) => {
        heard()
        setClock(told(JSON.parse(data) as ClockJson))
      })
      events.addEventListener("out", out)
      events.onerror = () => {
        setLine("offline")
        // Refused for good, as by a server that is being restarted or to one who is out: look again in a while.
        if (events.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 5000)
      }
    }
    const lost = (): void => {
      events.close()
      setLine("offline")
    }
    listen()
    addEventListener("offline", lost)
    addEventListener("online", listen)
    return () => {
      clearTimeout(silent)
      removeEventListener("offline", lost)
      removeEventListener("online", listen)
      events.close()
    }
  }, [reload, out])

  return { data: data?.day === day ? data : null, line, clock, reload }
}
