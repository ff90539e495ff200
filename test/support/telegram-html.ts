/** Telegram's HTML, as strictly as Telegram reads it (https://core.telegram.org/bots/api#html-style). */

const tags = new Set(["b", "strong", "i", "em", "u", "s", "code", "pre", "a", "blockquote", "tg-spoiler"])

/** What is wrong with it, or null. */
export function htmlFault(html: string): string | null {
  const open: string[] = []
  for (const [whole, slash, name = "", attributes = ""] of html.matchAll(/<(\/?)([a-zA-Z-]*)([^<>]*)>?/g)) {
    if (!whole.endsWith(">") || !tags.has(name)) return `Unsupported start tag "${name}"`
    if (slash) {
      if (open.pop() !== name) return `Unmatched end tag "${name}"`
    } else {
      if (name === "a" ? !/^ href="[^"<>]*"$/.test(attributes) : attributes !== "") return `bad attributes of "${name}"`
      open.push(name)
    }
  }
  if (open.length > 0) return `Can't find end tag corresponding to start tag "${open.at(-1)}"`
  if (/>/.test(html.replace(/<\/?[a-zA-Z-]+[^<>]*>/g, ""))) return "bare >"
  return /&(?!(?:amp|lt|gt|quot|#\d+|#x[0-9a-f]+);)/i.test(html) ? "bare &" : null
}

/** What a person sees, in UTF-16 units as Telegram counts. */
export const visibleText = (html: string): string =>
  html
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
