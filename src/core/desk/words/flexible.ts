import type { Language } from "../../language.js"

/** Bookings of any room of a class: promised a room, told its number later. */
export type FlexibleWords = {
  /** In place of a room's name. */
  room: (className: string) => string
  /** The same where there is little place, beside a name. */
  pending: string
  /** On the card. */
  told: (when: string) => string
  /** The number is there. */
  fixed: (room: string) => string
}

export const flexible: Record<Language, FlexibleWords> = {
  en: {
    room: (className) => `${className} (number to follow)`,
    pending: "number to follow",
    told: (when) => `Some room of this kind is yours; we'll tell you which by ${when}.`,
    fixed: (room) => `Your room is ${room}.`,
  },
  pt: {
    room: (className) => `${className} (n.º a indicar)`,
    pending: "n.º a indicar",
    told: (when) => `Tem garantida uma sala deste tipo; dizemos-lhe qual até ${when}.`,
    fixed: (room) => `A sua sala: ${room}.`,
  },
  "zh-Hant": {
    room: (className) => `${className}（房號待定）`,
    pending: "房號待定",
    told: (when) => `實有一間呢類房留畀你；${when}前話你知係邊間。`,
    fixed: (room) => `你間房係${room}。`,
  },
  "zh-Hans": {
    room: (className) => `${className}（房号待定）`,
    pending: "房号待定",
    told: (when) => `保证有一间这类房间给您；${when}前告诉您是哪一间。`,
    fixed: (room) => `您的房间是${room}。`,
  },
}
