// The words of the page itself. What the desk says comes from the desk.

const en = {
  title: "Book a studio in one sentence.",
  tagline: "Ask what is free, book, move or cancel: write as you would to a colleague.",
  skip: "Skip to the message box",
  language: "Language",
  leave: "Sign out",
  leaveSure: "Sign out of this browser? You will need a new invitation to come back.",
  conversation: "Conversation with the desk",
  you: "You",
  desk: "Desk",
  placeholder: "Write to the desk…",
  send: "Send",
  newer: "New messages",
  online: "At the desk",
  connecting: "Connecting…",
  offline: "No connection…",
  sending: "Sending…",
  waiting: "Will be sent when the connection is back",
  slow: "That was a little fast. One moment…",
  failed: "Not sent.",
  tooLong: "That is too long. Please write a little less.",
  again: "Try again",
  typing: "The desk is writing",
  joinTitle: "Have an invitation?",
  joinHint: "The centre gives each member a code. It is used once.",
  code: "Invitation code",
  yourName: "Your name (optional)",
  join: "Join",
  demoTitle: "Look around as…",
  demoHint: "This is a demonstration. Be anyone; nothing you do here is real.",
  member: "Member",
  staff: "Centre staff",
  examples: "Examples",
  example1: "What is free tomorrow evening?",
  example2: "Studio 2 tomorrow 3–5pm, 2 hosts",
  example3: "My bookings",
  picture: "Picture",
  enlarge: "Open large",
  close: "Close",
  download: "Download",
  optional: "optional",
  page: "opens a page",
  device: "Use on another device",
  deviceHint: "Open this page there and enter the code, or open the link. It works once, for ten minutes.",
}

/** @typedef {keyof typeof en} Word */

