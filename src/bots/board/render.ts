import type { Button, Reply, Span } from "../../core/desk/turn.js"
import type { ButtonJson, ReplyJson } from "./json.js"

/** What of the desk's answers is for a board: what is said, and the buttons that lead somewhere there. */

/** Buttons of a conversation that a board has no place for: it shows all that itself, or it is somebody's own. */
const elsewhere = new Set([
  "home",
  "help",
  "mine",
  "today",
  "details",
  "lang",
  "act",
  "calendar",
  "picklist",
  "line",
  "mycourses",
])
/** These only with something said. */
const open = new Set(["plan", "free"])

const here = (button: Button): ButtonJson[] => {
  if (!("press" in button)) return []
  const { label, press, style } = button
  return elsewhere.has(press.split(" ", 1)[0] ?? "") || open.has(press)
    ? []
    : [{ label, press, ...(style ? { style } : {}) }]
}

const span = (one: Span): string | { bold: string } => {
  if (typeof one === "string" || "bold" in one) return one
  return "code" in one ? one.code : one.link
}

/** Files are left out: nobody keeps a board's bookings in their own calendar. */
export const replyJson = ({ text, buttons = [], toast, file }: Reply): ReplyJson[] =>
  file
    ? []
    : [
        {
          lines: text.map((line) => line.map(span)),
          buttons: buttons.map((row) => row.flatMap(here)).filter((row) => row.length > 0),
          ...(toast ? { toast } : {}),
        },
      ]
