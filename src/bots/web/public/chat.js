import { tooLong, waitingFrom } from "./offline.js"

/**
 * The conversation with the server: turns go out one after the other and are retried under their own key until the server has
 * answered, so that nothing is lost and nothing happens twice; what comes in arrives as events.
 *
 * @typedef {import("../json.js").ReplyJson} ReplyJson
 * @typedef {import("../json.js").TurnJson} TurnJson
 * @typedef {{ on?: string, label?: string } & ({ text: string } | { action: string } | { form: string, values: Record<string, string | string[]> })} Turn
 * @typedef {"connecting" | "online" | "offline"} State
 * @typedef {"waiting" | "slow"} Delay
 * @typedef {{
 *   language: () => string,
 *   turn: (turn: TurnJson) => void,
 *   notice: (reply: ReplyJson, live: boolean) => void,
 *   state: (state: State) => void,
 *   live: () => void,
 *   strange: () => void,
 *   other: () => void,
 * }} Ears
 */

/** Names a turn; `crypto.randomUUID` is missing on plain HTTP. */
export const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("")

/** @type {(milliseconds: number) => Promise<void>} */
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Something the server will not take however often it is asked. */
export class Refusal extends Error {
  /** @param {number} status */
  constructor(status) {
    super(`refused with ${status}`)
    this.status = status
  }
}

/** Waits until the network is likely to be back. @type {(attempt: number) => Promise<unknown>} */
function better(attempt) {
  const patience = pause(Math.min(15_000, 700 * 2 ** attempt))
  return Promise.race([patience, new Promise((resolve) => addEventListener("online", resolve, { once: true }))])
}

/**
 * Posts until it is answered. Rejects with a {@link Refusal} where trying again is of no use, and after an hour.
 * @param {string} path
 * @param {unknown} body
 * @param {{ language: string, delayed?: (why: Delay) => void }} how
 * @returns {Promise<unknown>}
 */
export async function post(path, body, { language, delayed }) {
  const headers = { "content-type": "application/json", "accept-language": language }
  const began = waitingFrom()
  for (let attempt = 0; ; attempt++) {
    const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) }).catch(() => undefined)
    if (response?.ok) {
      const answer = await response.text().catch(() => undefined)
      if (answer !== undefined) return answer === "" ? undefined : JSON.parse(answer)
    }
    const status = response?.status ?? 0
    if (status >= 400 && status < 500 && status !== 429 && status !== 408) throw new Refusal(status)
    // A telephone that slept over it.
    if (tooLong(began)) throw new Refusal(status)
    delayed?.(status === 429 ? "slow" : "waiting")
    await (status === 429 ? pause(1000 * Number(response?.headers.get("retry-after") ?? 2)) : better(attempt))
  }
}

/** @type {(ears: Ears) => { send: (key: string, turn: Turn, delayed: (why: Delay) => void) => Promise<TurnJson>, listen: () => void, hush: () => void }} */
export function connect(ears) {
  /** @type {Promise<unknown>} */
  let queue = Promise.resolve()
  /** @type {EventSource | undefined} */
  let source
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let later
  let last = ""
  let tries = 0

  const send = (/** @type {string} */ key, /** @type {Turn} */ turn, /** @type {(why: Delay) => void} */ delayed) => {
    const answer = queue.then(() => post("/api/turns", { key, ...turn }, { language: ears.language(), delayed }))
    queue = answer.catch(() => undefined)
    return /** @type {Promise<TurnJson>} */ (answer)
  }

  const hush = () => {
    clearTimeout(later)
    source?.close()
    source = undefined
  }

  const listen = () => {
    hush()
    const opened = new EventSource(`/api/events?turns${last && `&after=${encodeURIComponent(last)}`}`)
    let live = false
    source = opened
    opened.addEventListener("turn", (event) => {
      last = event.lastEventId
      ears.turn(JSON.parse(event.data))
    })
    opened.addEventListener("message", (event) => {
      last = event.lastEventId
      ears.notice(JSON.parse(event.data), live)
    })
    opened.addEventListener("live", () => {
      live = true
      tries = 0
      ears.state("online")
      ears.live()
    })
    opened.addEventListener("other", () => {
      last = ""
      ears.other()
      listen()
    })
    opened.addEventListener("error", () => {
      ears.state("offline")
      // The browser tries again by itself, unless the answer was no.
      if (opened.readyState === EventSource.CLOSED && source === opened)
        later = setTimeout(recover, Math.min(15_000, 1000 * 2 ** tries++))
    })
  }

  const recover = async () => {
    const session = await fetch("/api/session").then(
      (response) => response.json(),
      () => undefined,
    )
    if (session?.known === false) ears.strange()
    else listen()
  }

  /** What brings a page back to life: the network, or being looked at again. */
  const wake = () => {
    if (source && source.readyState !== EventSource.OPEN) listen()
  }
  // An old connection may be dead without knowing.
  addEventListener("online", () => source && listen())
  addEventListener("offline", () => ears.state("offline"))
  // Browsers open six connections to a place, and every open page holds one: only the page in front keeps it for sure.
  const pages = new BroadcastChannel("anchordesk")
  let asleep = false
  pages.addEventListener("message", () => {
    if (!document.hidden || !source) return
    asleep = true
    hush()
  })
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return
    pages.postMessage("in front")
    if (asleep) listen()
    else wake()
    asleep = false
  })
  return { send, listen, hush }
}
