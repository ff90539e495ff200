import { connect, newKey, post, Refusal } from "./chat.js"
import { element, find } from "./element.js"
import { conversation, note } from "./log.js"
import { keepShell, unsent } from "./offline.js"
import { enlarge } from "./picture.js"
import { choose, say, speak, spoken } from "./words.js"

/**
 * @typedef {import("../json.js").TurnJson} TurnJson
 * @typedef {import("../json.js").SessionJson} SessionJson
 * @typedef {import("../json.js").DemoJson} DemoJson
 * @typedef {import("./words.js").Language} Language
 */

const list = find("#log", HTMLElement)
const scroll = find("#scroll", HTMLElement)
const newer = find("#newer", HTMLButtonElement)
const hello = find("#hello", HTMLElement)
const enter = find("#enter", HTMLElement)
const examples = find("#examples", HTMLElement)
const join = find("#join", HTMLFormElement)
const problem = find("#join .problem", HTMLElement)
const code = find("#join [name=code]", HTMLInputElement)
const name = find("#join [name=name]", HTMLInputElement)
const demo = find("#demo", HTMLElement)
const composer = find("#composer", HTMLFormElement)
const box = find("#say", HTMLTextAreaElement)
const state = find("#state", HTMLElement)
const stateWords = find("#state span", HTMLElement)
const centre = find("#centre", HTMLElement)
const leave = find("#leave", HTMLButtonElement)
const device = find("#device", HTMLButtonElement)
const other = find("#other", HTMLDialogElement)
const otherCode = find("#otherCode", HTMLOutputElement)
const otherLink = find("#otherLink", HTMLElement)
const picker = find("#language", HTMLSelectElement)

/** @type {SessionJson} */
let session = { known: false, joined: false, demo: false }
/** @type {import("./chat.js").State} */
let line = "connecting"
/** Notices that came while the page was not looked at. */
let unread = 0

const log = conversation(list, scroll, {
  press: (message, { label, action }) => void turn({ action, label }, message),
  submit: (message, { form, label, values }) => void turn({ form, label, values }, message),
  enlarge,
})

const chat = connect({
  language: spoken,
  turn: (what) => {
    log.turn(what)
    arrange()
  },
  notice: (what, live) => {
    log.notice(what)
    if (live && document.hidden) unread++
    arrange()
  },
  state: (now) => {
    line = now
    arrange()
  },
  live: () => {
    // What came so far was history: it is not read out.
    setTimeout(() => list.setAttribute("aria-live", "polite"), 0)
    resume()
  },
  strange: () => location.reload(),
  other: () => {
    // This person is known elsewhere too, from now on: all that was said comes again, in its order.
    log.clear()
    list.setAttribute("aria-live", "off")
    void acquainted()
  },
})

/** Shows the parts of the page that there is a reason for. */
function arrange() {
  const empty = log.empty()
  hello.hidden = !empty
  enter.hidden = session.joined
  demo.hidden = !session.demo
  examples.hidden = !(session.joined && empty)
  leave.hidden = device.hidden = !session.joined
  state.dataset.is = line
  if (stateWords.textContent !== say(line)) stateWords.textContent = say(line)
  const called = session.centre?.[spoken()]
  centre.textContent = called ?? "Anchordesk"
  document.title = `${unread > 0 ? `(${unread}) ` : ""}${called ? `${called} · ` : ""}Anchordesk`
}

/** Sends what an earlier page left unsent, if that is not long ago; else it is only written again, for the person to send. */
function resume() {
  const { send, texts } = unsent.left(session.known)
  for (const { key, what } of send) {
    if (log.has(key)) unsent.done(key)
    else if (!log.waits(key)) void turn(what, log.message(what.on), key)
  }
  if (box.value === "") box.value = texts.join("\n")
}

/** Says something to the desk, or presses a button of `message`. @type {(what: import("./chat.js").Turn, message?: HTMLElement, key?: string) => Promise<void>} */
async function turn(what, message, key = newKey()) {
  const said = "text" in what ? what.text : "form" in what ? what.label : undefined
  const sent = log.sending(key, said, message)
  const whole = sent.on === undefined ? what : { ...what, on: sent.on }
  unsent.keep(key, whole)
  hello.hidden = examples.hidden = true
  const working = setTimeout(() => list.classList.add("working"), 400)
  const delayed = (/** @type {import("./chat.js").Delay} */ why) => {
    clearTimeout(working)
    list.classList.remove("working")
    note(sent.under, why)
  }
  try {
    const answer = await chat.send(key, whole, delayed)
    unsent.done(key)
    note(sent.under)
    log.turn(answer)
    await acquainted()
  } catch (error) {
    unsent.done(key)
    const long = error instanceof Refusal && error.status === 413
    log.failed(sent, long ? "tooLong" : "failed", () => void turn(what, message, key))
  } finally {
    clearTimeout(working)
    if (!log.waiting()) list.classList.remove("working")
  }
}

/** After a first word the server knows this browser, and after an invitation the desk knows who it is. */
async function acquainted() {
  if (session.joined) return
  const before = session.known
  session = /** @type {SessionJson} */ (await ask("/api/session"))
  if (session.known && !before) chat.listen()
  arrange()
}

