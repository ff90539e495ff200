// The words of the page itself. What the desk says comes from the desk.

const en = {
  hosts: "Hosts",
  days: "Days",
  room: "Room",
  free: "Free times",
  own: "Yours",
  taken: "Taken",
  tapStart: "Tap when to begin.",
  tapEnd: "Now tap when to end.",
  next: "Next",
  card: "Booking",
  close: "Close",
  back: "Back to the chat",
  none: "Nothing is free on this day.",
  noDays: "There is no day to book yet.",
  inChat: "It is in your chat, too.",
  loading: "One moment…",
  offline: "No connection.",
  slow: "That was a little fast. Please try again in a moment.",
  failed: "That did not work.",
  again: "Try again",
  expired: "Please open this again from the chat with the desk.",
  elsewhere: "This page opens inside Telegram, from the chat with the desk.",
  stranger: "The desk does not know you yet. Write to it in the chat and join first.",
}

/** @typedef {keyof typeof en} Word */
/** @typedef {"zh-Hant" | "zh-Hans" | "pt" | "en"} Language */

/** @satisfies {Record<Language, Record<Word, string>>} */
const languages = {
  "zh-Hant": {
    hosts: "主播",
    days: "日子",
    room: "房間",
    free: "空檔",
    own: "你的",
    taken: "已訂",
    tapStart: "撳一下開始時間。",
    tapEnd: "再撳結束時間。",
    next: "下一步",
    card: "預訂",
    close: "關閉",
    back: "返回對話",
    none: "呢日冇空檔。",
    noDays: "暫時未有日子可以訂。",
    inChat: "對話入面都有呢張單。",
    loading: "請等等…",
    offline: "冇網絡連線。",
    slow: "快咗少少，請等一陣再試。",
    failed: "未做到。",
    again: "再試一次",
    expired: "請喺同前台嘅對話度再開一次。",
    elsewhere: "呢頁要喺 Telegram 入面、由同前台嘅對話開。",
    stranger: "前台仲未識你。請先喺對話度寫嚟加入。",
  },
  "zh-Hans": {
    hosts: "主播",
    days: "日期",
    room: "房间",
    free: "空档",
    own: "你的",
    taken: "已订",
    tapStart: "点一下开始时间。",
    tapEnd: "再点结束时间。",
    next: "下一步",
    card: "预订",
    close: "关闭",
    back: "返回对话",
    none: "这一天没有空档。",
    noDays: "暂时没有可订的日子。",
    inChat: "对话里也有这张单。",
    loading: "请稍等…",
    offline: "没有网络连接。",
    slow: "有点快了，请稍等再试。",
    failed: "没有成功。",
    again: "再试一次",
    expired: "请从与前台的对话里重新打开。",
    elsewhere: "这个页面要在 Telegram 里、从与前台的对话打开。",
    stranger: "前台还不认识你。请先在对话里写信加入。",
  },
  pt: {
    hosts: "Apresentadores",
    days: "Dias",
    room: "Estúdio",
    free: "Horas livres",
    own: "Sua",
    taken: "Ocupado",
    tapStart: "Toque na hora de início.",
    tapEnd: "Agora toque na hora de fim.",
    next: "Continuar",
    card: "Reserva",
    close: "Fechar",
    back: "Voltar à conversa",
    none: "Não há nada livre neste dia.",
    noDays: "Ainda não há dias para reservar.",
    inChat: "Também está na conversa.",
    loading: "Um momento…",
    offline: "Sem ligação.",
    slow: "Foi um pouco depressa. Tente daqui a um momento.",
    failed: "Não resultou.",
    again: "Tentar de novo",
    expired: "Abra esta página outra vez a partir da conversa com a receção.",
    elsewhere: "Esta página abre dentro do Telegram, a partir da conversa com a receção.",
    stranger: "A receção ainda não o conhece. Escreva-lhe primeiro na conversa para aderir.",
  },
  en,
}

/** @type {Language} */
let language = "en"
/** Whose names of days are used. */
export const locale = () => ({ en: "en-GB", pt: "pt-PT", "zh-Hant": "zh-Hant-HK", "zh-Hans": "zh-Hans-CN" })[language]

/** @type {(word: Word) => string} */
export const say = (word) => languages[language][word]

/** The language nearest to what somebody reads. @type {(tag: string) => Language} */
export function nearest(tag) {
  const asked = tag.toLowerCase()
  if (/^zh-(hans|cn|sg)/.test(asked)) return "zh-Hans"
  if (asked.startsWith("zh")) return "zh-Hant"
  return asked.startsWith("pt") ? "pt" : asked.startsWith("en") ? "en" : "zh-Hant"
}

/** Has the page speak it. @type {(to: Language) => void} */
export function speak(to) {
  language = to
  document.documentElement.lang = to
  for (const one of document.querySelectorAll("[data-word]"))
    one.textContent = say(/** @type {Word} */ (one.getAttribute("data-word")))
  for (const one of document.querySelectorAll("[data-label]"))
    one.setAttribute("aria-label", say(/** @type {Word} */ (one.getAttribute("data-label"))))
}
