/**
 * The service worker: the page's own files, for when there is no network. The network always comes first, so that nothing old is ever
 * shown where something new can be had; what the desk says is not kept here.
 */

const shell = "shell"
const files = [
  "/",
  "/style.css",
  "/talk.css",
  "/forms.css",
  "/dialogs.css",
  "/main.js",
  "/chat.js",
  "/log.js",
  "/message.js",
  "/element.js",
  "/form.js",
  "/words.js",
  "/offline.js",
  "/picture.js",
  "/icon.svg",
]

/** @typedef {Event & { waitUntil(done: Promise<unknown>): void, request: Request, respondWith(answer: Promise<Response>): void }} Happening */

addEventListener("install", (event) => {
  const { waitUntil } = bound(event)
  waitUntil(caches.open(shell).then((kept) => kept.addAll(files)))
})

addEventListener("fetch", (event) => {
  const { request, respondWith } = bound(event)
  const { origin, pathname } = new URL(request.url)
  if (request.method !== "GET" || origin !== location.origin || !files.includes(pathname)) return
  respondWith(newest(request, pathname))
})

/** @type {(request: Request, pathname: string) => Promise<Response>} */
async function newest(request, pathname) {
  const kept = await caches.open(shell)
  try {
    const response = await fetch(request)
    if (response.ok) await kept.put(pathname, response.clone())
    // A proxy whose service is away has nothing to say to the person.
    return response.status < 500 ? response : ((await kept.match(pathname)) ?? response)
  } catch (error) {
    const response = await kept.match(pathname)
    if (response) return response
    throw error
  }
}

/** A service worker's event, with its methods. @type {(event: Event) => Pick<Happening, "request" | "waitUntil" | "respondWith">} */
function bound(event) {
  const happening = /** @type {Happening} */ (event)
  return {
    request: happening.request,
    waitUntil: (done) => happening.waitUntil(done),
    respondWith: (answer) => happening.respondWith(answer),
  }
}
