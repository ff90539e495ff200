import type { Language } from "../../language.js"

/** Plain questions at a front desk, and what is passed on to the staff. */
export type AskedWords = {
  hours: string
  everyDay: string
  closed: string
  hoursOf: (days: string, open: string) => string
  /** Sessions cost hours of the plan, not money. */
  noPrice: string
  plan: (name: string, length: string) => string
  priceHow: string
  /** What only the staff know or do; `house`: Wi-Fi, parking and the like. Nothing is promised in their name. */
  how: Record<"place" | "house" | "invoice", string>
  /** How a session gets to somebody else. */
  handed: readonly string[]
  talk: string
  /** To thanks. */
  welcome: string
  /** They have been told. */
  passed: string
  passedFault: (what: string) => string
  nobody: string
  enough: string
  /** So far ahead nobody is late. */
  notLateYet: (slot: string) => string
  /** To the staff. */
  fault: (who: string) => string
  talkTo: (who: string) => string
  during: (slot: string) => string
  outToday: (gear: string) => string
  /** To "does it have a green screen?" */
  gearApart: string
}

export const asked: Record<Language, AskedWords> = {
  en: {
    hours: "Opening hours",
    everyDay: "Every day",
    closed: "closed",
    hoursOf: (days, open) => `${days}: ${open}`,
    noPrice: "There's no price per session: each takes its length from the hours of your plan.",
    plan: (name, length) => `Your plan is ${name}, with ${length} a month.`,
    priceHow: "What plans cost, and other prices, the staff can tell you.",
    how: {
      place: "I can't tell you the address, but the staff can.",
      house: "I don't know that, but the staff do.",
      invoice: "Invoices and receipts are up to the staff: I can't make one. Ask them, and say what it should be for.",
    },
    handed: [
      "If only other people go on air, tell me their names: the session stays yours.",
      "To give it to another merchant, ask the staff. If you no longer need it, cancel it: whoever waits for it gets it.",
    ],
    talk: "Talk to staff",
    welcome: "You're welcome.",
    passed: "I've told the staff. They'll get back to you.",
    passedFault: (what) => `Thank you, I've told the staff at once (${what}).`,
    nobody: "I can't reach the staff from here. Please ask at the front desk.",
    enough: "The staff have your messages already. If it can't wait, please ask at the front desk.",
    notLateYet: (slot) => `Your next session is ${slot}. That's a while off; tell me again shortly before it.`,
    fault: (who) => `Something is broken, says ${who}`,
    talkTo: (who) => `${who} would like to talk to you`,
    during: (slot) => `Their session now: ${slot}`,
    outToday: (gear) => `One ${gear} out of use today`,
    gearApart: "Gear isn't part of a room: it is added to a session.",
  },
  pt: {
    hours: "Horário de funcionamento",
    everyDay: "Todos os dias",
    closed: "fechado",
    hoursOf: (days, open) => `${days}: ${open}`,
    noPrice: "As sessões não têm preço: cada uma gasta a sua duração das horas do plano.",
    plan: (name, length) => `O seu plano é ${name}, com ${length} por mês.`,
    priceHow: "Quanto custam os planos, e outros preços, a equipa pode dizer-lhe.",
    how: {
      place: "Não lhe sei dizer a morada, mas a equipa sabe.",
      house: "Isso não sei, mas a equipa sabe.",
      invoice: "Faturas e recibos são com a equipa: eu não os passo. Fale com eles e diga para o que é.",
    },
    handed: [
      "Se só mudam as pessoas no ar, diga-me os nomes: a sessão continua a ser sua.",
      "Para a passar a outra loja, peça à equipa. Se já não precisa dela, cancele-a: fica para quem está à espera.",
    ],
    talk: "Falar com a equipa",
    welcome: "De nada.",
    passed: "Avisei a equipa, que lhe responderá.",
    passedFault: (what) => `Obrigado, avisei logo a equipa (${what}).`,
    nobody: "Não consigo contactar a equipa daqui. Pergunte na receção, por favor.",
    enough: "A equipa já tem as suas mensagens. Se for urgente, pergunte na receção, por favor.",
    notLateYet: (slot) => `A sua próxima sessão é ${slot}. Ainda falta; volte a dizer-me pouco antes.`,
    fault: (who) => `Há uma avaria, diz ${who}`,
    talkTo: (who) => `${who} gostaria de falar convosco`,
    during: (slot) => `A sessão que tem agora: ${slot}`,
    outToday: (gear) => `Uma unidade (${gear}) fora de uso hoje`,
    gearApart: "O equipamento não é da sala: junta-se à sessão.",
  },
  "zh-Hant": {
    hours: "開放時間",
    everyDay: "每日",
    closed: "休息",
    hoursOf: (days, open) => `${days}：${open}`,
    noPrice: "每場唔使另外俾錢，只係由計劃嘅時數度扣返嗰場嘅長度。",
    plan: (name, length) => `你嘅計劃係${name}，每個月${length}。`,
    priceHow: "計劃收費同其他價錢，可以問職員。",
    how: {
      place: "我呢度冇地址，職員可以話你知。",
      house: "呢樣我唔清楚，職員可以話你知。",
      invoice: "發票同收據由職員處理，我開唔到。請搵職員，話佢哋知要邊樣。",
    },
    handed: [
      "如果只係換人上鏡，話我知佢哋個名就得，場次仍然係你嘅。",
      "想轉俾第二間商戶，請搵職員。如果唔再需要，取消就得：輪候緊嘅人會攞到。",
    ],
    talk: "搵職員",
    welcome: "唔使客氣。",
    passed: "已經話咗畀職員知，佢哋會覆你。",
    passedFault: (what) => `多謝你話我知，已經即刻通知職員（${what}）。`,
    nobody: "喺呢度聯絡唔到職員，請去櫃台問。",
    enough: "職員已經收到你嘅訊息。如果好急，請去櫃台問。",
    notLateYet: (slot) => `你下一場係${slot}，仲有排先到；開場前再話我知就得。`,
    fault: (who) => `${who}話有嘢壞咗`,
    talkTo: (who) => `${who}想搵職員傾`,
    during: (slot) => `佢哋而家嗰場：${slot}`,
    outToday: (gear) => `今日停用一件${gear}`,
    gearApart: "器材唔係跟房，係加落場次度。",
  },
  "zh-Hans": {
    hours: "开放时间",
    everyDay: "每天",
    closed: "休息",
    hoursOf: (days, open) => `${days}：${open}`,
    noPrice: "每场不另外收费，只从套餐时数里扣掉那一场的时长。",
    plan: (name, length) => `您的套餐是${name}，每月${length}。`,
    priceHow: "套餐价格和其他费用，可以问工作人员。",
    how: {
      place: "我这里没有地址，工作人员可以告诉您。",
      house: "这个我不清楚，工作人员可以告诉您。",
      invoice: "发票和收据由工作人员处理，我开不了。请联系工作人员，说明需要什么。",
    },
    handed: [
      "如果只是换人出镜，告诉我名字就行，场次仍然是您的。",
      "想转给别的商户，请找工作人员。如果不再需要，取消即可：正在候补的人会得到它。",
    ],
    talk: "联系工作人员",
    welcome: "不客气。",
    passed: "已经告诉工作人员，他们会回复您。",
    passedFault: (what) => `谢谢，已经马上通知工作人员（${what}）。`,
    nobody: "从这里联系不到工作人员，请到前台询问。",
    enough: "工作人员已经收到您的消息。如果很急，请到前台询问。",
    notLateYet: (slot) => `您的下一场是${slot}，还早呢；开场前再告诉我就行。`,
    fault: (who) => `${who}说有东西坏了`,
    talkTo: (who) => `${who}想找工作人员`,
    during: (slot) => `他们现在的场次：${slot}`,
    outToday: (gear) => `今天停用一件${gear}`,
    gearApart: "器材不跟房间走，是加到场次里的。",
  },
}
