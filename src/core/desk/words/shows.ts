import type { Language } from "../../language.js"

/** How times and lengths are said. */
type Say = { moment(instant: Date): string; length(minutes: number): string }

/** The show itself: who hosts it, how it is set up, where it is sold, how it went. */
export type ShowsWords = {
  /** `2 hosts: Ana, Bei` */
  hosts: (count: string, names: string) => string
  /** Set-up and tear-down; null for none. */
  phases: (of: { setup: string | null; teardown: string | null; onAir: string }) => string
  platform: (name: string) => string
  /** What platforms are called here, where that is not what they call themselves. */
  platforms: Readonly<Record<string, string>>
  category: (what: string) => string
  link: (url: string) => string

  /** On buttons. */
  names: string
  details: string
  done: string
  /** In forms. */
  platformField: string
  categoryField: string
  linkField: string
  someoneNew: string
  nobodyNamed: string
  askNames: readonly string[]
  /** A name they never used, and whom they know. */
  whoIs: (name: string) => string
  askShow: readonly string[]
  saved: string
  badLink: string
  whichShow: string

  refused: {
    host_busy: (facts: { host: string; until: Date }, say: Say) => string
    off_air: (facts: { most: number }, say: Say) => string
  }

  /** On the reminder: what to do before going on air. */
  runUp: string
  arrive: (from: string) => string
  collect: (gear: string) => string
  bring: (what: string) => string

  /** Staff: who is on air now. */
  live: string
  nobodyLive: string
  settingUp: (onAir: string) => string
  tearingDown: (until: string) => string
  whoIn: string

  /** After the session. */
  ask: string
  askDetail: string
  allFine: string
  broke: string
  something: string
  whatBroke: string
  theRoom: (room: string) => string
  thanks: string
  thanksBroken: (what: string) => string
  outUntil: (gear: string, until: string) => string
  saidBefore: string
  /** To staff. */
  report: (member: string, slot: string, what: string) => string
  closeRoom: (room: string) => string
  /** In the weekly report. */
  went: (fine: number, broken: number) => string
  broken: (what: string, count: number) => string

  /** `/hosts` */
  known: string
  noneKnown: string
  forgetHost: (name: string) => string
  forgotHost: (name: string) => string
  askForget: (name: string) => string
  findHost: string
  noHost: (text: string) => string
  calledBy: (name: string, members: string) => string
  sameAs: string
  sameAsWhom: (name: string) => string
  merged: (name: string, other: string) => string
  clash: string
  apart: (member: string) => string
  parted: (name: string, member: string) => string
  commands: { hosts: string; live: string }
  help: readonly string[]
  kind: string
}

