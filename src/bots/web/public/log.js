import { element } from "./element.js"
import { deskMessage, markUsed, ownMessage, release } from "./message.js"
import { say, spoken } from "./words.js"

/**
 * The conversation as it is shown: each message once, whether it comes as an answer, from another device, or from the past.
 *
 * @typedef {import("../json.js").ReplyJson} ReplyJson
 * @typedef {import("../json.js").TurnJson} TurnJson
 * @typedef {import("./words.js").Word} Word
 * @typedef {{ key: string, own: HTMLElement | undefined, under: HTMLElement, on: string | undefined }} Sent
 */

/**
 * @param {HTMLElement} log
 * @param {HTMLElement} scroll What scrolls, around it.
 * @param {import("./message.js").Hands} hands
 */
export function conversation(log, scroll, hands) {
  /** Messages of the desk by id. @type {Map<string, HTMLElement>} */
  const messages = new Map()
  /** What was sent from here and waits for its answer, by key. @type {Map<string, Sent>} */
  const waiting = new Map()
  /** When the latest message was said, in ms. */
  let latest = 0
  /** The keys of turns that are shown. @type {Set<string>} */
  const shown = new Set()

  const atEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 60
  // Those who are at the end stay there, whatever grows: a message, a picture that arrives, the box they write in. What came last is
  // read from its beginning, so that goes no higher than the top of the view.
  let following = true
  /** @type {HTMLElement | undefined} */
  let latestBegins
  const follow = () => {
    const end = scroll.scrollHeight - scroll.clientHeight
    const begins = latestBegins?.isConnected ? latestBegins.offsetTop - 16 : end
    scroll.scrollTop = Math.max(scroll.scrollTop, Math.min(end, begins))
  }
  let top = 0
  scroll.addEventListener("scroll", () => {
    if (atEnd()) following = true
    else if (scroll.scrollTop < top) following = false
    top = scroll.scrollTop
  })
  const grown = new ResizeObserver(() => {
    // Above an empty conversation is what is read from its beginning.
    if (following && log.childElementCount > 0) follow()
    scroll.dispatchEvent(new Event("scroll"))
  })
  grown.observe(log)
  grown.observe(scroll)

  /** A new beginning after a pause says when it is. @type {(at: string | undefined, before: Element | undefined) => void} */
  const when = (at, before) => {
    if (at === undefined) return
    if (Date.parse(at) - latest > pause) {
      const said = element("p", { class: "when" }, element("time", { datetime: at }, moment(at)))
      if (before) before.before(said)
      else log.append(said)
    }
    latest = Math.max(latest, Date.parse(at))
  }

  /** Shows it, unless it is shown already; answers the message if it is a new one at the end. */
  const reply = (/** @type {ReplyJson} */ what, /** @type {HTMLElement | undefined} */ pressed) => {
    if (messages.has(what.id)) return undefined
    const message = deskMessage(what, hands)
    messages.set(what.id, message)
    const earlier = (what.replaces && messages.get(what.replaces)) || (what.edit && pressed) || undefined
    if (!earlier?.isConnected) {
      when(what.at, undefined)
      log.append(message)
      return message
    }
    const hadFocus = earlier.contains(document.activeElement)
    earlier.replaceWith(message)
    if (hadFocus) focusOn(message)
    return undefined
  }

  const turn = (/** @type {TurnJson} */ { key, at, said, on, label, replies }) => {
    if (shown.has(key)) return
    shown.add(key)
    const sent = waiting.get(key)
    waiting.delete(key)
    if (on === undefined) when(at, sent?.own)
    if (sent) note(sent.under)
    const own = sent || said === undefined ? undefined : ownMessage(said)
    if (own) log.append(own)
    else if (sent?.own && !sent.own.isConnected) log.append(sent.own)
    const pressed = on === undefined ? undefined : messages.get(on)
    if (pressed) {
      release(pressed)
      markUsed(pressed, label)
    }
    const added = replies.map((what) => reply(what, pressed)).find((message) => message !== undefined)
    if (!sent?.own) latestBegins = own ?? added ?? latestBegins
  }

  return {
    /** Is there something new below that the person is not being shown? */
    left: () => !following && !atEnd(),
    toEnd: () => {
      scroll.scrollTop = scroll.scrollHeight
    },
    empty: () => log.childElementCount === 0,
    /** @type {(what: ReplyJson) => void} */
    notice: (what) => {
      latestBegins = reply(what, undefined) ?? latestBegins
    },
    turn,
    /** Shows what is being sent; the answer or {@link note} ends it. @type {(key: string, said: string | undefined, message: HTMLElement | undefined) => Sent} */
    sending: (key, said, message) => {
      const own = said === undefined ? undefined : ownMessage(said)
      if (own) log.append(own)
      const sent = { key, own, under: own ?? message ?? log, on: message?.dataset.id }
      waiting.set(key, sent)
      latestBegins = own ?? latestBegins
      following = true
      follow()
      return sent
    },
    /** It was not sent, and is no longer waited for. @type {(sent: Sent, word: Word, again?: () => void) => void} */
    failed: (sent, word, again) => {
      waiting.delete(sent.key)
      const message = sent.on === undefined ? undefined : messages.get(sent.on)
      if (message) release(message)
      note(sent.under, word, () => {
        note(sent.under)
        sent.own?.remove()
        again?.()
      })
    },
    waiting: () => waiting.size > 0,
    /** Is it being sent from here? @type {(key: string) => boolean} */
    waits: (key) => waiting.has(key),
    /** Is its answer shown? @type {(key: string) => boolean} */
    has: (key) => shown.has(key),
    /** @type {(id: string | undefined) => HTMLElement | undefined} */
    message: (id) => (id === undefined ? undefined : messages.get(id)),
    clear: () => {
      log.replaceChildren()
      messages.clear()
      shown.clear()
      latest = 0
    },
  }
}

/** In ms. */
const pause = 30 * 60_000

/** @type {(at: string) => string} */
const moment = (at) =>
  new Intl.DateTimeFormat(spoken(), {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(new Date(at))

/** Keyboards go on where the pressed button was. @type {(message: HTMLElement) => void} */
function focusOn(message) {
  const next = message.querySelector(".buttons button, .buttons a, input, select, textarea, button, a")
  if (next instanceof HTMLElement) return next.focus({ preventScroll: true })
  message.tabIndex = -1
  message.focus({ preventScroll: true })
}

/** A small line below a message, or none any more. @type {(under: HTMLElement, word?: Word, again?: () => void) => void} */
export function note(under, word, again) {
  under.querySelector(":scope > .note")?.remove()
  if (word === undefined) return
  const line = element("p", { class: "note", role: "status" }, say(word))
  if (again) {
    const button = element("button", { type: "button", class: "plain" }, say("again"))
    button.addEventListener("click", again)
    line.append(" ", button)
  }
  under.append(line)
}
