import type { Language } from "../../language.js"

/** Calendars of the whole floor and of a room, for staff; one's own is told in the words of each language. */
export type FeedsWords = {
  /** On a button. */
  floor: string
  how: string
  howRoom: (room: string) => string
  secret: string
  oneRoom: (room: string) => string
}

export const feeds: Record<Language, FeedsWords> = {
  en: {
    floor: "Whole floor's calendar",
    how: "Add this address to your calendar as a subscription: every session then appears there, and stays up to date.",
    howRoom: (room) =>
      `Add this address to your calendar as a subscription: what's on in ${room} then appears there, and stays up to date.`,
    secret: "Whoever has it can see who has booked: keep it among staff.",
    oneRoom: (room) => `For one room, write for example: /calendar ${room}`,
  },
  pt: {
    floor: "Calendário de todas as salas",
    how: "Adicione este endereço ao seu calendário como subscrição: todas as sessões aparecem lá, sempre atualizadas.",
    howRoom: (room) =>
      `Adicione este endereço ao seu calendário como subscrição: o que há em ${room} aparece lá, sempre atualizado.`,
    secret: "Quem o tiver vê quem reservou: não o partilhe fora da equipa.",
    oneRoom: (room) => `Para uma só sala, escreva por exemplo: /calendar ${room}`,
  },
  "zh-Hant": {
    floor: "全場日曆",
    how: "喺你嘅日曆度訂閱呢個網址，就會見到全場場次，有改動會自動更新。",
    howRoom: (room) => `喺你嘅日曆度訂閱呢個網址，就會見到${room}嘅場次，有改動會自動更新。`,
    secret: "有呢個網址嘅人都睇到邊個訂咗房，唔好畀同事以外嘅人。",
    oneRoom: (room) => `淨係睇一間房，可以打：/calendar ${room}`,
  },
  "zh-Hans": {
    floor: "全场日历",
    how: "在您的日历里订阅这个网址，就能看到全场的场次，有改动会自动更新。",
    howRoom: (room) => `在您的日历里订阅这个网址，就能看到${room}的场次，有改动会自动更新。`,
    secret: "有这个网址的人都能看到是谁订的，请勿给同事以外的人。",
    oneRoom: (room) => `只看一间房，可以发：/calendar ${room}`,
  },
}
