import type { Language } from "../../language.js"

/** The staff's way in to the board. */
export type BoardWords = {
  command: string
  help: string
  /** Over the link. */
  how: (until: string) => string
  secret: string
  none: string
  /** A button: every browser that is let in is out. */
  off: string
  left: string
  /** A button: another link. */
  again: string
}

export const board: Record<Language, BoardWords> = {
  en: {
    command: "Staff: the board, live",
    help: "The live timetable, on a phone or a wall: /board.",
    how: (until) => `Your way to the board. It works once, until ${until}:`,
    secret: "It's yours alone: whoever opens it acts as you.",
    none: "The board isn't served from here.",
    off: "Sign out of the board everywhere",
    left: "You're signed out of the board on every browser.",
    again: "New link to the board",
  },
  pt: {
    command: "Equipa: o painel, em direto",
    help: "O horário em direto, no telemóvel ou na parede: /board.",
    how: (until) => `A sua entrada no painel. Serve uma vez, até às ${until}:`,
    secret: "É só sua: quem a abrir age em seu nome.",
    none: "O painel não está disponível a partir daqui.",
    off: "Sair do painel em todo o lado",
    left: "Saiu do painel em todos os navegadores.",
    again: "Nova entrada no painel",
  },
  "zh-Hant": {
    command: "職員：即時看板",
    help: "喺手機或者大螢幕睇即時時間表：/board。",
    how: (until) => `你嘅看板連結，只可以用一次，${until}前有效：`,
    secret: "只限你自己用：邊個開咗，就係以你名義操作。",
    none: "呢度冇看板可以開。",
    off: "登出所有瀏覽器嘅看板",
    left: "所有瀏覽器嘅看板都登出咗。",
    again: "攞過條看板連結",
  },
  "zh-Hans": {
    command: "职员：实时看板",
    help: "在手机或大屏看实时时间表：/board。",
    how: (until) => `您的看板链接，只能用一次，${until}前有效：`,
    secret: "仅限您本人使用：谁打开，就以您的名义操作。",
    none: "这里没有看板可以打开。",
    off: "在所有浏览器退出看板",
    left: "所有浏览器的看板都已退出。",
    again: "再拿一个看板链接",
  },
}
