import type { Language } from "../../language.js"

/** Standing in line, and offers. */
export type WaitlistWords = {
  /** On buttons. */
  join: string
  leave: string
  take: string
  pass: string
  /** `place`: 1 is first. */
  joined: (place: number) => string
  /** To staff who act for a merchant, whose own people are written to. */
  joinedFor: (place: number) => string
  place: (place: number) => string
  offeredNow: string
  title: string
  none: string
  how: readonly string[]
  freeNow: string
  tooMany: (most: number) => string
  left: string
  /** Of a button that is old, or another's. */
  gone: string
  /** `slot` is what is free, `until` a time of day. */
  offer: (slot: string) => string
  kept: (until: string) => string
  /** For a session that is to go on, until a time of day: in an offer; and when one joins the line. */
  goesOn: (until: string) => string
  waitsToGoOn: (until: string) => string
  /** Each followed by whether they keep their place. */
  lapsed: string
  passed: string
  keepsPlace: string
  /** `from`: the day it was for. */
  over: (from: string) => string
  anyRoom: string
  hint: string
  /** In the day's digest. */
  inLine: (count: number) => string
  command: string
}

export const waitlist: Record<Language, WaitlistWords> = {
  en: {
    join: "Waitlist",
    leave: "Leave the line",
    take: "Take it",
    pass: "Pass",
    joined: (place) =>
      place === 1
        ? "You're first in line. I'll write as soon as it's free."
        : `You're in line, ${place - 1} before you. I'll write when it's your turn.`,
    joinedFor: (place) =>
      place === 1
        ? "They're first in line. I'll write to them as soon as it's free."
        : `They're in line, ${place - 1} before them. I'll write to them when it's their turn.`,
    place: (place) => (place === 1 ? "first in line" : `${place - 1} before you`),
    offeredNow: "offered to you now",
    title: "Your places in line",
    none: "You're not waiting for anything.",
    freeNow: "That's free, so there's no need to wait.",
    how: ["For when? For example: waitlist for a small room Friday evening, 2 hours"],
    tooMany: (most) => `You have ${most} places in line already. Leave one first.`,
    left: "You're no longer in line for that.",
    gone: "That place in line is gone.",
    offer: (slot) => `It's your turn: ${slot} is free.`,
    kept: (until) => `I'm keeping it for you until ${until}.`,
    goesOn: (until) => `Take it and your session goes on until ${until}.`,
    waitsToGoOn: (until) => `If the time after your session comes free, I'll offer to extend it until ${until}.`,
    lapsed: "That offer is over, and somebody else's turn came.",
    passed: "Passed on.",
    keepsPlace: "You keep your place for other times.",
    over: (from) => `Nothing came free for ${from}, so you're no longer in line for it.`,
    anyRoom: "any room",
    hint: "/waitlist shows your places in line",
    inLine: (count) => (count === 1 ? "1 is waiting for a place" : `${count} are waiting for a place`),
    command: "Your places in line",
  },
  pt: {
    join: "Lista de espera",
    leave: "Sair da fila",
    take: "Aceitar",
    pass: "Passar",
    joined: (place) =>
      place === 1
        ? "É o primeiro da fila. Escrevo assim que houver vaga."
        : `Está na fila, com ${place - 1} à frente. Escrevo quando for a sua vez.`,
    joinedFor: (place) =>
      place === 1
        ? "O comerciante é o primeiro da fila. Escrevo-lhe assim que houver vaga."
        : `O comerciante está na fila, com ${place - 1} à frente. Escrevo-lhe quando for a sua vez.`,
    place: (place) => (place === 1 ? "primeiro da fila" : `${place - 1} à frente`),
    offeredNow: "tem agora uma vaga",
    title: "Os seus lugares na fila",
    none: "Não está à espera de nada.",
    freeNow: "Está livre: não é preciso esperar.",
    how: ["Para quando? Por exemplo: lista de espera, sala pequena, sexta à noite, 2 horas"],
    tooMany: (most) => `Já tem ${most} lugares na fila. Saia primeiro de um.`,
    left: "Já não está nessa fila.",
    gone: "Esse lugar na fila já não existe.",
    offer: (slot) => `É a sua vez: ${slot} está livre.`,
    kept: (until) => `Guardo-lhe a vaga até às ${until}.`,
    goesOn: (until) => `Se aceitar, a sua sessão continua até às ${until}.`,
    waitsToGoOn: (until) => `Se a hora a seguir à sua sessão ficar livre, proponho-lhe prolongá-la até às ${until}.`,
    lapsed: "Essa vaga já passou à pessoa seguinte.",
    passed: "Passei à pessoa seguinte.",
    keepsPlace: "Mantém o seu lugar para outras horas.",
    over: (from) => `Não houve vaga para ${from}; já não está nessa fila.`,
    anyRoom: "qualquer sala",
    hint: "/waitlist mostra os seus lugares na fila",
    inLine: (count) => (count === 1 ? "1 à espera de lugar" : `${count} à espera de lugar`),
    command: "Os seus lugares na fila",
  },
  "zh-Hant": {
    join: "排候補",
    leave: "唔等喇",
    take: "要呢個",
    pass: "唔要",
    joined: (place) =>
      place === 1 ? "你排第一。一有位即刻話你知。" : `幫你排咗隊，前面仲有${place - 1}個。到你就話你知。`,
    joinedFor: (place) =>
      place === 1 ? "商戶排第一。一有位即刻通知佢哋。" : `幫商戶排咗隊，前面仲有${place - 1}個。到佢哋就通知佢哋。`,
    place: (place) => (place === 1 ? "排第一" : `前面仲有${place - 1}個`),
    offeredNow: "而家輪到你",
    title: "你排緊嘅隊",
    none: "你冇排緊隊。",
    freeNow: "嗰段時間有位，唔使等。",
    how: ["想等幾時？例如：星期五夜晚細房兩個鐘，幫我排隊"],
    tooMany: (most) => `你已經排緊${most}條隊，要先唔等其中一條。`,
    left: "唔再幫你等呢個。",
    gone: "呢個候補位已經冇咗。",
    offer: (slot) => `輪到你：${slot}有位。`,
    kept: (until) => `幫你留到${until}。`,
    goesOn: (until) => `要嘅話，你嗰場就加時到${until}。`,
    waitsToGoOn: (until) => `你嗰場之後一有位，就問你加唔加時到${until}。`,
    lapsed: "呢個位已經輪到下一位。",
    passed: "讓咗畀下一位。",
    keepsPlace: "其他時間你仲排緊隊。",
    over: (from) => `${from}一直冇位，唔再幫你等。`,
    anyRoom: "邊間都得",
    hint: "/waitlist 睇你排緊嘅隊",
    inLine: (count) => `${count}個候補等緊`,
    command: "你排緊嘅隊",
  },
  "zh-Hans": {
    join: "排候补",
    leave: "不等了",
    take: "要这个",
    pass: "不要",
    joined: (place) =>
      place === 1 ? "您排第一，一有空位马上告诉您。" : `已为您排队，前面还有${place - 1}位。轮到您就告诉您。`,
    joinedFor: (place) =>
      place === 1 ? "商户排第一，一有空位马上通知他们。" : `已为商户排队，前面还有${place - 1}位。轮到时会通知他们。`,
    place: (place) => (place === 1 ? "排第一" : `前面还有${place - 1}位`),
    offeredNow: "现在轮到您",
    title: "您的候补",
    none: "您没有在排队。",
    freeNow: "这个时间有空，不用等。",
    how: ["想等什么时候？例如：周五晚上小间两小时，帮我候补"],
    tooMany: (most) => `您已有${most}个候补，请先退出一个。`,
    left: "不再为您等这个。",
    gone: "这个候补已经不在了。",
    offer: (slot) => `轮到您了：${slot}有空。`,
    kept: (until) => `为您保留到${until}。`,
    goesOn: (until) => `要的话，您这一场就延长到${until}。`,
    waitsToGoOn: (until) => `您这一场后面一有空，就问您要不要延长到${until}。`,
    lapsed: "这个空位已轮到下一位。",
    passed: "已让给下一位。",
    keepsPlace: "其他时间您仍在排队。",
    over: (from) => `${from}一直没有空位，不再为您等候。`,
    anyRoom: "哪间都行",
    hint: "/waitlist 查看您的候补",
    inLine: (count) => `${count}个候补在等`,
    command: "您的候补",
  },
}
