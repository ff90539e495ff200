import { element } from "./element.js"
import { say } from "./words.js"

/**
 * @typedef {import("../../../core/desk/turn.js").Form} Form
 * @typedef {import("../../../core/desk/turn.js").Field} Field
 * @typedef {import("./message.js").Values} Values
 */

let made = 0

/** A form of the desk, as a form of the page. @type {(form: Form, submit: (values: Values) => void) => HTMLElement} */
export function formElement(form, submit) {
  const fields = form.fields.map(fieldElement)
  const button = element("button", { class: "primary" }, form.submit)
  const whole = element("form", { class: "fields", "aria-label": form.title }, ...fields, button)
  whole.addEventListener("submit", (event) => {
    event.preventDefault()
    submit(valuesOf(form, new FormData(whole)))
  })
  return whole
}

/** What cannot be taken apart from its being empty is left out. @type {(form: Form, data: FormData) => Values} */
function valuesOf(form, data) {
  /** @type {Values} */
  const values = {}
  for (const { name, kind } of form.fields) {
    const all = data.getAll(name).map(String)
    if (kind === "choices") values[name] = all
    else if (all[0]) values[name] = all[0]
  }
  return values
}

/** @type {(field: Field) => HTMLElement} */
function fieldElement(field) {
  const label = field.optional ? `${field.label} (${say("optional")})` : field.label
  if (field.kind === "choices") return choicesElement(field, label)
  const id = `field-${++made}`
  const input = inputElement(field, id)
  if (!field.optional) input.setAttribute("required", "")
  return element("div", {}, element("label", { for: id }, label), input)
}

/** @type {(field: Exclude<Field, { kind: "choices" }>, id: string) => HTMLElement} */
function inputElement(field, id) {
  const named = { id, name: field.name }
  const value = typeof field.value === "string" ? field.value : ""
  if (field.kind === "choice") return selectElement(field, named)
  if (field.kind !== "text")
    return element("input", { ...named, type: field.kind, value, ...(field.kind === "time" && { step: "900" }) })
  if ((field.lines ?? 1) === 1) return element("input", { ...named, type: "text", value, maxlength: "2000" })
  return element("textarea", { ...named, rows: String(field.lines), maxlength: "2000" }, value)
}

/** @type {(field: Extract<Field, { kind: "choice" | "choices" }>, named: Record<string, string>) => HTMLElement} */
function selectElement(field, named) {
  const select = element("select", named)
  if (field.optional || field.value === undefined) select.append(new Option("", ""))
  for (const { label, value } of field.options)
    select.append(new Option(label, value, false, [field.value].flat().includes(value)))
  return select
}

/** @type {(field: Extract<Field, { kind: "choice" | "choices" }>, label: string) => HTMLElement} */
function choicesElement(field, label) {
  const boxes = field.options.map((option) => {
    const box = element("input", { type: "checkbox", name: field.name, value: option.value })
    box.checked = [field.value].flat().includes(option.value)
    return element("label", {}, box, option.label)
  })
  return element("fieldset", { class: "boxes" }, element("legend", {}, label), ...boxes)
}
