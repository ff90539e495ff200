import { render } from "preact"
import { useCallback, useEffect, useState } from "preact/hooks"
import type { SessionJson } from "../json.js"
import { enter, Failed, leave, session } from "./api.js"
import { Board } from "./board.js"
import { told } from "./clock.js"
import { Door } from "./door.js"
import { type Language, languageOf, words } from "./words/index.js"

/** A link's secret, taken out of the address at once: it is nobody's to see or to keep. */
function takeLink(): string | null {
  const link = new URLSearchParams(location.hash.slice(1)).get("in")
  if (link !== null) history.replaceState(null, "", location.pathname + location.search)
  return link
}

function Root({ link: given }: { link: string | null }) {
  const [who, setWho] = useState<SessionJson | null>(null)
  const [link, setLink] = useState(given)
  const [over, setOver] = useState(false)
  const [chosen, setChosen] = useState<Language | null>(languageOf(localStorage.getItem("board-language")))
  const language = chosen ?? who?.staff?.language ?? languageOf(navigator.language) ?? "zh-Hant"

  const look = useCallback(async (): Promise<void> => {
    for (;;) {
      try {
        return setWho(await session())
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 2000))
      }
    }
  }, [])
  useEffect(() => void look(), [look])
  useEffect(() => {
    document.documentElement.lang = language
    const centre = who?.centre[language]
    document.title = [words[language].board, centre].filter(Boolean).join(" · ")
  }, [language, who])

  const choose = (one: Language): void => {
    localStorage.setItem("board-language", one)
    setChosen(one)
  }
  const out = useCallback(() => setWho((was) => was && { ...was, staff: null }), [])
  const comeIn = async (way: () => Promise<unknown>): Promise<void> => {
    try {
      await way()
    } catch (error) {
      if (!(error instanceof Failed && error.status === 410)) throw error
      setOver(true)
    }
    setLink(null)
    await look()
  }

  if (!who) return null
  const common = { language, choose, who }
  if (!who.staff || link)
    return <Door {...common} link={link} over={over} comeIn={comeIn} use={() => enter(link ?? "")} />
  return <Board {...common} start={told(who)} out={out} leave={() => leave().finally(out)} />
}

const place = document.getElementById("board")
if (place) render(<Root link={takeLink()} />, place)
