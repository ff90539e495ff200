import type { Language } from "../../language.js"
import { plurals } from "./plural.js"

/** Campaign days given out by lot: wishing, what came of it, and what staff see. */
export type BallotWords = {
  /** Why something cannot be booked; `until` is null once the deadline has passed. */
  inBallot: (name: string, until: string | null) => string
  /** On buttons. */
  enter: string
  wishThis: string
  add: string
  up: (place: number) => string
  remove: (place: number) => string
  fair: string
  title: (name: string) => string
  covers: (when: string) => string
  rule: (wishes: number, wins: number, until: string) => string
  /** The deadline has passed. */
  soon: string
  how: readonly string[]
  none: string
  mine: string
  added: (places: string) => string
  removed: string
  full: (most: number) => string
  outside: (when: string) => string
  over: string
  unread: (parts: string) => string
  noneOpen: string
  /** How lots are drawn; under `seed` stands the SHA-256 of it; what comes after the draw. */
  drawing: { how: string; seed: string; later: string }
  /** What is published comes as a file. */
  published: string
  notDrawnYet: string

  /** What members are told. */
  opened: (name: string) => string
  off: (name: string) => string
  drawn: (name: string) => string
  won: (what: string) => string
  lost: (what: string, why: string) => string
  why: Record<"waiting" | "overlaps" | "left" | "had" | "plan" | "gone" | "taken", string>
  nothing: string
  inLine: string
  leftOut: string

  staffHow: readonly string[]
  ask: (name: string) => string
  openAndTell: string
  openQuietly: string
  wishesEach: (count: number) => string
  winsEach: (count: number) => string
  isOpen: (told: number) => string
  already: string
  /** `until`: it was not said until when members wish. */
  bad: Record<"begun" | "deadline" | "numbers" | "hours" | "until", string>
  state: (members: number, wishes: number, until: string) => string
  draw: string
  callOff: string
  callOffAsk: (name: string, members: number) => string
  callOffYes: string
  keep: string
  calledOff: (members: number) => string
  wasDrawn: (members: number, wins: number, waiting: number) => string
  nobodyWished: string
  tooEarly: (until: string) => string
  wasOver: string
  digest: (name: string, members: number, wishes: number, until: string) => string
  kind: { ballot: string }
  command: string
}

const counted = { en: plurals("en-GB"), pt: plurals("pt-PT") }
const en = {
  member: (count: number) => counted.en(count, { one: "member", other: "members" }),
  wish: (count: number) => counted.en(count, { one: "wish", other: "wishes" }),
}
const pt = {
  member: (count: number) => counted.pt(count, { one: "membro", other: "membros" }),
  wish: (count: number) => counted.pt(count, { one: "preferência", other: "preferências" }),
}