export const shows: Record<Language, ShowsWords> = {
  en: {
    hosts: (count, names) => `${count}: ${names}`,
    phases: ({ setup, teardown, onAir }) =>
      [setup && `Set-up ${setup}`, `on air ${onAir}`, teardown && `tear-down ${teardown}`].filter(Boolean).join(", "),
    platform: (name) => `On ${name}`,
    platforms: {},
    category: (what) => `Selling: ${what}`,
    link: (url) => `Stream: ${url}`,
    names: "Who hosts",
    details: "Show details",
    done: "Done",
    platformField: "Sold on",
    categoryField: "What is sold",
    linkField: "Stream link",
    someoneNew: "Somebody new",
    nobodyNamed: "No names",
    askNames: ["Who hosts? Press a name, or write them: Ana, Bei"],
    whoIs: (name) => `I don't know ${name} yet. Is that one of these?`,
    askShow: [
      "Where is it sold? Press one, or write what there is to tell, for example:",
      "Douyin, products: lipstick, “Autumn colours”, https://live.example.com/1",
    ],
    saved: "Noted.",
    badLink: "A stream link begins with https://, so I've left that one out.",
    whichShow: "Which session is that about?",
    refused: {
      host_busy: ({ host, until }, say) => `${host} isn't free then, but will be from ${say.moment(until)} on.`,
      off_air: ({ most }, say) => `Set-up and tear-down can take ${say.length(most)} of that together at most.`,
    },
    runUp: "Before you go on air",
    arrive: (from) => `Be here from ${from}; you can check in then.`,
    collect: (gear) => `Collect at the desk: ${gear}`,
    bring: (what) => `Bring what you sell: ${what}`,
    live: "On air now",
    nobodyLive: "Nobody is on air just now.",
    settingUp: (onAir) => `setting up, on air at ${onAir}`,
    tearingDown: (until) => `tearing down until ${until}`,
    whoIn: "Who is in",
    ask: "How did it go?",
    askDetail: "Is anything broken?",
    allFine: "All fine",
    broke: "Something broke",
    something: "Something else",
    whatBroke: "I'm sorry. What is it?",
    theRoom: (room) => `Something in ${room}`,
    thanks: "Thank you, good to hear.",
    thanksBroken: (what) => `Thank you. The staff know about it: ${what}.`,
    outUntil: (gear, until) => `One ${gear} is out of use until ${until}, or until the staff have seen to it.`,
    saidBefore: "You have told us already, thank you.",
    report: (member, slot, what) => `${member}, after ${slot}: something is broken (${what}).`,
    closeRoom: (room) => `Close ${room}`,
    went: (fine, broken) =>
      broken === 0 ? `How it went: ${fine} fine.` : `How it went: ${fine} fine, ${broken} with something broken.`,
    broken: (what, count) => `${what}: ${count}`,
    known: "The hosts you have named. Press one to have its name forgotten.",
    noneKnown: "You have named no hosts yet. Write, for example: book studio 2 tomorrow 8pm, hosts Ana and Bei",
    forgetHost: (name) => `Forget ${name}`,
    forgotHost: (name) => `${name} is forgotten.`,
    askForget: (name) => `Forget ${name}? The name goes from all your bookings, too; how many hosts they have stays.`,
    findHost: "Write /hosts and a part of the name; /hosts Sofia = Bo says that two are one person.",
    noHost: (text) => `No host's name has “${text}” in it.`,
    calledBy: (name, members) => `${name} (${members})`,
    sameAs: "Same as…",
    sameAsWhom: (name) => `Who is the same person as ${name}?`,
    merged: (name, other) => `${name} and ${other} are one person now: never on air twice.`,
    clash: "They are on air at the same time already, so they can't be one person.",
    apart: (member) => `Another person for ${member}`,
    parted: (name, member) => `${name} of ${member} is another person now.`,
    commands: { hosts: "The hosts you have named", live: "Staff: who is on air now" },
    help: ["who is live? or /live", "/hosts NAME finds a host, and says who is the same person"],
    kind: "question after a session",
  },
  pt: {
    hosts: (count, names) => `${count}: ${names}`,
    phases: ({ setup, teardown, onAir }) =>
      [setup && `Montagem ${setup}`, `no ar ${onAir}`, teardown && `desmontagem ${teardown}`]
        .filter(Boolean)
        .join(", "),
    platform: (name) => `Plataforma: ${name}`,
    platforms: {},
    category: (what) => `À venda: ${what}`,
    link: (url) => `Emissão: ${url}`,
    names: "Quem apresenta",
    details: "Dados da emissão",
    done: "Pronto",
    platformField: "Onde se vende",
    categoryField: "O que se vende",
    linkField: "Ligação da emissão",
    someoneNew: "Alguém novo",
    nobodyNamed: "Sem nomes",
    askNames: ["Quem apresenta? Prima um nome, ou escreva-os: Ana, Rita"],
    whoIs: (name) => `Ainda não conheço ${name}. É uma destas pessoas?`,
    askShow: [
      "Onde se vende? Prima uma, ou escreva o que houver a dizer, por exemplo:",
      "TikTok, produtos: batons, «Cores de outono», https://live.example.com/1",
    ],
    saved: "Anotado.",
    badLink: "Uma ligação de emissão começa por https://; essa ficou de fora.",
    whichShow: "De que sessão se trata?",
    refused: {
      host_busy: ({ host, until }, say) =>
        `${host} não está livre a essa hora; a partir de ${say.moment(until)} já está.`,
      off_air: ({ most }, say) => `Montagem e desmontagem podem ocupar, juntas, no máximo ${say.length(most)}.`,
    },
    runUp: "Antes de ir para o ar",
    arrive: (from) => `Venha a partir das ${from}; já pode registar a chegada.`,
    collect: (gear) => `Levantar ao balcão: ${gear}`,
    bring: (what) => `Trazer o que vende: ${what}`,
    live: "No ar agora",
    nobodyLive: "Neste momento ninguém está no ar.",
    settingUp: (onAir) => `em montagem, no ar às ${onAir}`,
    tearingDown: (until) => `em desmontagem até às ${until}`,
    whoIn: "Quem está cá",
    ask: "Como correu?",
    askDetail: "Alguma coisa avariada?",
    allFine: "Tudo bem",
    broke: "Algo avariou",
    something: "Outra coisa",
    whatBroke: "Lamento. O que foi?",
    theRoom: (room) => `Algo em ${room}`,
    thanks: "Obrigado, ainda bem.",
    thanksBroken: (what) => `Obrigado. A equipa já sabe: ${what}.`,
    outUntil: (gear, until) => `Uma unidade (${gear}) fica fora de uso até ${until}, ou até a equipa a ver.`,
    saidBefore: "Já nos tinha dito, obrigado.",
    report: (member, slot, what) => `${member}, depois de ${slot}: há algo avariado (${what}).`,
    closeRoom: (room) => `Fechar ${room}`,
    went: (fine, broken) =>
      broken === 0 ? `Como correu: ${fine} bem.` : `Como correu: ${fine} bem, ${broken} com algo avariado.`,
    broken: (what, count) => `${what}: ${count}`,
    known: "Quem já indicou para apresentar. Prima um nome para o esquecer.",
    noneKnown:
      "Ainda não indicou ninguém. Escreva, por exemplo: reservar estúdio 2 amanhã às 20h com as apresentadoras Ana e Rita",
    forgetHost: (name) => `Esquecer ${name}`,
    forgotHost: (name) => `${name}: esquecido.`,
    askForget: (name) =>
      `Esquecer ${name}? O nome sai também de todas as suas reservas; o número de apresentadores mantém-se.`,
    findHost: "Escreva /hosts e uma parte do nome; /hosts Sofia = Bo diz que são a mesma pessoa.",
    noHost: (text) => `Nenhum apresentador tem «${text}» no nome.`,
    calledBy: (name, members) => `${name} (${members})`,
    sameAs: "O mesmo que…",
    sameAsWhom: (name) => `Quem é a mesma pessoa que ${name}?`,
    merged: (name, other) => `${name} e ${other} são agora uma só pessoa: nunca no ar duas vezes.`,
    clash: "Já estão no ar ao mesmo tempo, por isso não podem ser a mesma pessoa.",
    apart: (member) => `Outra pessoa para ${member}`,
    parted: (name, member) => `${name} de ${member} é agora outra pessoa.`,
    commands: { hosts: "Quem já indicou para apresentar", live: "Equipa: quem está no ar agora" },
    help: ["quem está a transmitir? ou /live", "/hosts NOME procura um apresentador e diz quem é a mesma pessoa"],
    kind: "pergunta depois de uma sessão",
  },
  "zh-Hant": {
    hosts: (count, names) => `${count}：${names}`,
    phases: ({ setup, teardown, onAir }) =>
      [setup && `佈置${setup}`, `直播${onAir}`, teardown && `執場${teardown}`].filter(Boolean).join("，"),
    platform: (name) => `平台：${name}`,
    platforms: {
      Douyin: "抖音",
      "Taobao Live": "淘寶直播",
      Xiaohongshu: "小紅書",
      Kuaishou: "快手",
      "WeChat Channels": "視頻號",
    },
    category: (what) => `賣：${what}`,
    link: (url) => `直播連結：${url}`,
    names: "邊個做主播",
    details: "直播資料",
    done: "搞掂",
    platformField: "平台",
    categoryField: "賣咩",
    linkField: "直播連結",
    someoneNew: "新嘅人",
    nobodyNamed: "唔寫名",
    askNames: ["邊個做主播？撳個名，或者直接寫：阿美、陳小姐"],
    whoIs: (name) => `未聽過${name}，係咪以下其中一位？`,
    askShow: ["喺邊個平台賣？撳一個，或者直接寫，例如：", "抖音，產品：口紅，「秋季新色」，https://live.example.com/1"],
    saved: "記低咗。",
    badLink: "直播連結要由 https:// 開始，嗰條冇記低。",
    whichShow: "講緊邊一場？",
    refused: {
      host_busy: ({ host, until }, say) => `${host}嗰陣未得閒，${say.moment(until)}之後就得。`,
      off_air: ({ most }, say) => `佈置同執場加埋最多可以用${say.length(most)}。`,
    },
    runUp: "開播之前",
    arrive: (from) => `${from}開始可以嚟報到。`,
    collect: (gear) => `去前台攞：${gear}`,
    bring: (what) => `帶埋要賣嘅嘢：${what}`,
    live: "而家直播緊",
    nobodyLive: "而家冇人直播緊。",
    settingUp: (onAir) => `佈置緊，${onAir}開播`,
    tearingDown: (until) => `執緊場，到${until}`,
    whoIn: "邊個喺度",
    ask: "啱啱嗰場點呀？",
    askDetail: "有冇嘢壞咗？",
    allFine: "一切順利",
    broke: "有嘢壞咗",
    something: "其他嘢",
    whatBroke: "唔好意思，係咩壞咗？",
    theRoom: (room) => `${room}入面嘅嘢`,
    thanks: "多謝，順利就好。",
    thanksBroken: (what) => `多謝話我哋知，已經通知咗職員：${what}。`,
    outUntil: (gear, until) => `一件${gear}停用到${until}，或者到職員睇過為止。`,
    saidBefore: "你之前講過喇，多謝。",
    report: (member, slot, what) => `${member}，${slot}之後：有嘢壞咗（${what}）。`,
    closeRoom: (room) => `封${room}`,
    went: (fine, broken) =>
      broken === 0 ? `場後回覆：${fine}場順利。` : `場後回覆：${fine}場順利，${broken}場有嘢壞咗。`,
    broken: (what, count) => `${what}：${count}次`,
    known: "你寫過名嘅主播。想刪走邊個，撳佢個名。",
    noneKnown: "你未寫過主播嘅名。可以咁寫：聽晚八點訂2號直播間，主播阿美同陳小姐",
    forgetHost: (name) => `刪走${name}`,
    forgotHost: (name) => `刪走咗${name}。`,
    askForget: (name) => `刪走${name}？你所有預約都唔會再有呢個名，主播人數不變。`,
    findHost: "寫 /hosts 同個名嘅一部分；/hosts 阿美 = 陳美 即係話佢哋係同一個人。",
    noHost: (text) => `冇主播個名有「${text}」。`,
    calledBy: (name, members) => `${name}（${members}）`,
    sameAs: "同…係同一個人",
    sameAsWhom: (name) => `邊個同${name}係同一個人？`,
    merged: (name, other) => `${name}同${other}而家當係同一個人，唔會同時開播。`,
    clash: "佢哋已經有同一時間嘅直播，冇可能係同一個人。",
    apart: (member) => `${member}嗰位係另一個人`,
    parted: (name, member) => `${member}嘅${name}而家當係另一個人。`,
    commands: { hosts: "你寫過名嘅主播", live: "職員：邊個直播緊" },
    help: ["邊個開緊播？或者 /live", "/hosts 名 搵主播，仲可以話係咪同一個人"],
    kind: "場後問題",
  },
  "zh-Hans": {
    hosts: (count, names) => `${count}：${names}`,
    phases: ({ setup, teardown, onAir }) =>
      [setup && `布置${setup}`, `直播${onAir}`, teardown && `收场${teardown}`].filter(Boolean).join("，"),
    platform: (name) => `平台：${name}`,
    platforms: {
      Douyin: "抖音",
      "Taobao Live": "淘宝直播",
      Xiaohongshu: "小红书",
      Kuaishou: "快手",
      "WeChat Channels": "视频号",
    },
    category: (what) => `卖：${what}`,
    link: (url) => `直播链接：${url}`,
    names: "谁来主播",
    details: "直播信息",
    done: "好了",
    platformField: "平台",
    categoryField: "卖什么",
    linkField: "直播链接",
    someoneNew: "新的人",
    nobodyNamed: "不写名字",
    askNames: ["谁来主播？点名字，或者直接写：张伟、李娜"],
    whoIs: (name) => `还不认识${name}，是下面的哪一位吗？`,
    askShow: ["在哪个平台卖？点一个，或者直接写，例如：", "抖音，产品：口红，“秋季新色”，https://live.example.com/1"],
    saved: "记下了。",
    badLink: "直播链接要以 https:// 开头，那一条没有记下。",
    whichShow: "说的是哪一场？",
    refused: {
      host_busy: ({ host, until }, say) => `${host}那时没空，${say.moment(until)}以后可以。`,
      off_air: ({ most }, say) => `布置和收场加起来最多${say.length(most)}。`,
    },
    runUp: "开播之前",
    arrive: (from) => `${from}起可以来签到。`,
    collect: (gear) => `到前台领取：${gear}`,
    bring: (what) => `带上要卖的东西：${what}`,
    live: "正在直播",
    nobodyLive: "现在没有人在直播。",
    settingUp: (onAir) => `正在布置，${onAir}开播`,
    tearingDown: (until) => `正在收场，到${until}`,
    whoIn: "谁在里面",
    ask: "刚才那场怎么样？",
    askDetail: "有东西坏了吗？",
    allFine: "一切顺利",
    broke: "有东西坏了",
    something: "其他东西",
    whatBroke: "抱歉，是什么坏了？",
    theRoom: (room) => `${room}里的东西`,
    thanks: "谢谢，顺利就好。",
    thanksBroken: (what) => `谢谢告知，已经通知工作人员：${what}。`,
    outUntil: (gear, until) => `一件${gear}停用到${until}，或到工作人员处理好为止。`,
    saidBefore: "您之前已经说过了，谢谢。",
    report: (member, slot, what) => `${member}，${slot}之后：有东西坏了（${what}）。`,
    closeRoom: (room) => `关闭${room}`,
    went: (fine, broken) =>
      broken === 0 ? `场后反馈：${fine}场顺利。` : `场后反馈：${fine}场顺利，${broken}场有东西坏了。`,
    broken: (what, count) => `${what}：${count}次`,
    known: "您写过名字的主播。要删掉谁，点名字。",
    noneKnown: "您还没有写过主播的名字。可以这样写：明晚八点订2号直播间，主播张伟和李娜",
    forgetHost: (name) => `删掉${name}`,
    forgotHost: (name) => `已删掉${name}。`,
    askForget: (name) => `删掉${name}？您的所有预约里都不再有这个名字，主播人数不变。`,
    findHost: "请写 /hosts 和名字的一部分；/hosts 阿美 = 陈美 表示他们是同一个人。",
    noHost: (text) => `没有主播的名字里有“${text}”。`,
    calledBy: (name, members) => `${name}（${members}）`,
    sameAs: "和…是同一个人",
    sameAsWhom: (name) => `谁和${name}是同一个人？`,
    merged: (name, other) => `${name}和${other}现在是同一个人，不会同时开播。`,
    clash: "他们已经有同一时间的直播，不可能是同一个人。",
    apart: (member) => `${member}的那位是另一个人`,
    parted: (name, member) => `${member}的${name}现在是另一个人。`,
    commands: { hosts: "您写过名字的主播", live: "员工：谁在直播" },
    help: ["谁正在直播？或者 /live", "/hosts 名字 查找主播，也可以说明是不是同一个人"],
    kind: "场后提问",
  },
}