/** Joins, as somebody invited or as somebody of the demonstration. @type {(path: "/api/join" | "/api/demo", body: object) => Promise<void>} */
async function comeIn(path, body) {
  enter.inert = true
  try {
    // First the cookie, then the code: were the answer lost on its way, the code would still be ours.
    if (path === "/api/join") await post("/api/session", {}, { language: spoken() })
    const answer = /** @type {TurnJson} */ (await post(path, body, { language: spoken() }))
    chat.hush()
    if (path === "/api/demo") log.clear()
    unsent.forget()
    log.turn(answer)
    // Somebody else from here on, or somebody at last: ask who this is, and listen to what is theirs.
    session = { ...session, known: false, joined: false }
    await acquainted()
    // Why not is said beside the form too: on a telephone the end of the conversation is out of sight there.
    problem.textContent = session.joined ? "" : answer.replies.map(({ text }) => text).join("\n")
    if (session.joined) return box.focus()
    problem.scrollIntoView({ block: "nearest" })
  } catch {
    problem.textContent = say("failed")
  } finally {
    enter.inert = false
  }
  // What is at rest loses the keyboard; another code is typed over this one.
  code.focus({ preventScroll: true })
  code.select()
}

join.addEventListener("submit", (event) => {
  event.preventDefault()
  const called = name.value.trim()
  void comeIn("/api/join", { code: code.value.trim(), ...(called && { name: called }) })
})

composer.addEventListener("submit", (event) => {
  event.preventDefault()
  const text = box.value.trim()
  box.focus()
  if (text === "") return
  box.value = ""
  grow()
  void turn({ text })
})

box.addEventListener("keydown", (event) => {
  // While a Chinese word is being composed, Enter chooses it.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return
  event.preventDefault()
  composer.requestSubmit()
})

function grow() {
  box.style.height = "auto"
  box.style.height = `${Math.min(box.scrollHeight + 2, 160)}px`
}
box.addEventListener("input", grow)

leave.addEventListener("click", async () => {
  if (!confirm(say("leaveSure"))) return
  chat.hush()
  await post("/api/leave", {}, { language: spoken() })
  unsent.forget()
  location.reload()
})

device.addEventListener("click", async () => {
  const offered = /** @type {import("../json.js").DeviceJson} */ (await post("/api/device", {}, { language: spoken() }))
  otherCode.value = offered.code
  const link = `${location.origin}/#join=${offered.code}`
  otherLink.replaceChildren(element("a", { href: link }, link))
  other.showModal()
})

newer.addEventListener("click", log.toEnd)
scroll.addEventListener("scroll", () => {
  newer.hidden = log.empty() || !log.left()
})
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return
  unread = 0
  arrange()
})

/** Has the page speak a language. @type {(language: Language) => void} */
function put(language) {
  speak(language)
  picker.value = language
  box.placeholder = say("placeholder")
  const samples = /** @type {const} */ (["example1", "example2", "example3"]).map((word) => {
    const sample = element("button", { type: "button" }, say(word))
    sample.addEventListener("click", () => void turn({ text: say(word) }))
    return sample
  })
  examples.replaceChildren(...samples)
  arrange()
}

picker.addEventListener("change", () => {
  const language = choose([picker.value])
  localStorage.setItem("language", language)
  put(language)
})

/** @type {(people: DemoJson["people"]) => void} */
function offer(people) {
  const items = people.map(({ id, name, role, language }) => {
    const tongue = [...picker.options].find(({ value }) => value === language)?.text ?? language
    const what = element("small", {}, element("span", { "data-word": role }), ` · ${tongue}`)
    const initial = element("b", { "aria-hidden": "true" }, [...name][0] ?? "")
    const button = element("button", { type: "button", class: role }, initial, element("span", {}, name, what))
    button.addEventListener("click", () => void comeIn("/api/demo", { id }))
    return element("li", {}, button)
  })
  demo.querySelector("ul")?.replaceChildren(...items)
}

/** @type {(path: string) => Promise<unknown>} */
async function ask(path) {
  for (;;) {
    const response = await fetch(path).catch(() => undefined)
    if (response?.ok) return response.json()
    line = "offline"
    arrange()
    await new Promise((resolve) => setTimeout(resolve, 2000))
  }
}

async function begin() {
  const kept = localStorage.getItem("language")
  put(choose(kept ? [kept] : navigator.languages))
  const invited = new URLSearchParams(location.hash.slice(1)).get("join")
  if (invited) {
    // Shown, not used: whoever made the link does not decide whom this browser belongs to.
    code.value = invited
    history.replaceState(null, "", "/")
  }
  const room = new URLSearchParams(location.search).get("checkin")
  if (room && /^[a-z0-9-]{1,31}$/.test(room)) {
    // Written, not sent, for the same reason.
    box.value = `/checkin ${room}`
    history.replaceState(null, "", "/")
  }
  session = /** @type {SessionJson} */ (await ask("/api/session"))
  if (session.demo) offer(/** @type {DemoJson} */ (await ask("/api/demo")).people)
  list.setAttribute("aria-live", session.known ? "off" : "polite")
  if (session.known) chat.listen()
  else {
    line = "online"
    resume()
  }
  put(spoken())
  keepShell()
}

void begin()