export const ballot: Record<Language, BallotWords> = {
  en: {
    inBallot: (name, until) =>
      until === null
        ? `${name} is given out by ballot, which is about to be drawn. After that you can book what is left.`
        : `${name} is given out by ballot: everybody can wish until ${until}, then lots are drawn.`,
    enter: "Enter wishes",
    wishThis: "Wish for this",
    add: "Add a wish",
    up: (place) => `Move ${place} up`,
    remove: (place) => `Remove ${place}`,
    fair: "How it's drawn",
    title: (name) => `Ballot: ${name}`,
    covers: (when) => `Given out: ${when}`,
    rule: (wishes, wins, until) =>
      `Up to ${en.wish(wishes)}, the best first; ${wins === 1 ? "one" : `up to ${wins}`} can come true. Until ${until}.`,
    soon: "The deadline has passed. It's about to be drawn; I'll write to you.",
    how: [
      "Just write what you'd like, the best first. For example:",
      "8-10pm studio 21, second choice medium room 7-9pm",
    ],
    none: "You haven't wished for anything yet.",
    mine: "Your wishes, the best first:",
    added: (places) => `Noted: number ${places} on your list.`,
    removed: "Taken back.",
    full: (most) => `Your list is full: ${en.wish(most)}. Remove one first.`,
    outside: (when) => `The ballot gives out ${when}; a wish has to lie within that.`,
    over: "The deadline has passed: the wishes stay as they were.",
    unread: (parts) =>
      `I couldn't make a wish of ${parts}. I need a start, an end and maybe a room: “8-10pm, small room”.`,
    noneOpen: "There is no ballot at the moment.",
    drawing: {
      how: "Every member has the same chance (a plan may give more lots). In the drawn order each gets the best wish that can still be had; then comes the next round.",
      seed: "The seed of the draw was fixed before anybody wished. This is its SHA-256:",
      later:
        "After the draw you get the seed and all lists here, without names, so that anybody can draw again and compare.",
    },
    published: "All that is needed to draw again. Names are left out; your ticket is the one with your wishes.",
    notDrawnYet: "It isn't drawn yet.",
    opened: (name) => `${name} is given out by ballot`,
    off: (name) => `The ballot for ${name} was called off. Those hours can be booked as usual now.`,
    drawn: (name) => `The ballot for ${name} has been drawn`,
    won: (what) => `Booked for you: ${what}`,
    lost: (what, why) => `${what}: ${why}`,
    why: {
      waiting: "not free when it was your turn; you're in line",
      overlaps: "same hours as one you have won",
      left: "not needed, you have won already",
      had: "you had that booked already",
      plan: "more than your plan allows",
      gone: "not possible any more",
      taken: "not free when it was your turn",
    },
    nothing: "None of your wishes came true this time. I'm sorry.",
    inLine: "When something comes free, I'll offer it along the line, in the drawn order.",
    leftOut: "Your membership was paused when it was drawn, so your wishes were left out.",
    staffHow: [
      "To open a ballot, write the day and hours, and until when members may wish:",
      "/ballot 12.12 6pm-midnight until 8 December 6pm",
    ],
    ask: (name) => `Open this ballot? ${name}`,
    openAndTell: "Open, tell everyone",
    openQuietly: "Open quietly",
    wishesEach: (count) => `${en.wish(count)} each`,
    winsEach: (count) => `${count} can win`,
    isOpen: (told) =>
      told === 0 ? "The ballot is open. Nobody has been told." : `The ballot is open; ${told} are being told.`,
    already: "There is a ballot for those hours already; it stays as it is.",
    bad: {
      begun: "Those hours have begun already.",
      deadline: "The deadline has to be in the future, and before the first of those hours.",
      numbers: "Between 1 and 10 wishes each, and no more wins than wishes.",
      hours: "I couldn't make out the hours.",
      until: "Until when may members wish? Write it behind “until”.",
    },
    state: (members, wishes, until) => `${en.member(members)}, ${en.wish(wishes)} so far; until ${until}.`,
    draw: "Draw now",
    callOff: "Call it off",
    callOffAsk: (name, members) =>
      `Call off the ballot for ${name}? The wishes of ${en.member(members)} are deleted, and they are told.`,
    callOffYes: "Yes, call it off",
    keep: "Keep it",
    calledOff: (members) => `Called off. ${en.member(members)} had wished.`,
    wasDrawn: (members, wins, waiting) =>
      `Drawn: ${en.member(members)}, ${counted.en(wins, { one: "session", other: "sessions" })} booked, ${waiting} in line.`,
    nobodyWished: "Drawn: nobody had wished for anything. It can all be booked as usual.",
    tooEarly: (until) => `Members may still wish until ${until}. It's drawn then.`,
    wasOver: "That ballot is over.",
    digest: (name, members, wishes, until) =>
      `Ballot ${name}: ${en.member(members)}, ${en.wish(wishes)}; until ${until}`,
    kind: { ballot: "ballot" },
    command: "Wish for a campaign day",
  },
  pt: {
    inBallot: (name, until) =>
      until === null
        ? `${name} é atribuído por sorteio, que está mesmo a ser feito. Depois pode reservar o que sobrar.`
        : `${name} é atribuído por sorteio: todos podem indicar preferências até ${until}; depois tiram-se as sortes.`,
    enter: "Indicar preferências",
    wishThis: "Indicar esta",
    add: "Juntar preferência",
    up: (place) => `Subir a ${place}`,
    remove: (place) => `Tirar a ${place}`,
    fair: "Como é o sorteio",
    title: (name) => `Sorteio: ${name}`,
    covers: (when) => `É atribuído: ${when}`,
    rule: (wishes, wins, until) =>
      `Até ${pt.wish(wishes)}, a melhor primeiro; ${wins === 1 ? "pode ganhar uma" : `pode ganhar até ${wins}`}. Até ${until}.`,
    soon: "O prazo acabou. O sorteio está mesmo a ser feito; eu escrevo-lhe.",
    how: [
      "Escreva o que gostaria, o melhor primeiro. Por exemplo:",
      "das 20h às 22h estúdio 21, segunda escolha sala média das 19h às 21h",
    ],
    none: "Ainda não indicou nada.",
    mine: "As suas preferências, a melhor primeiro:",
    added: (places) => `Anotado: n.º ${places} na sua lista.`,
    removed: "Retirada.",
    full: (most) => `A sua lista está cheia: ${pt.wish(most)}. Tire primeiro uma.`,
    outside: (when) => `O sorteio atribui ${when}; a preferência tem de caber aí.`,
    over: "O prazo acabou: as preferências ficam como estavam.",
    unread: (parts) =>
      `Não percebi a preferência ${parts}. Preciso do início, do fim e talvez da sala: «das 20h às 22h, sala pequena».`,
    noneOpen: "De momento não há nenhum sorteio.",
    drawing: {
      how: "Todos os membros têm a mesma hipótese (um plano pode dar mais bilhetes). Pela ordem sorteada, cada um recebe a melhor preferência ainda possível; depois vem a ronda seguinte.",
      seed: "A semente do sorteio foi fixada antes de alguém indicar preferências. Este é o seu SHA-256:",
      later:
        "Depois do sorteio recebe aqui a semente e todas as listas, sem nomes, para que qualquer pessoa possa repetir o sorteio e comparar.",
    },
    published:
      "Tudo o que é preciso para repetir o sorteio. Não há nomes; o seu bilhete é o que tem as suas preferências.",
    notDrawnYet: "Ainda não foi sorteado.",
    opened: (name) => `${name} é atribuído por sorteio`,
    off: (name) => `O sorteio de ${name} foi anulado. Essas horas já se podem reservar como sempre.`,
    drawn: (name) => `O sorteio de ${name} está feito`,
    won: (what) => `Reservado para si: ${what}`,
    lost: (what, why) => `${what}: ${why}`,
    why: {
      waiting: "não estava livre na sua vez; está na fila",
      overlaps: "às mesmas horas de uma que ganhou",
      left: "não foi precisa, já ganhou",
      had: "já tinha isso reservado",
      plan: "mais do que o seu plano permite",
      gone: "já não é possível",
      taken: "não estava livre na sua vez",
    },
    nothing: "Desta vez não saiu nenhuma das suas preferências. Lamento.",
    inLine: "Quando houver vaga, ofereço-a pela fila, na ordem do sorteio.",
    leftOut: "A sua adesão estava suspensa na altura do sorteio; as suas preferências ficaram de fora.",
    staffHow: [
      "Para abrir um sorteio, escreva o dia e as horas, e até quando os membros podem indicar preferências:",
      "/ballot 12.12 das 18h às 24h até 8 de dezembro às 18h",
    ],
    ask: (name) => `Abrir este sorteio? ${name}`,
    openAndTell: "Abrir e avisar todos",
    openQuietly: "Abrir sem avisar",
    wishesEach: (count) => `${pt.wish(count)} cada`,
    winsEach: (count) => `até ${count} ganha${count === 1 ? "" : "s"}`,
    isOpen: (told) =>
      told === 0 ? "O sorteio está aberto. Ninguém foi avisado." : `O sorteio está aberto; estou a avisar ${told}.`,
    already: "Já há um sorteio para essas horas; fica como está.",
    bad: {
      begun: "Essas horas já começaram.",
      deadline: "O prazo tem de ser no futuro e antes da primeira dessas horas.",
      numbers: "Entre 1 e 10 preferências cada, e não mais ganhas do que preferências.",
      hours: "Não percebi as horas.",
      until: "Até quando podem os membros indicar preferências? Escreva-o a seguir a «até».",
    },
    state: (members, wishes, until) => `${pt.member(members)}, ${pt.wish(wishes)} até agora; até ${until}.`,
    draw: "Sortear agora",
    callOff: "Anular",
    callOffAsk: (name, members) =>
      `Anular o sorteio de ${name}? As preferências de ${pt.member(members)} são apagadas e eles são avisados.`,
    callOffYes: "Sim, anular",
    keep: "Manter",
    calledOff: (members) => `Anulado. ${pt.member(members)} tinham indicado preferências.`,
    wasDrawn: (members, wins, waiting) =>
      `Sorteado: ${pt.member(members)}, ${counted.pt(wins, { one: "sessão reservada", other: "sessões reservadas" })}, ${waiting} na fila.`,
    nobodyWished: "Sorteado: ninguém tinha indicado nada. Pode reservar-se tudo como sempre.",
    tooEarly: (until) => `Os membros ainda podem indicar preferências até ${until}. Depois faz-se o sorteio.`,
    wasOver: "Esse sorteio já acabou.",
    digest: (name, members, wishes, until) =>
      `Sorteio ${name}: ${pt.member(members)}, ${pt.wish(wishes)}; até ${until}`,
    kind: { ballot: "sorteio" },
    command: "Preferências para um dia de campanha",
  },
  "zh-Hant": {
    inBallot: (name, until) =>
      until === null
        ? `${name}用抽籤分，就快抽。抽完之後剩低嘅照常訂。`
        : `${name}用抽籤分：${until}前大家填志願，之後抽籤。`,
    enter: "填志願",
    wishThis: "用呢個做志願",
    add: "加一個志願",
    up: (place) => `第${place}個推前`,
    remove: (place) => `刪第${place}個`,
    fair: "點樣抽",
    title: (name) => `抽籤：${name}`,
    covers: (when) => `抽呢段時間：${when}`,
    rule: (wishes, wins, until) => `最多填${wishes}個志願，最想要嘅排先；最多中${wins}個。${until}截止。`,
    soon: "截止喇，就快抽籤，有結果話你知。",
    how: ["直接寫你想要嘅，最想要嘅寫先。例如：", "八點到十點21號房，第二志願中房七點到九點"],
    none: "你未填志願。",
    mine: "你嘅志願，最想要嘅排先：",
    added: (places) => `記低咗：志願${places}。`,
    removed: "刪咗喇。",
    full: (most) => `你已經填滿${most}個志願，要刪一個先。`,
    outside: (when) => `今次抽嘅係${when}，志願要喺呢段時間入面。`,
    over: "截止咗喇，志願改唔到。",
    unread: (parts) => `${parts}我睇唔明。要有開始、結束，最好講埋咩房，例如「八點到十點細房」。`,
    noneOpen: "而家冇抽籤。",
    drawing: {
      how: "每個會員機會一樣（有啲計劃會多幾支籤）。按抽到嘅次序，每個人攞到仲有得攞嘅最高志願，跟住下一輪。",
      seed: "抽籤用嘅種子喺大家填志願之前已經定咗，佢嘅 SHA-256 係：",
      later: "抽完之後，喺呢度攞到種子同所有名單（冇名），邊個都可以自己再抽一次對返。",
    },
    published: "再抽一次要用嘅全部資料。冇寫名，志願同你一樣嗰張就係你張籤。",
    notDrawnYet: "未抽。",
    opened: (name) => `${name}用抽籤分`,
    off: (name) => `${name}嘅抽籤取消咗，嗰啲時間而家照常訂得。`,
    drawn: (name) => `${name}抽咗籤喇`,
    won: (what) => `幫你訂咗：${what}`,
    lost: (what, why) => `${what}：${why}`,
    why: {
      waiting: "輪到你時冇位，幫你排緊隊",
      overlaps: "同你中咗嗰個撞時間",
      left: "唔使用到，你已經中咗",
      had: "你本身已經訂咗",
      plan: "超過你計劃嘅額度",
      gone: "而家做唔到",
      taken: "輪到你時冇位",
    },
    nothing: "唔好意思，今次一個志願都冇中。",
    inLine: "一有位就按抽籤嘅次序，逐個問。",
    leftOut: "抽籤嗰陣你嘅會籍停咗，所以冇計你嘅志願。",
    staffHow: ["開抽籤就寫邊日、幾點到幾點，同埋幾時截止：", "/ballot 12.12 夜晚六點到十二點 截止 12月8日晚上六點"],
    ask: (name) => `開呢個抽籤？${name}`,
    openAndTell: "開，通知所有人",
    openQuietly: "開，唔通知",
    wishesEach: (count) => `每個填${count}個`,
    winsEach: (count) => `最多中${count}個`,
    isOpen: (told) => (told === 0 ? "抽籤開咗，冇通知任何人。" : `抽籤開咗，而家通知${told}個人。`),
    already: "嗰段時間已經有抽籤，冇改到佢。",
    bad: {
      begun: "嗰段時間已經開始咗。",
      deadline: "截止時間要喺將來，而且要喺嗰段時間之前。",
      numbers: "每個最多填1到10個志願，中嘅唔可以多過填嘅。",
      hours: "我睇唔明係幾點到幾點。",
      until: "會員填到幾時？喺「截止」後面寫時間。",
    },
    state: (members, wishes, until) => `而家有${members}個會員、${wishes}個志願；${until}截止。`,
    draw: "而家抽",
    callOff: "取消抽籤",
    callOffAsk: (name, members) => `取消${name}嘅抽籤？${members}個會員嘅志願會刪走，亦會話佢哋知。`,
    callOffYes: "係，取消",
    keep: "保留",
    calledOff: (members) => `取消咗。有${members}個會員填過志願。`,
    wasDrawn: (members, wins, waiting) => `抽完：${members}個會員，訂咗${wins}場，${waiting}個排緊隊。`,
    nobodyWished: "抽完：冇人填志願，全部照常訂得。",
    tooEarly: (until) => `會員仲可以填到${until}，到時先抽。`,
    wasOver: "嗰個抽籤完咗。",
    digest: (name, members, wishes, until) => `抽籤${name}：${members}個會員、${wishes}個志願；${until}截止`,
    kind: { ballot: "抽籤" },
    command: "大日子抽籤填志願",
  },
  "zh-Hans": {
    inBallot: (name, until) =>
      until === null
        ? `${name}以抽签分配，马上就抽。抽完后剩下的可照常预订。`
        : `${name}以抽签分配：${until}前大家填志愿，之后抽签。`,
    enter: "填志愿",
    wishThis: "把这个作为志愿",
    add: "加一个志愿",
    up: (place) => `第${place}个上移`,
    remove: (place) => `删除第${place}个`,
    fair: "怎么抽",
    title: (name) => `抽签：${name}`,
    covers: (when) => `分配的时间：${when}`,
    rule: (wishes, wins, until) => `最多填${wishes}个志愿，最想要的排前面；最多中${wins}个。${until}截止。`,
    soon: "已截止，马上抽签，有结果就告诉您。",
    how: ["直接写您想要的，最想要的写前面。例如：", "八点到十点21号房，第二志愿中房七点到九点"],
    none: "您还没有填志愿。",
    mine: "您的志愿，最想要的排前面：",
    added: (places) => `已记下：志愿${places}。`,
    removed: "已删除。",
    full: (most) => `您已填满${most}个志愿，请先删除一个。`,
    outside: (when) => `这次抽签分配的是${when}，志愿要在这段时间内。`,
    over: "已截止，志愿不能再改。",
    unread: (parts) => `${parts}没看懂。请写开始和结束时间，最好加上房间，例如“八点到十点小房”。`,
    noneOpen: "目前没有抽签。",
    drawing: {
      how: "每位会员机会相同（有的套餐会多几支签）。按抽到的次序，每人得到仍可得到的最高志愿，然后下一轮。",
      seed: "抽签用的种子在大家填志愿之前就已确定，它的 SHA-256 是：",
      later: "抽完后可在这里拿到种子和全部名单（不含名字），谁都可以自己再抽一次核对。",
    },
    published: "再抽一次所需的全部资料。不含名字，志愿和您一样的那张就是您的签。",
    notDrawnYet: "还没有抽。",
    opened: (name) => `${name}以抽签分配`,
    off: (name) => `${name}的抽签已取消，那些时间现在可照常预订。`,
    drawn: (name) => `${name}已经抽签`,
    won: (what) => `已为您订好：${what}`,
    lost: (what, why) => `${what}：${why}`,
    why: {
      waiting: "轮到您时没有空位，正在为您排队",
      overlaps: "与您抽中的时间重叠",
      left: "没有用到，您已抽中",
      had: "您本来就已订好",
      plan: "超出您套餐的额度",
      gone: "已经不可行",
      taken: "轮到您时没有空位",
    },
    nothing: "抱歉，这次您的志愿都没有抽中。",
    inLine: "一有空位，就按抽签的次序依次询问。",
    leftOut: "抽签时您的会籍已暂停，所以没有计入您的志愿。",
    staffHow: ["要开抽签，请写哪天、几点到几点，以及截止时间：", "/ballot 12.12 晚上六点到十二点 截止 12月8日晚上六点"],
    ask: (name) => `开这个抽签吗？${name}`,
    openAndTell: "开始并通知所有人",
    openQuietly: "开始，不通知",
    wishesEach: (count) => `每人填${count}个`,
    winsEach: (count) => `最多中${count}个`,
    isOpen: (told) => (told === 0 ? "抽签已开始，没有通知任何人。" : `抽签已开始，正在通知${told}人。`),
    already: "那段时间已有抽签，保持不变。",
    bad: {
      begun: "那段时间已经开始了。",
      deadline: "截止时间必须在将来，并且在那段时间之前。",
      numbers: "每人填1到10个志愿，中的不能多于填的。",
      hours: "没看懂是几点到几点。",
      until: "会员填到什么时候？请在“截止”后面写时间。",
    },
    state: (members, wishes, until) => `目前${members}位会员、${wishes}个志愿；${until}截止。`,
    draw: "现在抽",
    callOff: "取消抽签",
    callOffAsk: (name, members) => `取消${name}的抽签吗？${members}位会员的志愿会被删除，也会通知他们。`,
    callOffYes: "是，取消",
    keep: "保留",
    calledOff: (members) => `已取消。有${members}位会员填过志愿。`,
    wasDrawn: (members, wins, waiting) => `抽签完成：${members}位会员，订了${wins}场，${waiting}个在排队。`,
    nobodyWished: "抽签完成：没有人填志愿，全部可照常预订。",
    tooEarly: (until) => `会员可填到${until}，到时再抽。`,
    wasOver: "那个抽签已结束。",
    digest: (name, members, wishes, until) => `抽签${name}：${members}位会员、${wishes}个志愿；${until}截止`,
    kind: { ballot: "抽签" },
    command: "大促日抽签填志愿",
  },
}
