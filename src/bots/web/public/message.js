import { element } from "./element.js"
import { formElement } from "./form.js"
import { say } from "./words.js"

/**
 * @typedef {import("../json.js").ReplyJson} ReplyJson
 * @typedef {import("../json.js").ButtonJson} ButtonJson
 * @typedef {import("../../../core/desk/turn.js").Span} Span
 * @typedef {Record<string, string | string[]>} Values
 * @typedef {{
 *   press: (message: HTMLElement, button: { label: string, action: string }) => void,
 *   submit: (message: HTMLElement, form: { form: string, label: string, values: Values }) => void,
 *   enlarge: (picture: { url: string, name: string, alt: string }) => void,
 * }} Hands What a message's parts do when they are used.
 */

const external = { target: "_blank", rel: "noopener noreferrer" }

/** @type {(span: Span) => Node | string} */
function spanNode(span) {
  if (typeof span === "string") return span
  if ("bold" in span) return element("strong", {}, span.bold)
  if ("code" in span) return element("code", {}, span.code)
  return element("a", { href: span.url, ...external }, span.link)
}

/** What the person wrote. @type {(text: string) => HTMLElement} */
export function ownMessage(text) {
  const who = element("span", { class: "unseen" }, `${say("you")}: `)
  return element("div", { class: "own" }, element("p", { dir: "auto" }, who, text))
}

/** What the desk says. @type {(reply: ReplyJson, hands: Hands) => HTMLElement} */
export function deskMessage(reply, hands) {
  const message = element("div", { class: "desk", "data-id": reply.id })
  const lines = reply.lines.map((line) => element("p", { dir: "auto" }, ...line.map(spanNode)))
  lines[0]?.prepend(element("span", { class: "unseen" }, `${say("desk")}: `))
  const { picture, file, form } = reply
  if (picture) message.append(pictureElement(picture, hands))
  message.append(element("div", { class: "lines" }, ...lines))
  if (file) {
    const name = element("span", {}, file.name)
    message.append(element("a", { class: "file", href: file.url, download: file.name }, say("download"), " ", name))
  }
  const rows = reply.buttons.filter((row) => row.length > 0)
  if (rows.length > 0) message.append(buttonRows(rows, message, hands))
  if (form) {
    const fields = formElement(form, (values) => hands.submit(message, { form: form.id, label: form.submit, values }))
    // The buttons ask for one thing after the other; the form, for those who would rather, for all at once.
    const whole = element("details", {}, element("summary", {}, form.title), fields)
    whole.open = rows.length === 0
    message.append(whole)
  }
  return message
}

/** @type {(picture: NonNullable<ReplyJson["picture"]>, hands: Hands) => HTMLElement} */
function pictureElement({ url, name, alt, width, height }, hands) {
  // With its size it takes its place before it is there.
  const image = element("img", { src: url, alt, width: String(width), height: String(height), decoding: "async" })
  // A picture that is gone leaves its words.
  image.addEventListener("error", () => image.parentElement?.replaceWith(element("p", { class: "gone" }, alt)))
  const open = element("button", { class: "picture", type: "button", title: say("enlarge") }, image)
  open.addEventListener("click", () => hands.enlarge({ url, name, alt }))
  return open
}

/** @type {(rows: readonly (readonly ButtonJson[])[], message: HTMLElement, hands: Hands) => HTMLElement} */
function buttonRows(rows, message, hands) {
  const group = element("div", { class: "buttons" })
  for (const row of rows)
    group.append(element("div", {}, ...row.map((button) => buttonElement(button, message, hands))))
  return group
}

/** @type {(button: ButtonJson, message: HTMLElement, hands: Hands) => HTMLElement} */
function buttonElement(button, message, hands) {
  if ("url" in button) {
    return element("a", { href: button.url, title: say("page"), ...external }, button.label)
  }
  const { label, action, style } = button
  const made = element("button", { type: "button", class: style ?? "" }, label)
  made.addEventListener("click", () => {
    if (message.dataset.busy) return
    markUsed(message, label)
    message.dataset.busy = "yes"
    made.setAttribute("aria-busy", "true")
    hands.press(message, { label, action })
  })
  return made
}

/** Quietens a message's buttons, leaving visible which one was chosen. @type {(message: HTMLElement, label?: string) => void} */
export function markUsed(message, label) {
  message.classList.add("used")
  for (const button of message.querySelectorAll(".buttons button")) {
    button.classList.toggle("chosen", button.textContent === label)
  }
}

/** The press is over, however it ended. @type {(message: HTMLElement) => void} */
export function release(message) {
  delete message.dataset.busy
  for (const busy of message.querySelectorAll("[aria-busy]")) busy.removeAttribute("aria-busy")
}
