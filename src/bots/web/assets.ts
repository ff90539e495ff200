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
  "offline.js",
  "picture.js",
  "shell.js",
  "manifest.webmanifest",
  "icon.svg",
  "icon-512.png",
  "icon-maskable.png",
  "touch.png",
]

/** Serves the page. */
export function serveAssets(http: FastifyInstance): void {
  for (const name of assets)
    serveFile(http, name === "index.html" ? "/" : `/${name}`, new URL(`./public/${name}`, import.meta.url))
}
