import type { Platform } from "../../core/desk/turn.js"
import { serveFile } from "../assets.js"
import { type BoardDeps, type BoardOptions, serveApi } from "./routes.js"

const files = [
  ["/board", "index.html"],
  ["/board/", "index.html"],
  ["/board/app.js", "app.js"],
  ["/board/app.css", "app.css"],
  ["/board/icon.svg", "icon.svg"],
] as const

/**
 * The staff's board: the page at `/board` and the JSON it lives on. What is pressed on it is a turn of whoever is signed in, so rights,
 * refusals and words are the desk's. Nothing is sent to it unasked: it sees for itself what changed.
 */
export function board(options: BoardOptions, deps: BoardDeps): Platform {
  let stop = async (): Promise<void> => undefined
  return {
    name: "board",
    start: async (hear) => {
      const { http } = deps
      for (const [path, name] of files) serveFile(http, path, new URL(`./built/${name}`, import.meta.url))
      stop = serveApi(options, deps, hear)
    },
    send: async () => ({ is: "blocked", why: "nobody is written to on the board" }),
    stop: () => stop(),
  }
}
