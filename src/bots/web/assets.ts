import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { brotliCompressSync } from "node:zlib"
import type { FastifyInstance } from "fastify"

const types: Record<string, string> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
  webmanifest: "application/manifest+json",
}

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

/** Serves the page from memory: read once, compressed once, revalidated by ETag. */
export function serveAssets(http: FastifyInstance): void {
  for (const name of assets) {
    const bytes = readFileSync(new URL(`./public/${name}`, import.meta.url))
    const packed = name.endsWith(".png") ? undefined : brotliCompressSync(bytes)
    const etag = `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`
    http.get(name === "index.html" ? "/" : `/${name}`, (request, reply) => {
      const type = types[name.slice(name.lastIndexOf(".") + 1)] ?? "application/octet-stream"
      reply.headers({ "content-type": type, "cache-control": "no-cache", etag, vary: "accept-encoding" })
      if (request.headers["if-none-match"] === etag) return reply.code(304).send()
      const accepts = packed && /\bbr\b/.test(String(request.headers["accept-encoding"] ?? ""))
      return accepts ? reply.header("content-encoding", "br").send(packed) : reply.send(bytes)
    })
  }
}