/** @satisfies {Record<string, Record<Word, string>>} */
const languages = {
  "zh-Hant": {
    title: "一句話，訂好直播間。",
    tagline: "查空檔、預訂、改期、取消：像跟同事說話一樣寫就行。",
    skip: "跳到輸入框",
    language: "語言",
    leave: "登出",
    leaveSure: "要在這個瀏覽器登出嗎？之後需要新的邀請碼才能回來。",
    conversation: "與前台的對話",
    you: "你",
    desk: "前台",
    placeholder: "寫給前台…",
    send: "傳送",
    newer: "有新訊息",
    online: "前台在線",
    connecting: "連線中…",
    offline: "連線中斷…",
    sending: "傳送中…",
    waiting: "恢復連線後會自動傳送",
    slow: "有點快了，請稍等一下…",
    failed: "未能傳送。",
    tooLong: "訊息太長了，請寫短一點。",
    again: "再試一次",
    typing: "前台正在回覆",
    joinTitle: "有邀請碼嗎？",
    joinHint: "中心會給每位會員一個邀請碼，只能使用一次。",
    code: "邀請碼",
    yourName: "你的名字（選填）",
    join: "加入",
    demoTitle: "以這些身分看看…",
    demoHint: "這是示範環境，選誰都可以，所做的一切都不是真的。",
    member: "會員",
    staff: "中心職員",
    examples: "例子",
    example1: "明晚有什麼空檔？",
    example2: "明天下午三點到五點訂2號直播間，兩個主播",
    example3: "我的預訂",
    picture: "圖片",
    enlarge: "放大",
    close: "關閉",
    download: "下載",
    optional: "選填",
    page: "開啟網頁",
    device: "在其他裝置使用",
    deviceHint: "在那部裝置打開本頁並輸入這個碼，或直接打開連結。十分鐘內有效，只能使用一次。",
  },
  "zh-Hans": {
    title: "一句话，订好直播间。",
    tagline: "查空档、预订、改期、取消：像跟同事说话一样写就行。",
    skip: "跳到输入框",
    language: "语言",
    leave: "退出",
    leaveSure: "要在这个浏览器退出吗？之后需要新的邀请码才能回来。",
    conversation: "与前台的对话",
    you: "你",
    desk: "前台",
    placeholder: "写给前台…",
    send: "发送",
    newer: "有新消息",
    online: "前台在线",
    connecting: "连接中…",
    offline: "连接中断…",
    sending: "发送中…",
    waiting: "恢复连接后会自动发送",
    slow: "有点快了，请稍等一下…",
    failed: "未能发送。",
    tooLong: "消息太长了，请写短一点。",
    again: "再试一次",
    typing: "前台正在回复",
    joinTitle: "有邀请码吗？",
    joinHint: "中心会给每位会员一个邀请码，只能使用一次。",
    code: "邀请码",
    yourName: "你的名字（选填）",
    join: "加入",
    demoTitle: "以这些身份看看…",
    demoHint: "这是演示环境，选谁都可以，所做的一切都不是真的。",
    member: "会员",
    staff: "中心职员",
    examples: "例子",
    example1: "明晚有什么空档？",
    example2: "明天下午三点到五点订2号直播间，两个主播",
    example3: "我的预订",
    picture: "图片",
    enlarge: "放大",
    close: "关闭",
    download: "下载",
    optional: "选填",
    page: "打开网页",
    device: "在其他设备使用",
    deviceHint: "在那台设备打开本页并输入这个码，或直接打开链接。十分钟内有效，只能使用一次。",
  },
  pt: {
    title: "Reserve um estúdio numa frase.",
    tagline: "Veja o que está livre, reserve, mude ou cancele: escreva como a um colega.",
    skip: "Saltar para a caixa de mensagem",
    language: "Língua",
    leave: "Sair",
    leaveSure: "Sair neste navegador? Vai precisar de um novo convite para voltar.",
    conversation: "Conversa com o balcão",
    you: "Você",
    desk: "Balcão",
    placeholder: "Escreva ao balcão…",
    send: "Enviar",
    newer: "Novas mensagens",
    online: "Ao balcão",
    connecting: "A ligar…",
    offline: "Sem ligação…",
    sending: "A enviar…",
    waiting: "Será enviada quando a ligação voltar",
    slow: "Foi um pouco rápido. Um momento…",
    failed: "Não enviada.",
    tooLong: "É demasiado longa. Escreva um pouco menos, por favor.",
    again: "Tentar de novo",
    typing: "O balcão está a escrever",
    joinTitle: "Tem um convite?",
    joinHint: "O centro dá um código a cada membro. Só se usa uma vez.",
    code: "Código do convite",
    yourName: "O seu nome (opcional)",
    join: "Entrar",
    demoTitle: "Espreite como…",
    demoHint: "Isto é uma demonstração. Seja quem quiser; nada do que fizer aqui é real.",
    member: "Membro",
    staff: "Equipa do centro",
    examples: "Exemplos",
    example1: "O que está livre amanhã à noite?",
    example2: "Estúdio 2 amanhã das 15h às 17h, 2 apresentadores",
    example3: "As minhas reservas",
    picture: "Imagem",
    enlarge: "Ampliar",
    close: "Fechar",
    download: "Transferir",
    optional: "opcional",
    page: "abre uma página",
    device: "Usar noutro dispositivo",
    deviceHint: "Abra lá esta página e escreva o código, ou abra a ligação. Serve uma vez, durante dez minutos.",
  },
  en,
}

/** @typedef {keyof typeof languages} Language */

/** The best of our languages for a list like `navigator.languages`. @type {(wanted: readonly string[]) => Language} */
export function choose(wanted) {
  for (const tag of wanted) {
    const low = tag.toLowerCase()
    if (/^(zh-hant|zh-(tw|hk|mo)|yue)/.test(low)) return "zh-Hant"
    if (/^zh/.test(low)) return "zh-Hans"
    if (/^pt/.test(low)) return "pt"
    if (/^en/.test(low)) return "en"
  }
  return "zh-Hant"
}

/** @type {Language} */
let now = "en"

/** @type {(word: Word) => string} */
export const say = (word) => languages[now][word]

/** The language the page speaks. */
export const spoken = () => now

/** Puts the page's words into all that carry `data-word` or `data-label`. @type {(language: Language) => void} */
export function speak(language) {
  now = language
  document.documentElement.lang = language
  for (const at of document.querySelectorAll("[data-word]")) {
    at.textContent = say(/** @type {Word} */ (at.getAttribute("data-word")))
  }
  for (const at of document.querySelectorAll("[data-label]")) {
    at.setAttribute("aria-label", say(/** @type {Word} */ (at.getAttribute("data-label"))))
  }
}
