/** Slack's rules for Block Kit, as strictly as Slack applies them: https://docs.slack.dev/reference/block-kit. */

type Json = Record<string, unknown>
type Surface = "message" | "modal" | "home"

const list = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : [])
const textIn = (value: unknown): string => (typeof value === "string" ? value : "")

/** @returns one line for each fault; none means that Slack would take it */
export function faultsIn(blocks: unknown, surface: Surface): string[] {
  if (!Array.isArray(blocks)) return ["blocks must be an array"]
  const most = surface === "message" ? 50 : 100
  const faults = blocks.length > most ? [`no more than ${most} items allowed, got ${blocks.length}`] : []
  if (surface !== "message" && blocks.length === 0) faults.push("a view needs a block")
  const ids = list(blocks).map((block) => block.block_id)
  if (new Set(ids.filter(Boolean)).size !== ids.filter(Boolean).length) faults.push("block_id is not unique")
  return [
    ...faults,
    ...list(blocks).flatMap((block, index) => blockFaults(block, surface).map((fault) => `[${index}] ${fault}`)),
  ]
}

function blockFaults(block: Json, surface: Surface): string[] {
  if (textIn(block.block_id).length > 255) return ["block_id too long"]
  switch (block.type) {
    case "rich_text":
      return list(block.elements).length === 0
        ? ["rich_text without elements"]
        : list(block.elements).flatMap(richFaults)
    case "section":
      return textFaults(block.text, 3000, ["plain_text", "mrkdwn"])
    case "header":
      return textFaults(block.text, 150, ["plain_text"])
    case "divider":
      return []
    case "actions": {
      const elements = list(block.elements)
      const ids = elements.map(({ action_id }) => action_id)
      return [
        ...(elements.length < 1 || elements.length > 25 ? [`actions has ${elements.length} elements`] : []),
        ...(new Set(ids).size < ids.length ? ["action_id is not unique"] : []),
        ...elements.flatMap(elementFaults),
      ]
    }
    case "input":
      return surface === "message"
        ? ["input is not for messages"]
        : [...textFaults(block.label, 2000, ["plain_text"]), ...elementFaults(block.element as Json)]
    default:
      return [`unknown block ${String(block.type)}`]
  }
}

function richFaults(section: Json): string[] {
  if (section.type !== "rich_text_section") return [`unexpected ${String(section.type)} in rich_text`]
  return list(section.elements).flatMap((element) => {
    const unknown = Object.keys(element).filter((key) => !["type", "text", "style", "url"].includes(key))
    if (unknown.length > 0) return [`unexpected ${unknown.join()} in rich text`]
    if (element.type === "text") return textIn(element.text).length > 0 ? [] : ["empty text in rich text"]
    if (element.type === "link") return urlFaults(element.url)
    return [`unexpected ${String(element.type)} in rich text`]
  })
}

function textFaults(value: unknown, most: number, kinds: readonly string[]): string[] {
  const text = value as Json | undefined
  if (!text || !kinds.includes(textIn(text.type))) return [`text must be ${kinds.join(" or ")}`]
  const { length } = textIn(text.text)
  return length < 1 || length > most ? [`text has ${length} characters, 1 to ${most} allowed`] : []
}

const urlFaults = (url: unknown): string[] =>
  URL.canParse(textIn(url)) && /^https?:/.test(textIn(url)) && textIn(url).length <= 3000 ? [] : ["not a url"]

