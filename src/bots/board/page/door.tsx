import { useState } from "preact/hooks"
import type { SessionJson } from "../json.js"
import { enterDemo } from "./api.js"
import { Icon } from "./icons.js"
import { type Language, languages, ownNames, words } from "./words/index.js"

/** Who is not signed in: a link is used by a press alone, so that whatever fetches links to preview them uses none. */

type Props = {
  language: Language
  choose(language: Language): void
  who: SessionJson
  link: string | null
  over: boolean
  use(): Promise<unknown>
  comeIn(way: () => Promise<unknown>): Promise<void>
}

export function Door({ language, choose, who, link, over, use, comeIn }: Props) {
  const w = words[language]
  const [problem, setProblem] = useState("")
  const go = (way: () => Promise<unknown>) => () => {
    setProblem("")
    comeIn(way).catch(() => setProblem(w.failed))
  }
  return (
    <main class="door">
      <div class="card">
        <img src="/board/icon.svg" alt="" width="56" height="56" />
        <p class="centre">{who.centre[language]}</p>
        <h1>{w.signIn}</h1>
        <p>{over ? w.linkOver : link ? w.signInLink : w.signInHow}</p>
        {link && (
          <button type="button" class="primary" onClick={go(use)}>
            {w.signIn}
          </button>
        )}
        {who.demo && !link && (
          <>
            <button type="button" class="primary" onClick={go(enterDemo)}>
              {w.demo}
            </button>
            <p class="soft">{w.demoHint}</p>
          </>
        )}
        <p role="alert" class="problem">
          {problem}
        </p>
      </div>
      <Languages language={language} choose={choose} />
    </main>
  )
}

export const Languages = ({ language, choose }: Pick<Props, "language" | "choose">) => (
  <label class="language">
    <span class="unseen">{words[language].language}</span>
    <Icon is="globe" />
    <select value={language} onChange={({ currentTarget }) => choose(currentTarget.value as Language)}>
      {languages.map((one) => (
        <option key={one} value={one} lang={one}>
          {ownNames[one]}
        </option>
      ))}
    </select>
  </label>
)
