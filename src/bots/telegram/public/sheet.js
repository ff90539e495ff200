import { tell } from "./bridge.js"

/**
 * What the desk says, as a card with its buttons.
 *
 * @typedef {import("../app/json.js").AppReplyJson} Reply
 * @typedef {import("../../../core/desk/turn.js").Span} Span
 */

/**
 * An element with attributes and children. Text is always text: nothing that anyone wrote is ever read as HTML.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} [attributes]
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...children)
  return made
}

/** @type {(label: string, url: string) => HTMLElement} */
function link(label, url) {
  const made = element("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label)
  made.addEventListener("click", () => tell("web_app_open_link", { url }))
  return made
}

/** @type {(span: Span) => Node | string} */
function spanNode(span) {
  if (typeof span === "string") return span
  if ("bold" in span) return element("strong", {}, span.bold)
  return "code" in span ? element("code", {}, span.code) : link(span.link, span.url)
}

/** @type {(replies: readonly Reply[], press: (action: string) => void) => Node[]} */
export function cards(replies, press) {
  return replies.map(({ lines, buttons }) => {
    const rows = buttons
      .filter((row) => row.length > 0)
      .map((row) =>
        element(
          "div",
          {},
          ...row.map((button) => {
            if ("url" in button) return link(button.label, button.url)
            const made = element("button", { type: "button", class: button.style ?? "" }, button.label)
            made.addEventListener("click", () => press(button.action))
            return made
          }),
        ),
      )
    return element("article", {}, ...lines.map((line) => element("p", { dir: "auto" }, ...line.map(spanNode))), ...rows)
  })
}
