import type { Language } from "../../language.js"

/** Asking to join, and answering that. */
export type JoiningWords = {
  /** To somebody unknown who wrote no name. */
  how: readonly string[]
  asked: (business: string) => readonly string[]
  /** Staff said no lately. */
  declinedBefore: string
  /** Others asked from the same network a moment ago. */
  tooManyHere: (until: string) => string
  withdrawn: string
  /** What staff see. */
  title: (count: number) => string
  none: string
  card: (business: string) => string
  from: (person: string, platform: string) => string
  asMember: string
  takeIn: (plan: string) => string
  addTo: string
  toWhich: (business: string) => readonly string[]
  decline: string
  back: string
  admitted: (person: string, member: string) => string
  declined: (business: string) => string
  nameTaken: (member: string) => string
  add: (member: string) => string
  /** What they are told. */
  welcome: (member: string) => string
  sorry: (centre: string) => string
  waiting: (count: number) => string
  kind: { request: string; admitted: string; declined: string }
  commands: Record<JoiningCommand, string>
}

export const joiningCommands = ["request", "requests"] as const
export type JoiningCommand = (typeof joiningCommands)[number]

export const joining: Record<Language, JoiningWords> = {
  en: {
    how: ["What is your shop called? Write, for example: request Lotus Live", "I'll ask the centre's staff."],
    asked: (business) => [
      `Thank you. I've asked the centre's staff to take in ${business}; I'll write to you here when they answer.`,
      "Wrong name? Write it again: request NAME. Changed your mind? /forgetme",
    ],
    declinedBefore: "The staff couldn't take you in. Please talk to them at the centre, or ask again in a week.",
    tooManyHere: (until) =>
      `Many have asked to join from your network in the last hour. Please ask the centre for an invitation, or ask me again after ${until}.`,
    withdrawn: "Your request is gone, and I've kept nothing.",
    title: (count) => (count === 1 ? "1 asks to join" : `${count} ask to join`),
    none: "Nobody is waiting for an answer.",
    card: (business) => `${business} asks to join`,
    from: (person, platform) => `${person}, ${platform}`,
    asMember: "As a new member on which plan?",
    takeIn: (plan) => `Take in: ${plan}`,
    addTo: "Add to a member",
    toWhich: (business) => [
      `${business}: to which member?`,
      "Not listed? /for NAME, then /invite gives a code to send them.",
    ],
    decline: "Decline",
    back: "Back",
    admitted: (person, member) => `${person} is in, for ${member}. They have been told.`,
    declined: (business) => `${business} was declined. They have been told.`,
    nameTaken: (member) => `There is a member called ${member} already.`,
    add: (member) => `Add to ${member}`,
    welcome: (member) => `You're in. You can now book for ${member}.`,
    sorry: (centre) => `${centre} couldn't take you in this time. Please talk to the staff at the centre.`,
    waiting: (count) =>
      count === 1 ? "1 request to join is open: /requests" : `${count} requests to join are open: /requests`,
    kind: { request: "request to join", admitted: "welcome", declined: "answer to a request" },
    commands: { request: "Not a member yet? Ask to join", requests: "Staff: who asks to join, or for a booking" },
  },
  pt: {
    how: ["Como se chama a sua loja? Escreva, por exemplo: pedido Lotus Live", "Eu pergunto à equipa do centro."],
    asked: (business) => [
      `Obrigado. Pedi à equipa do centro que admita ${business}; escrevo-lhe aqui quando responderem.`,
      "O nome não está certo? Escreva-o de novo: pedido NOME. Mudou de ideias? /forgetme",
    ],
    declinedBefore:
      "A equipa não o pôde admitir. Fale com ela no centro, por favor, ou peça de novo daqui a uma semana.",
    tooManyHere: (until) =>
      `Na última hora houve muitos pedidos de adesão a partir da sua rede. Peça um convite ao centro, por favor, ou escreva-me de novo depois de ${until}.`,
    withdrawn: "O seu pedido foi retirado e não guardei nada.",
    title: (count) => (count === 1 ? "1 pedido de adesão" : `${count} pedidos de adesão`),
    none: "Não há pedidos por responder.",
    card: (business) => `${business} pede adesão`,
    from: (person, platform) => `${person}, ${platform}`,
    asMember: "Como novo membro, com que plano?",
    takeIn: (plan) => `Admitir: ${plan}`,
    addTo: "Juntar a um membro",
    toWhich: (business) => [
      `${business}: a que membro?`,
      "Não está na lista? /for NOME e depois /invite dá um código para lhe enviar.",
    ],
    decline: "Recusar",
    back: "Voltar",
    admitted: (person, member) => `${person} já tem acesso, por ${member}. Foi avisado.`,
    declined: (business) => `${business}: recusado. Foi avisado.`,
    nameTaken: (member) => `Já há um membro chamado ${member}.`,
    add: (member) => `Juntar a ${member}`,
    welcome: (member) => `Já tem acesso. Pode reservar para ${member}.`,
    sorry: (centre) => `${centre}: desta vez não o pudemos admitir. Fale, por favor, com a equipa no centro.`,
    waiting: (count) =>
      count === 1
        ? "1 pedido de adesão por responder: /requests"
        : `${count} pedidos de adesão por responder: /requests`,
    kind: { request: "pedido de adesão", admitted: "boas-vindas", declined: "resposta a um pedido" },
    commands: { request: "Ainda não é membro? Peça adesão", requests: "Equipa: quem pede adesão ou uma reserva" },
  },
  "zh-Hant": {
    how: ["你間舖叫咩名？例如寫：申請 金記海味", "我會問中心職員。"],
    asked: (business) => [
      `多謝。我已經問咗中心職員收唔收${business}，有答覆就喺呢度話你知。`,
      "名寫錯？再寫一次：申請 名。唔想申請喇？/forgetme",
    ],
    declinedBefore: "職員暫時收唔到你。請去中心同佢哋傾，或者一個星期之後再申請。",
    tooManyHere: (until) => `呢個鐘頭內太多人用你嗰個網絡申請。請問中心攞邀請碼，或者${until}之後再申請。`,
    withdrawn: "你嘅申請取消咗，我冇留低任何資料。",
    title: (count) => `${count}個入會申請`,
    none: "冇人等緊答覆。",
    card: (business) => `${business}申請入會`,
    from: (person, platform) => `${person}，${platform}`,
    asMember: "做新會員，用邊個計劃？",
    takeIn: (plan) => `收做會員：${plan}`,
    addTo: "加入現有會員",
    toWhich: (business) => [`${business}：加入邊個會員？`, "唔喺呢度？/for 名，再 /invite，攞個碼傳畀佢。"],
    decline: "唔收",
    back: "返回",
    admitted: (person, member) => `${person}入咗會，代表${member}。已經話咗佢知。`,
    declined: (business) => `冇收${business}。已經話咗佢知。`,
    nameTaken: (member) => `已經有個會員叫${member}。`,
    add: (member) => `加入${member}`,
    welcome: (member) => `入咗會喇，可以幫${member}訂房。`,
    sorry: (centre) => `${centre}今次未能收你做會員，請去中心同職員傾。`,
    waiting: (count) => `有${count}個入會申請未答：/requests`,
    kind: { request: "入會申請", admitted: "歡迎訊息", declined: "申請答覆" },
    commands: { request: "未係會員？申請加入", requests: "職員：邊個申請入會或者等批" },
  },
  "zh-Hans": {
    how: ["您的店叫什么名字？例如写：申请 金记海味", "我会询问中心员工。"],
    asked: (business) => [
      `谢谢。我已经问了中心员工能否接收${business}，有答复就在这里告诉您。`,
      "名字写错了？再写一次：申请 名字。不想申请了？/forgetme",
    ],
    declinedBefore: "员工暂时无法接收您。请到中心与他们联系，或一周后再申请。",
    tooManyHere: (until) => `这一小时内从您的网络提出的申请太多了。请向中心索取邀请码，或在${until}之后再申请。`,
    withdrawn: "您的申请已取消，我没有保留任何资料。",
    title: (count) => `${count}个入会申请`,
    none: "没有人在等待答复。",
    card: (business) => `${business}申请入会`,
    from: (person, platform) => `${person}，${platform}`,
    asMember: "作为新会员，用哪个套餐？",
    takeIn: (plan) => `接收：${plan}`,
    addTo: "加入现有会员",
    toWhich: (business) => [`${business}：加入哪位会员？`, "不在列表里？/for 名字，再 /invite，把码发给对方。"],
    decline: "不接收",
    back: "返回",
    admitted: (person, member) => `${person}已入会，代表${member}。已通知对方。`,
    declined: (business) => `未接收${business}。已通知对方。`,
    nameTaken: (member) => `已经有会员叫${member}。`,
    add: (member) => `加入${member}`,
    welcome: (member) => `您已入会，可以为${member}预订了。`,
    sorry: (centre) => `${centre}这次未能接收您，请到中心与员工联系。`,
    waiting: (count) => `有${count}个入会申请待答复：/requests`,
    kind: { request: "入会申请", admitted: "欢迎消息", declined: "申请答复" },
    commands: { request: "还不是会员？申请加入", requests: "员工：谁申请入会或等待同意" },
  },
}
