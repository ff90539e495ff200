import type { ComponentChildren } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import type { ButtonJson, ReplyJson } from "../json.js"
import { turn } from "./api.js"
import { Icon } from "./icons.js"
import { type Language, words } from "./words/index.js"

/** A dialog over the board, and the desk's answers in it. */

type SheetProps = { title: string; language: Language; close(): void; children: ComponentChildren }

export function Sheet({ title, language, close, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const { current } = dialog
    current?.showModal()
    return () => current?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      class="sheet"
      aria-labelledby="sheet-title"
      onCancel={(event) => {
        event.preventDefault()
        close()
      }}
      // The backdrop is the dialog's own; everything else in it lies in its box.
      onPointerDown={({ target }) => target === dialog.current && close()}
    >
      <div class="box">
        <header>
          <h2 id="sheet-title" tabIndex={-1} autofocus>
            {title}
          </h2>
          <button type="button" class="plain" aria-label={words[language].close} onClick={close}>
            <Icon is="close" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  )
}

/** The tap on a card: it books, or changes a booking. */
export const confirms = ({ press }: ButtonJson): boolean => /^book |^extend \S+ \d/.test(press)

export type Talk = {
  language: Language
  /** For whom it is done. */
  member: string | null
  /** Takes a press for itself; false: it is the desk's. */
  take(button: ButtonJson): boolean
  close(): void
}

/** What the desk says, with its buttons; each is answered in place. */
export function Answers({ replies: given, bare, ...talk }: Talk & { replies: readonly ReplyJson[]; bare?: boolean }) {
  const { language, member, take, close } = talk
  const [replies, setReplies] = useState(given)
  const [state, setState] = useState<"" | "busy" | "failed">("")
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => setReplies(given), [given])

  const press = async (button: ButtonJson): Promise<void> => {
    if (take(button)) return
    setState("busy")
    try {
      const answer = await turn({ press: button.press, member, language })
      if (button.press === "drop") return close()
      setReplies(answer)
      setState("")
      box.current?.focus()
    } catch {
      setState("failed")
    }
  }
  const quiet = bare && replies === given
  return (
    <div class="answers" ref={box} tabIndex={-1} aria-busy={state === "busy"}>
      {replies.map((reply, n) => (
        <div key={n} class="reply">
          {!quiet && <Lines reply={reply} />}
          {reply.buttons.map((row) => (
            <div key={row.map(({ press: to }) => to).join()} class="buttons">
              {row.map((button) => (
                <button
                  key={button.press}
                  type="button"
                  class={button.style ?? ""}
                  disabled={state === "busy"}
                  onClick={() => void press(button)}
                >
                  {button.label}
                </button>
              ))}
            </div>
          ))}
        </div>
      ))}
      <p role="alert" class="problem">
        {state === "failed" ? words[language].failed : ""}
      </p>
    </div>
  )
}

const Lines = ({ reply: { lines } }: { reply: ReplyJson }) => (
  <div class="lines">
    {lines.map((line, n) => (
      <p key={n}>{line.map((span) => (typeof span === "string" ? span : <b key={span.bold}>{span.bold}</b>))}</p>
    ))}
  </div>
)

/** Opens with what the desk answers to a press. */
export function Asked({ press, bare, ...talk }: Talk & { press: string; bare?: boolean }) {
  const { language, member } = talk
  const [replies, setReplies] = useState<readonly ReplyJson[] | null>(null)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    let still = true
    turn({ press, member, language }).then(
      (answer) => still && setReplies(answer),
      () => still && setFailed(true),
    )
    return () => {
      still = false
    }
  }, [press, member, language])
  if (failed) return <p role="alert">{words[language].failed}</p>
  return replies ? (
    <Answers {...talk} replies={replies} {...(bare ? { bare } : {})} />
  ) : (
    <p class="waiting" aria-hidden="true" />
  )
}
