import { find } from "./element.js"

const large = find("#large", HTMLDialogElement)
const image = find("#large img", HTMLImageElement)
const file = find("#large a", HTMLAnchorElement)

large.addEventListener("click", ({ target }) => {
  if (target !== image && !(target instanceof Node && file.contains(target))) large.close()
})

/** Shows a picture large, with a way to keep it. @type {(picture: { url: string, name: string, alt: string }) => void} */
export function enlarge({ url, name, alt }) {
  image.src = file.href = url
  image.alt = alt
  file.download = name
  large.showModal()
}