function elementFaults(element: Json): string[] {
  const id = textIn(element.action_id)
  const faults = id.length < 1 || id.length > 255 ? ["action_id must have 1 to 255 characters"] : []
  switch (element.type) {
    case "button":
      return [
        ...faults,
        ...textFaults(element.text, 75, ["plain_text"]),
        ...("url" in element ? urlFaults(element.url) : []),
        ...(textIn(element.value).length > 2000 ? ["value too long"] : []),
        ...("style" in element && !["primary", "danger"].includes(textIn(element.style)) ? ["unknown style"] : []),
      ]
    case "datepicker":
      return [...faults, ...shaped(element.initial_date, /^\d{4}-\d\d-\d\d$/)]
    case "timepicker":
      return [...faults, ...shaped(element.initial_time, /^([01]\d|2[0-3]):[0-5]\d$/)]
    case "plain_text_input":
      return textIn(element.initial_value).length > 3000 ? [...faults, "initial_value too long"] : faults
    case "static_select":
    case "multi_static_select":
      return [...faults, ...selectFaults(element)]
    default:
      return [`unknown element ${String(element.type)}`]
  }
}

const shaped = (value: unknown, shape: RegExp): string[] =>
  value === undefined || shape.test(textIn(value)) ? [] : ["misshapen initial value"]

function selectFaults(element: Json): string[] {
  const options = list(element.options)
  const values = options.map(({ value }) => value)
  const initial = list(element.initial_options ?? (element.initial_option ? [element.initial_option] : []))
  return [
    ...(options.length < 1 || options.length > 100 ? [`${options.length} options`] : []),
    ...(new Set(values).size < values.length ? ["option values are not unique"] : []),
    ...("initial_options" in element && initial.length === 0 ? ["initial_options is empty"] : []),
    ...initial.flatMap((option) =>
      options.some((other) => JSON.stringify(other) === JSON.stringify(option))
        ? []
        : ["initial option is none of the options"],
    ),
    ...options.flatMap((option) => [
      ...textFaults(option.text, 75, ["plain_text"]),
      ...(textIn(option.value).length < 1 || textIn(option.value).length > 150
        ? ["option value has 1 to 150 characters"]
        : []),
    ]),
  ]
}

/** @returns one line for each fault of a modal or home */
export function viewFaults(shown: object): string[] {
  const view = shown as Json
  const faults = faultsIn(view.blocks, view.type === "home" ? "home" : "modal")
  if (view.type === "home") return faults
  if (view.type !== "modal") return ["type must be modal or home"]
  const inputs = list(view.blocks).some(({ type }) => type === "input")
  return [
    ...faults,
    ...textFaults(view.title, 24, ["plain_text"]),
    ...(inputs || "submit" in view ? textFaults(view.submit, 24, ["plain_text"]) : []),
    ...(textIn(view.private_metadata).length > 3000 ? ["private_metadata too long"] : []),
    ...(textIn(view.callback_id).length > 255 ? ["callback_id too long"] : []),
  ]
}

/** How many characters the blocks hold; Slack refuses a message at about 13,000. */
export const charsIn = (blocks: unknown): number => visible(blocks).length

/** What people read in blocks, without buttons. */
export function visible(blocks: unknown): string {
  return list(blocks)
    .map((block) => {
      if (block.type === "rich_text") {
        return list(block.elements)
          .flatMap((section) => list(section.elements))
          .map(({ text, url }) => textIn(text) || textIn(url))
          .join("")
      }
      return unescaped(textIn((block.text as Json | undefined)?.text))
    })
    .filter(Boolean)
    .join("\n")
}

export type Pressable = { label: string; value?: string; url?: string; action_id: string; block_id: string }

export function buttonsIn(blocks: unknown): Pressable[] {
  return list(blocks).flatMap((block, index) =>
    block.type === "actions"
      ? list(block.elements).map((element) => ({
          label: textIn((element.text as Json).text),
          action_id: textIn(element.action_id),
          block_id: textIn(block.block_id) || `b${index}`,
          ...(typeof element.value === "string" && { value: element.value }),
          ...(typeof element.url === "string" && { url: element.url }),
        }))
      : [],
  )
}

/** Whom a text calls: Slack's control sequences that are not escaped. */
export const pingsIn = (text: string): string[] => text.match(/<[!@#][^>]*>/g) ?? []

export const unescaped = (text: string): string =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&")
