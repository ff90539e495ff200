import type { Language } from "../../language.js"

/** One person on several platforms. */
export type LinkingWords = {
  /** What people write to and from. */
  platforms: Record<string, string>
  /** `code` stands on a line of its own, to be copied. */
  how: (until: string) => readonly [string, string]
  /** To the account that gave the code. */
  asked: string
  already: string
  taken: string
  badCode: string
  alone: string
  question: (platform: string, name: string) => readonly string[]
  yes: string
  no: string
  linked: (platform: string) => string
  refused: string
  over: string
  title: string
  here: string
  first: string
  closed: string
  unlink: (platform: string) => string
  unlinked: (platform: string) => string
  last: string
  prefer: string
  preferred: string
  add: string
  commands: Record<LinkingCommand, string>
}

export const linkingCommands = ["link", "accounts"] as const
export type LinkingCommand = (typeof linkingCommands)[number]

const platforms = { telegram: "Telegram", slack: "Slack" }

export const linking: Record<Language, LinkingWords> = {
  en: {
    platforms: { ...platforms, web: "Web chat", console: "Console" },
    how: (until) => [
      `Write this on the other platform, to me alone, by ${until}:`,
      "I'll ask you here before anything is linked.",
    ],
    asked: "I've asked you where you're known already. Say yes there, and I'll know you here too.",
    already: "I know you here already.",
    taken: "This account is already somebody at the desk, so it can't be linked. /forgetme here would free it.",
    badCode: "That code doesn't work. It lasts ten minutes and works once: /link, where I know you, gives a new one.",
    alone: "Please write that to me alone, not in a group.",
    question: (platform, name) => [
      `${platform}: ${name} gave your code and wants to be you.`,
      "Whoever is linked can book, cancel and read as you.",
    ],
    yes: "Yes, that's me",
    no: "No",
    linked: (platform) => `Linked. You can write to me on ${platform} too.`,
    refused: "Not linked.",
    over: "There is nothing to link any more. /link gives a new code.",
    title: "Where I know you",
    here: "here",
    first: "notices come here first",
    closed: "closed",
    unlink: (platform) => `Unlink ${platform}`,
    unlinked: (platform) => `${platform} is no longer linked.`,
    last: "That's the only place where I know you. /forgetme erases you.",
    prefer: "Notices here",
    preferred: "Reminders and messages will come here first.",
    add: "Link another",
    commands: { link: "Write to me on another platform too", accounts: "Where I know you, and where notices come" },
  },
  pt: {
    platforms: { ...platforms, web: "Chat na web", console: "Consola" },
    how: (until) => [
      `Escreva isto na outra plataforma, só para mim, até às ${until}:`,
      "Antes de associar, pergunto-lhe aqui.",
    ],
    asked: "Perguntei-lhe onde já o conheço. Diga lá que sim, e passo a conhecê-lo aqui também.",
    already: "Já o conheço aqui.",
    taken: "Esta conta já é de alguém no balcão e não pode ser associada. /forgetme, aqui, liberta-a.",
    badCode: "Esse código não serve. Dura dez minutos e só serve uma vez: /link, onde o conheço, dá um novo.",
    alone: "Escreva isso só para mim, não num grupo.",
    question: (platform, name) => [
      `${platform}: ${name} usou o seu código e diz ser você.`,
      "Quem for associado pode reservar, cancelar e ler por si.",
    ],
    yes: "Sim, sou eu",
    no: "Não",
    linked: (platform) => `Associado. Também me pode escrever por ${platform}.`,
    refused: "Não foi associado.",
    over: "Já não há nada a associar. /link dá um novo código.",
    title: "Onde o conheço",
    here: "aqui",
    first: "os avisos chegam primeiro aqui",
    closed: "fechada",
    unlink: (platform) => `Desassociar ${platform}`,
    unlinked: (platform) => `${platform} já não está associado.`,
    last: "É o único sítio onde o conheço. /forgetme apaga-o.",
    prefer: "Avisos aqui",
    preferred: "Os lembretes e as mensagens passam a chegar primeiro aqui.",
    add: "Associar outra",
    commands: { link: "Escrever-me também noutra plataforma", accounts: "Onde o conheço, e onde chegam os avisos" },
  },
  "zh-Hant": {
    platforms: { ...platforms, web: "網上對話", console: "終端機" },
    how: (until) => [`${until}前喺另一個平台單獨打呢句畀我：`, "連結之前，我會喺呢度問你。"],
    asked: "我喺識你嗰度問咗你。喺嗰邊話係，呢度就識得你。",
    already: "呢度我已經識你。",
    taken: "呢個帳號已經係前台識嘅另一個人，連結唔到。喺呢度打 /forgetme 可以清走佢。",
    badCode: "呢個碼用唔到。佢有效十分鐘、只可以用一次；喺我識你嗰度打 /link 攞過個。",
    alone: "呢句請單獨打畀我，唔好喺群組。",
    question: (platform, name) => [
      `${platform}：${name} 用咗你個碼，話係你。`,
      "連結咗嘅帳號可以用你名義訂房、取消同睇資料。",
    ],
    yes: "係，係我",
    no: "唔係",
    linked: (platform) => `連結咗。你亦可以喺${platform}搵我。`,
    refused: "冇連結。",
    over: "冇嘢等緊連結。打 /link 攞過個碼。",
    title: "我識你嘅地方",
    here: "呢度",
    first: "通知先送呢度",
    closed: "已關閉",
    unlink: (platform) => `解除連結${platform}`,
    unlinked: (platform) => `${platform}解除咗連結。`,
    last: "我只喺呢度識你。要清除請打 /forgetme。",
    prefer: "通知送呢度",
    preferred: "之後提醒同訊息先送呢度。",
    add: "連結多個",
    commands: { link: "喺另一個平台都搵到我", accounts: "我喺邊度識你，通知送去邊" },
  },
  "zh-Hans": {
    platforms: { ...platforms, web: "网页对话", console: "终端" },
    how: (until) => [`请在${until}前，在另一个平台单独发给我：`, "关联之前，我会在这里问您。"],
    asked: "我已在认识您的地方问了您。在那边点“是”，这里就认得您了。",
    already: "这里我已经认识您。",
    taken: "这个账号已经是前台认识的另一个人，不能关联。在这里发 /forgetme 可以清除。",
    badCode: "这个码不能用。它有效十分钟、只能用一次；在我认识您的地方发 /link 可以拿新的。",
    alone: "这句请单独发给我，不要在群里发。",
    question: (platform, name) => [
      `${platform}：${name} 用了您的码，说是您。`,
      "关联的账号可以以您的名义预订、取消和查看。",
    ],
    yes: "是我",
    no: "不是",
    linked: (platform) => `已关联。您也可以在${platform}找我。`,
    refused: "没有关联。",
    over: "没有等待关联的账号。发 /link 可以拿新的码。",
    title: "我认识您的地方",
    here: "这里",
    first: "通知先发到这里",
    closed: "已关闭",
    unlink: (platform) => `解除关联${platform}`,
    unlinked: (platform) => `${platform}已解除关联。`,
    last: "我只在这里认识您。要清除请发 /forgetme。",
    prefer: "通知发到这里",
    preferred: "以后提醒和消息先发到这里。",
    add: "再关联一个",
    commands: { link: "在另一个平台也能找我", accounts: "我在哪里认识您，通知发到哪里" },
  },
}
