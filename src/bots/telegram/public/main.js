import { hintedLanguage, initData, open, storage, tell } from "./bridge.js"
import { cards, element } from "./sheet.js"
import { cell, clock, firstFree, mark, table, within } from "./table.js"
import { locale, nearest, say, speak } from "./words.js"

/**
 * The picker of free times inside of Telegram: a day, a room, a beginning and an end; then the desk's own card.
 *
 * @typedef {import("../app/json.js").TimesJson} Times
 * @typedef {import("../app/json.js").AnswerJson} Answer
 * @typedef {import("./table.js").Picked} Picked
 * @typedef {import("./words.js").Word} Word
 */

/**
 * @template {Element} Kind
 * @param {string} selector
 * @param {new () => Kind} kind
 */
function find(selector, kind) {
  const found = document.querySelector(selector)
  if (!(found instanceof kind)) throw new Error(`The page has no ${selector}`)
  return found
}

const centre = find("#centre", HTMLElement)
const hosts = find("#hosts", HTMLElement)
const hostsMenu = find("#hosts select", HTMLSelectElement)
const days = find("#days", HTMLElement)
const said = find("#said", HTMLElement)
const again = find("#again", HTMLButtonElement)
const back = find("#back", HTMLButtonElement)
const scroll = find("#scroll", HTMLElement)
const bar = find("#bar", HTMLElement)
const pickedWords = find("#picked", HTMLElement)
const next = find("#next", HTMLButtonElement)
const sheet = find("#sheet", HTMLDialogElement)
const card = find("#card", HTMLElement)
const close = find("#close", HTMLButtonElement)

/** @type {Times | undefined} */
let times
/** @type {Picked | null} */
let picked = null
/** What to do when somebody taps "Try again". */
let retry = () => {}
/** Is a card open that keeps a place? */
let asking = false

/** The server's no, by its code. */
class Refusal extends Error {}

/** Words instead of the table. @type {(word: Word | null, way?: "again" | "back") => void} */
function tellOf(word, way) {
  said.textContent = word ? say(word) : ""
  again.hidden = way !== "again"
  back.hidden = way !== "back"
  if (!word) return
  scroll.replaceChildren()
  bar.hidden = true
}

/** @type {(path: string, init?: RequestInit) => Promise<any>} */
async function ask(path, init = {}) {
  const headers = { "content-type": "application/json", authorization: `Bearer ${storage.get("pass") ?? passed}` }
  const response = await fetch(path, { ...init, headers })
  const body = await response.json()
  if (!response.ok) throw new Refusal(body.error)
  return body
}

/** Where storage is closed. */
let passed = ""

/** Says what went wrong, and what can be done. @type {(error: unknown, act: () => void) => void} */
function trouble(error, act) {
  const code = error instanceof Refusal ? error.message : "offline"
  retry = act
  if (code === "stranger") tellOf("stranger", "back")
  else if (["old", "used", "forged"].includes(code)) tellOf("expired", "back")
  else tellOf(code === "offline" ? "offline" : code === "slow_down" ? "slow" : "failed", "again")
}

async function enter() {
  if (initData) {
    const answer = await ask("/api/app/enter", { method: "POST", body: JSON.stringify({ initData }) })
    passed = answer.pass
    storage.set("pass", passed)
  }
}

/** @type {(about?: { day?: string, hosts?: string }) => Promise<void>} */
async function load(about = {}) {
  choose(null)
  const query = new URLSearchParams({ ...about })
  try {
    if (!times) tellOf("loading")
    times = /** @type {Times} */ (await ask(`/api/app/times?${query}`))
    speak(times.language)
    show(times)
  } catch (error) {
    trouble(error, () => void load(about))
  }
}

/** @param {Times} now */
function show(now) {
  tellOf(null)
  centre.textContent = document.title = now.centre
  hosts.hidden = days.hidden = false
  hostsMenu.replaceChildren(
    ...Array.from(
      { length: now.hostsMost },
      (_, at) => new Option(String(at + 1), String(at + 1), false, at + 1 === now.hosts),
    ),
  )
  const name = new Intl.DateTimeFormat(locale(), { weekday: "short", timeZone: "UTC" })
  const month = new Intl.DateTimeFormat(locale(), { month: "long", timeZone: "UTC" })
  const had = document.activeElement?.closest("#days") !== null
  days.replaceChildren(
    ...now.days.map((day) => {
      const at = new Date(`${day}T00:00:00Z`)
      const label = [
        element("small", {}, name.format(at)),
        element("b", {}, String(at.getUTCDate())),
        element("span", { class: "unseen" }, month.format(at)),
      ]
      const button = element("button", { type: "button" }, ...label)
      if (day === now.day) button.setAttribute("aria-current", "date")
      button.addEventListener("click", () => void load({ day, hosts: String(now.hosts) }))
      return button
    }),
  )
  const current = days.querySelector("[aria-current]")
  if (current instanceof HTMLElement) {
    current.scrollIntoView({ block: "nearest", inline: "center" })
    if (had) current.focus()
  }
  const whole = now.days.length > 0 ? table(now, tap) : null
  if (!whole) return tellOf(now.days.length > 0 ? "none" : "noDays")
  scroll.replaceChildren(whole)
  choose(null)
  const first = firstFree(whole)
  // Past what is taken and what was, with the names of rooms still beside it.
  if (first) {
    scroll.scrollLeft = first.offsetLeft - scroll.clientWidth / 2
    scroll.scrollTop = first.offsetTop + 2 * first.offsetHeight - scroll.clientHeight
  }
}

