/**
 * What lets the page live without a network: what was said and is not answered yet is kept in this browser, so that a page that was
 * closed or reloaded sends it under the same key, to one effect; and the page's own files are, so that it opens.
 *
 * @typedef {import("./chat.js").Turn} Turn
 * @typedef {{ key: string, what: Turn, at: number }} Unsent
 */

const place = "unsent"
/** In ms. Something that waited longer is not sent by itself: "tomorrow" would be another day, and the person decides. */
const patience = 3_600_000

/** When something began to wait, in ms. */
export const waitingFrom = () => Date.now()

/** @type {(from: number) => boolean} */
export const tooLong = (from) => waitingFrom() - from > patience

/** @type {() => Unsent[]} */
function all() {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? "[]")
    return Array.isArray(kept) ? kept : []
  } catch {
    return []
  }
}

/** @type {(list: Unsent[]) => void} */
function write(list) {
  try {
    if (list.length > 0) localStorage.setItem(place, JSON.stringify(list))
    else localStorage.removeItem(place)
  } catch {
    // Without room for it the page itself still tries.
  }
}

/** @type {(key: string) => void} */
const done = (key) => write(all().filter((one) => one.key !== key))

export const unsent = {
  /** @type {(key: string, what: Turn) => void} */
  keep: (key, what) => {
    if (!all().some((one) => one.key === key)) write([...all(), { key, what, at: waitingFrom() }])
  },
  done,
  forget: () => write([]),
  /**
   * Takes up what an earlier page left. @param {boolean} known is it known who is speaking?
   * @returns {{ send: Unsent[], texts: string[] }} what to send again, and what only to put before the person again
   */
  left: (known) => {
    const list = all()
    const send = list.filter(({ at }) => known && !tooLong(at))
    const rest = list.filter((one) => !send.includes(one))
    write(send)
    return { send, texts: rest.flatMap(({ what }) => ("text" in what ? [what.text] : [])) }
  },
}

/** Keeps the page's files for the next time; browsers have no such thing on plain HTTP, bar this machine's own. */
export function keepShell() {
  const { trustedTypes } = /** @type {any} */ (window)
  const path = "/shell.js"
  const address = trustedTypes
    ? trustedTypes.createPolicy("shell", { createScriptURL: () => path }).createScriptURL("")
    : path
  navigator.serviceWorker?.register(address).catch(() => {})
}
