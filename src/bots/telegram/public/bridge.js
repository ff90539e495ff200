/**
 * Telegram's side of a Mini App, in the few lines that this page needs of https://telegram.org/js/telegram-web-app.js: what the page is
 * opened with comes in the fragment, what is told to Telegram goes through whichever door its client has
 * (https://docs.telegram-mini-apps.com/platform/methods), and what Telegram tells comes as a message or a call.
 */

const launch = new URLSearchParams(location.hash.slice(1))

/** Who opened the page, signed by Telegram; empty elsewhere. */
export const initData = launch.get("tgWebAppData") ?? ""

/** Storage may be closed to a page in a frame. */
const storage = {
  /** @type {(key: string) => string | null} */
  get: (key) => {
    try {
      return sessionStorage.getItem(key)
    } catch {
      return null
    }
  },
  /** @type {(key: string, value: string) => void} */
  set: (key, value) => {
    try {
      sessionStorage.setItem(key, value)
    } catch {
      // Then it is asked for again after a reload.
    }
  },
}

export { storage }

/** What it was opened with opens nothing twice, and need not be seen or passed on. */
if (initData) history.replaceState(null, "", location.pathname + location.search)

/** The language that Telegram says this person reads; the desk knows better, later. */
export function hintedLanguage() {
  try {
    const user = JSON.parse(new URLSearchParams(initData).get("user") ?? "{}")
    return typeof user.language_code === "string" ? user.language_code : navigator.language
  } catch {
    return navigator.language
  }
}

/** Tells Telegram something. @type {(type: string, data?: unknown) => void} */
export function tell(type, data = {}) {
  const { TelegramWebviewProxy: proxy, external } = /** @type {any} */ (window)
  if (proxy) proxy.postEvent(type, JSON.stringify(data))
  else if (typeof external?.notify === "function") external.notify(JSON.stringify({ eventType: type, eventData: data }))
  else if (parent !== window)
    parent.postMessage(JSON.stringify({ eventType: type, eventData: data }), "https://web.telegram.org")
}

/** The theme's colours, as the stylesheet takes them. @type {(theme: unknown) => void} */
function paint(theme) {
  if (typeof theme !== "object" || theme === null) return
  const { style } = document.documentElement
  for (const [name, colour] of Object.entries(theme)) {
    if (/^[a-z_]{1,40}$/.test(name) && /^#[0-9a-f]{6}$/i.test(String(colour)))
      style.setProperty(`--tg-${name.replaceAll("_", "-")}`, String(colour))
  }
  const ground = String(/** @type {Record<string, unknown>} */ (theme).bg_color)
  const [, red = "ff", green = "ff", blue = "ff"] = /^#(..)(..)(..)$/.exec(ground) ?? []
  const light = 0.3 * parseInt(red, 16) + 0.59 * parseInt(green, 16) + 0.11 * parseInt(blue, 16)
  style.colorScheme = light > 127 ? "light" : "dark"
  storage.set("theme", JSON.stringify(theme))
}

/** @type {(text: string | null) => unknown} */
function parsed(text) {
  try {
    return JSON.parse(text ?? "null")
  } catch {
    return null
  }
}

/** @type {(type: unknown, data: any) => void} */
function heard(type, data) {
  if (type === "theme_changed") paint(data?.theme_params)
}

/** Begins to listen, and says that the page is there. */
export function open() {
  paint(parsed(launch.get("tgWebAppThemeParams") ?? storage.get("theme")))
  addEventListener("message", ({ source, origin, data }) => {
    if (source !== parent || origin !== "https://web.telegram.org" || typeof data !== "string") return
    const { eventType, eventData } = /** @type {any} */ (parsed(data)) ?? {}
    heard(eventType, eventData)
  })
  // The names by which the clients call in.
  Object.assign(window, {
    Telegram: { WebView: { receiveEvent: heard } },
    TelegramGameProxy: { receiveEvent: heard },
    TelegramGameProxy_receiveEvent: heard,
  })
  tell("web_app_ready")
  tell("web_app_expand")
}
