import type { FastifyInstance } from "fastify"
import { serveFile } from "../assets.js"

/** The page's files, all of them: what is not listed cannot be asked for. */
const assets = [
  "index.html",
  "style.css",
  "talk.css",
  "forms.css",
  "dialogs.css",
  "main.js",
  "chat.js",
  "log.js",
  "message.js",
  "element.js",
  "form.js",
  "words.js",
  "manifest.webmanifest",
  "icon.svg",
  "touch.png",
]

/** Serves the page. */
export function serveAssets(http: FastifyInstance): void {
  for (const name of assets)
    serveFile(http, name === "index.html" ? "/" : `/${name}`, new URL(`./public/${name}`, import.meta.url))
}