/** @param {Picked | null} now */
function choose(now) {
  picked = now
  bar.hidden = !times
  next.hidden = now === null
  const short = now && now.to - now.from <= Math.max(times?.shortest ?? 0, cell)
  const what = now ? [element("b", {}, `${now.room.name} · ${clock(now.from)}–${clock(now.to)}`), " "] : []
  pickedWords.replaceChildren(...what, now ? (short ? say("tapEnd") : "") : say("tapStart"))
  const whole = scroll.firstElementChild
  if (whole) mark(whole, now)
}

/** A first tap begins, a second in the same room ends; one elsewhere begins anew. @type {(room: Picked["room"], at: number) => void} */
function tap(room, at) {
  if (!times) return
  const to = at + cell
  const ends =
    picked?.room.id === room.id &&
    at > picked.from &&
    to - picked.from <= times.longest &&
    within(room.free, picked.from, to)
  if (ends && picked) {
    choose({ ...picked, to })
    return void check()
  }
  const least = Math.max(times.shortest, cell)
  choose(within(room.free, at, at + least) ? { room, from: at, to: at + least } : null)
}

/** The desk's card for what is chosen. */
async function check() {
  if (!picked || !times) return
  const { room, from, to } = picked
  const day = new Date(Date.parse(`${times.day}T00:00:00Z`) + from * 60_000).toISOString().slice(0, 16)
  asking = true
  await press(`plan ${day} ${to - from} @${room.id} h${times.hosts}`)
}

/** @param {string} action */
async function press(action) {
  const key = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  )
  card.inert = true
  card.setAttribute("aria-busy", "true")
  if (!sheet.open) {
    card.replaceChildren(element("p", { role: "status" }, say("loading")))
    sheet.showModal()
  }
  await send(key, action)
}

/** The same key again has one effect, however often its answer is lost. @type {(key: string, action: string) => Promise<void>} */
async function send(key, action) {
  try {
    const { replies, inChat } = /** @type {Answer} */ (
      await ask("/api/app/turns", { method: "POST", body: JSON.stringify({ key, action }) })
    )
    if (inChat) asking = false
    card.replaceChildren(...cards(replies, (more) => void press(more)))
    if (inChat) card.append(element("p", { class: "also" }, say("inChat")), wayBack())
    tell("web_app_trigger_haptic_feedback", { type: "notification", notification_type: inChat ? "success" : "warning" })
  } catch (error) {
    const code = error instanceof Refusal ? error.message : "offline"
    const over = code === "old"
    const word = over ? "expired" : code === "offline" ? "offline" : code === "slow_down" ? "slow" : "failed"
    const more = element("button", { type: "button" }, say("again"))
    more.addEventListener("click", () => void send(key, action))
    card.replaceChildren(element("p", { role: "alert" }, say(word)), over ? wayBack() : more)
  } finally {
    card.inert = false
    card.removeAttribute("aria-busy")
  }
}

function wayBack() {
  const button = element("button", { type: "button", class: "primary" }, say("back"))
  button.addEventListener("click", () => tell("web_app_close"))
  return button
}

next.addEventListener("click", () => void check())
again.addEventListener("click", () => retry())
back.addEventListener("click", () => tell("web_app_close"))
close.addEventListener("click", () => sheet.close())
hostsMenu.addEventListener("change", () => times && void load({ day: times.day, hosts: hostsMenu.value }))
sheet.addEventListener("close", () => {
  // A card that is put away keeps no place; what was booked meanwhile shows.
  const body = JSON.stringify({ key: crypto.getRandomValues(new Uint32Array(2)).join("-"), action: "drop" })
  const dropped = asking ? ask("/api/app/turns", { method: "POST", body }).catch(() => {}) : Promise.resolve()
  asking = false
  void dropped.then(() => times && load({ day: times.day, hosts: String(times.hosts) }))
})

async function begin() {
  speak(nearest(hintedLanguage()))
  open()
  if (!initData && !storage.get("pass")) return tellOf("elsewhere")
  try {
    tellOf("loading")
    await enter()
  } catch (error) {
    return trouble(error, () => void begin())
  }
  const day = new URLSearchParams(location.search).get("day")
  await load(day ? { day } : {})
}

void begin()
