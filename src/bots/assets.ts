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

/** Serves one file of a page from memory: read once, compressed once, revalidated by ETag. */
export function serveFile(http: FastifyInstance, path: string, file: URL): void {
  const { pathname } = file
  const bytes = readFileSync(file)
  const packed = pathname.endsWith(".png") ? undefined : brotliCompressSync(bytes)
  const etag = `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`
  http.get(path, (request, reply) => {
    const type = types[pathname.slice(pathname.lastIndexOf(".") + 1)] ?? "application/octet-stream"
    reply.headers({ "content-type": type, "cache-control": "no-cache", etag, vary: "accept-encoding" })
    if (request.headers["if-none-match"] === etag) return reply.code(304).send()
    const accepts = packed && /\bbr\b/.test(String(request.headers["accept-encoding"] ?? ""))
    return accepts ? reply.header("content-encoding", "br").send(packed) : reply.send(bytes)
  })
}
