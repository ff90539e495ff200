import type { Language } from "../../language.js"
import type { YesFor } from "../../outcome.js"
import type { DenyReason } from "../../reminders.js"

/** What needs the staff's yes: asking for it, answering, and what is said of it. */
export type RequestWords = {
  /** What the staff look at, within a sentence. */
  for: Record<YesFor, string>
  /** On the card before it is asked for. */
  ask: string
  needs: (reasons: string) => string
  /** The same to the staff. */
  needsYours: (reasons: string) => string
  until: (moment: string) => string
  send: string
  /** Once it is asked for. */
  sent: string
  kept: (moment: string) => string
  /** Of a series that was booked, some wait. */
  some: (count: number) => string
  /** Where a booking is shown; where there is little room. */
  pending: string
  short: string
  /** What staff see. */
  card: (member: string) => string
  from: (person: string) => string
  costs: (hours: string) => string
  approve: string
  approveAll: (count: number) => string
  denyAll: (count: number) => string
  deny: string
  why: string
  ownWords: string
  reason: Record<DenyReason, string>
  noReason: string
  changed: string
  approved: (by: string | null) => string
  declined: (by: string | null, reason: string | null) => string
  lapsed: string
  withdrawn: string
  unneeded: string
  unanswered: (member: string) => string
  /** Over those that wait; in the digest. */
  title: (count: number) => string
  waiting: (count: number) => string
  nothingAtHand: string
  /** What whoever asked is told. */
  yes: string
  no: string
  because: (reason: string) => string
  reasonTo: Record<DenyReason, string>
  noAnswer: string
  reopened: string
  back: (hours: string) => string
  /** A change that needs a yes. */
  askChange: string
  changeAsked: readonly string[]
  wanted: (member: string) => string
  now: (slot: string) => string
  wish: (slot: string) => string
  showChange: string
  cannot: string
  cannotSaid: string
  unchanged: string
  refused: { needs_yes: (reasons: string) => string; too_soon: (time: string) => string; unanswered: string }
  undone: Record<"approve" | "decline", string>
  kind: Record<"asked" | "asked-edit" | "answered" | "unanswered" | "wanted" | "unchanged", string>
}

const by = (who: string | null, staff: string): string => who ?? staff

export const requests: Record<Language, RequestWords> = {
  en: {
    for: { room: "this room", length: "a session this long", hosts: "this many hosts", date: "this day" },
    ask: "Shall I ask the staff for this?",
    needs: (reasons) => `The staff must agree first: ${reasons}.`,
    needsYours: (reasons) => `Needs your yes: ${reasons}`,
    until: (moment) => `They answer by ${moment}; otherwise it lapses and the hours come back.`,
    send: "Ask the staff",
    sent: "Asked. The place is kept for you.",
    kept: (moment) => `I'll write to you when the staff answer, by ${moment} at the latest.`,
    some: (count) =>
      count === 1 ? "1 of them waits for the staff's yes." : `${count} of them wait for the staff's yes.`,
    pending: "Waiting for the staff's yes",
    short: "awaits a yes",
    card: (member) => `${member} asks for this`,
    from: (person) => `Asked by ${person}`,
    costs: (hours) => `Uses ${hours} of their plan`,
    approve: "Approve",
    approveAll: (count) => `Approve all ${count}`,
    denyAll: (count) => `Decline all ${count}…`,
    deny: "Decline…",
    why: "Decline: what shall I tell them?",
    ownWords: "In your own words: /decline REASON",
    reason: { needed: "We need it then", shorter: "Shorter, please", talk: "Talk to us first" },
    noReason: "No reason",
    changed: "It has changed since. This is how it is now:",
    approved: (who) => `Approved by ${by(who, "the staff")}`,
    declined: (who, reason) => `Declined by ${by(who, "the staff")}${reason ? `: ${reason}` : ""}`,
    lapsed: "Lapsed: nobody answered in time",
    withdrawn: "Taken back by whoever asked",
    unneeded: "Changed: it needs no yes any more",
    unanswered: (member) => `Nobody answered ${member} in time, so the request has lapsed.`,
    title: (count) => (count === 1 ? "1 booking waits for your yes" : `${count} bookings wait for your yes`),
    waiting: (count) =>
      count === 1 ? "1 booking waits for your yes: /requests" : `${count} bookings wait for your yes: /requests`,
    nothingAtHand: "Which request? Open it first: /requests",
    yes: "The staff said yes: it's booked.",
    no: "The staff said no this time.",
    because: (reason) => `Reason: ${reason}`,
    reasonTo: {
      needed: "the centre needs it then.",
      shorter: "please ask for a shorter session.",
      talk: "please talk to the staff first.",
    },
    noAnswer: "Nobody answered in time, so your request has lapsed.",
    reopened: "The staff are looking at your request once more.",
    back: (hours) => `Your ${hours} are back.`,
    askChange: "Ask the staff",
    changeAsked: ["I've asked the staff. Your booking stays as it is until they change it; then I'll tell you."],
    wanted: (member) => `${member} asks to change a booking`,
    now: (slot) => `Now: ${slot}`,
    wish: (slot) => `Wish: ${slot}`,
    showChange: "Show the change",
    cannot: "Not possible",
    cannotSaid: "They have been told that it isn't possible.",
    unchanged: "The staff can't agree to that change. Your booking stays as it is.",
    refused: {
      needs_yes: (reasons) => `The staff must agree to that: ${reasons}. Your booking stays as it is.`,
      too_soon: (time) =>
        `That needs the staff's yes, and must be asked for ${time} ahead. The staff can still book it for you.`,
      unanswered: "The staff haven't answered that request yet.",
    },
    undone: { approve: "Undone: it waits for an answer again.", decline: "Undone: it waits for an answer again." },
    kind: {
      asked: "request for a booking",
      "asked-edit": "request for a booking",
      answered: "answer to a request",
      unanswered: "request that lapsed",
      wanted: "request for a change",
      unchanged: "answer to a request",
    },
  },
  pt: {
    for: { room: "este estúdio", length: "uma sessão tão longa", hosts: "tantos apresentadores", date: "este dia" },
    ask: "Peço isto à equipa?",
    needs: (reasons) => `A equipa tem de concordar primeiro: ${reasons}.`,
    needsYours: (reasons) => `Precisa do vosso sim: ${reasons}`,
    until: (moment) => `Respondem até ${moment}; se não, o pedido caduca e as horas voltam.`,
    send: "Pedir à equipa",
    sent: "Pedido feito. O lugar fica guardado para si.",
    kept: (moment) => `Escrevo-lhe quando a equipa responder, o mais tardar ${moment}.`,
    some: (count) =>
      count === 1 ? "1 delas espera pelo sim da equipa." : `${count} delas esperam pelo sim da equipa.`,
    pending: "À espera do sim da equipa",
    short: "espera um sim",
    card: (member) => `${member} pede isto`,
    from: (person) => `Pedido por ${person}`,
    costs: (hours) => `Gasta ${hours} do plano`,
    approve: "Aprovar",
    approveAll: (count) => `Aprovar as ${count}`,
    denyAll: (count) => `Recusar as ${count}…`,
    deny: "Recusar…",
    why: "Recusar: o que lhes digo?",
    ownWords: "Por palavras suas: /decline MOTIVO",
    reason: { needed: "Precisamos dele", shorter: "Mais curto, por favor", talk: "Falem connosco antes" },
    noReason: "Sem motivo",
    changed: "Entretanto mudou. Agora está assim:",
    approved: (who) => `Aprovado por ${by(who, "alguém da equipa")}`,
    declined: (who, reason) => `Recusado por ${by(who, "alguém da equipa")}${reason ? `: ${reason}` : ""}`,
    lapsed: "Caducou: ninguém respondeu a tempo",
    withdrawn: "Retirado por quem pediu",
    unneeded: "Alterado: já não precisa de um sim",
    unanswered: (member) => `Ninguém respondeu a tempo a ${member}; o pedido caducou.`,
    title: (count) => (count === 1 ? "1 reserva espera pelo vosso sim" : `${count} reservas esperam pelo vosso sim`),
    waiting: (count) =>
      count === 1
        ? "1 reserva espera pelo vosso sim: /requests"
        : `${count} reservas esperam pelo vosso sim: /requests`,
    nothingAtHand: "Que pedido? Abra-o primeiro: /requests",
    yes: "A equipa disse que sim: está reservado.",
    no: "Desta vez a equipa disse que não.",
    because: (reason) => `Motivo: ${reason}`,
    reasonTo: {
      needed: "o centro precisa dele nessa altura.",
      shorter: "peça, por favor, uma sessão mais curta.",
      talk: "fale primeiro com a equipa, por favor.",
    },
    noAnswer: "Ninguém respondeu a tempo; o seu pedido caducou.",
    reopened: "A equipa está a ver o seu pedido outra vez.",
    back: (hours) => `Recuperou ${hours}.`,
    askChange: "Pedir à equipa",
    changeAsked: ["Pedi à equipa. A sua reserva fica como está até a alterarem; nessa altura aviso-o."],
    wanted: (member) => `${member} pede para alterar uma reserva`,
    now: (slot) => `Agora: ${slot}`,
    wish: (slot) => `Pedido: ${slot}`,
    showChange: "Ver a alteração",
    cannot: "Não é possível",
    cannotSaid: "Foram avisados de que não é possível.",
    unchanged: "A equipa não pode aceitar essa alteração. A sua reserva fica como está.",
    refused: {
      needs_yes: (reasons) => `A equipa tem de concordar com isso: ${reasons}. A sua reserva fica como está.`,
      too_soon: (time) =>
        `Isso precisa do sim da equipa e tem de ser pedido com ${time} de antecedência. A equipa ainda o pode reservar por si.`,
      unanswered: "A equipa ainda não respondeu a esse pedido.",
    },
    undone: {
      approve: "Desfeito: volta a esperar por uma resposta.",
      decline: "Desfeito: volta a esperar por uma resposta.",
    },
    kind: {
      asked: "pedido de reserva",
      "asked-edit": "pedido de reserva",
      answered: "resposta a um pedido",
      unanswered: "pedido que caducou",
      wanted: "pedido de alteração",
      unchanged: "resposta a um pedido",
    },
  },
  "zh-Hant": {
    for: { room: "呢間房", length: "咁長嘅時段", hosts: "咁多位主播", date: "呢一日" },
    ask: "要唔要幫你問職員？",
    needs: (reasons) => `要職員先批准：${reasons}。`,
    needsYours: (reasons) => `要你哋批：${reasons}`,
    until: (moment) => `最遲${moment}答覆；冇答覆就作廢，時數會還返。`,
    send: "問職員",
    sent: "問咗喇，個位幫你留住。",
    kept: (moment) => `職員一答覆我就話你知，最遲${moment}。`,
    some: (count) => `其中${count}場等緊職員批准。`,
    pending: "等緊職員批准",
    short: "等批",
    card: (member) => `${member}想訂呢場`,
    from: (person) => `${person}問嘅`,
    costs: (hours) => `用佢哋計劃${hours}`,
    approve: "批准",
    approveAll: (count) => `${count}場全部批准`,
    denyAll: (count) => `${count}場全部唔批…`,
    deny: "唔批…",
    why: "唔批：點同佢哋講好？",
    ownWords: "用自己嘅話講：/decline 原因",
    reason: { needed: "嗰陣我哋要用", shorter: "請訂短啲", talk: "請先同我哋傾" },
    noReason: "唔講原因",
    changed: "之後改過，而家係咁：",
    approved: (who) => `${by(who, "職員")}批准咗`,
    declined: (who, reason) => `${by(who, "職員")}冇批${reason ? `：${reason}` : ""}`,
    lapsed: "作廢：冇人及時答覆",
    withdrawn: "問嗰位取消咗",
    unneeded: "改咗，唔使再批",
    unanswered: (member) => `冇人及時答覆${member}，個申請作廢咗。`,
    title: (count) => `${count}場等你哋批`,
    waiting: (count) => `有${count}場等你哋批：/requests`,
    nothingAtHand: "邊個申請？請先打開佢：/requests",
    yes: "職員批准咗，訂好喇。",
    no: "職員今次冇批。",
    because: (reason) => `原因：${reason}`,
    reasonTo: { needed: "嗰陣中心要用。", shorter: "請訂短啲。", talk: "請先同職員傾。" },
    noAnswer: "冇人及時答覆，你嘅申請作廢咗。",
    reopened: "職員再睇緊你嘅申請。",
    back: (hours) => `${hours}已經還返畀你。`,
    askChange: "問職員",
    changeAsked: ["問咗職員喇。佢哋改之前，你嘅預約照舊；改咗我就話你知。"],
    wanted: (member) => `${member}想改預約`,
    now: (slot) => `而家：${slot}`,
    wish: (slot) => `想要：${slot}`,
    showChange: "睇下點改",
    cannot: "改唔到",
    cannotSaid: "已經話咗佢哋知改唔到。",
    unchanged: "職員批唔到呢個改動，你嘅預約照舊。",
    refused: {
      needs_yes: (reasons) => `咁改要職員批准：${reasons}。你嘅預約照舊。`,
      too_soon: (time) => `呢樣要職員批准，最少要提早${time}問。職員仲可以幫你訂。`,
      unanswered: "職員仲未答覆呢個申請。",
    },
    undone: { approve: "還原咗：等返答覆。", decline: "還原咗：等返答覆。" },
    kind: {
      asked: "預約申請",
      "asked-edit": "預約申請",
      answered: "申請答覆",
      unanswered: "作廢嘅申請",
      wanted: "改期申請",
      unchanged: "申請答覆",
    },
  },
  "zh-Hans": {
    for: { room: "这个直播间", length: "这么长的时段", hosts: "这么多位主播", date: "这一天" },
    ask: "要替您询问员工吗？",
    needs: (reasons) => `需要员工先同意：${reasons}。`,
    needsYours: (reasons) => `需要你们同意：${reasons}`,
    until: (moment) => `最迟${moment}答复；没有答复就作废，时数会退还。`,
    send: "询问员工",
    sent: "已经询问，位置先为您保留。",
    kept: (moment) => `员工一答复我就告诉您，最迟${moment}。`,
    some: (count) => `其中${count}场在等员工同意。`,
    pending: "等待员工同意",
    short: "待同意",
    card: (member) => `${member}想订这一场`,
    from: (person) => `由${person}提出`,
    costs: (hours) => `用掉套餐${hours}`,
    approve: "同意",
    approveAll: (count) => `${count}场全部同意`,
    denyAll: (count) => `${count}场全部拒绝…`,
    deny: "拒绝…",
    why: "拒绝：怎么告诉对方？",
    ownWords: "用自己的话说：/decline 原因",
    reason: { needed: "那时我们要用", shorter: "请订短一些", talk: "请先联系我们" },
    noReason: "不说原因",
    changed: "之后有改动，现在是这样：",
    approved: (who) => `${by(who, "员工")}已同意`,
    declined: (who, reason) => `${by(who, "员工")}已拒绝${reason ? `：${reason}` : ""}`,
    lapsed: "已作废：没有人及时答复",
    withdrawn: "申请人已取消",
    unneeded: "已更改，不再需要同意",
    unanswered: (member) => `没有人及时答复${member}，申请已作废。`,
    title: (count) => `${count}场等你们同意`,
    waiting: (count) => `有${count}场等你们同意：/requests`,
    nothingAtHand: "哪个申请？请先打开它：/requests",
    yes: "员工同意了，已经订好。",
    no: "员工这次没有同意。",
    because: (reason) => `原因：${reason}`,
    reasonTo: { needed: "那时中心要用。", shorter: "请订短一些的时段。", talk: "请先与员工联系。" },
    noAnswer: "没有人及时答复，您的申请已作废。",
    reopened: "员工正在重新考虑您的申请。",
    back: (hours) => `${hours}已退还给您。`,
    askChange: "询问员工",
    changeAsked: ["已经询问员工。他们更改之前，您的预订保持不变；更改后我会告诉您。"],
    wanted: (member) => `${member}想更改预订`,
    now: (slot) => `现在：${slot}`,
    wish: (slot) => `希望：${slot}`,
    showChange: "查看更改",
    cannot: "改不了",
    cannotSaid: "已告诉对方改不了。",
    unchanged: "员工无法同意这项更改，您的预订保持不变。",
    refused: {
      needs_yes: (reasons) => `这样更改需要员工同意：${reasons}。您的预订保持不变。`,
      too_soon: (time) => `这需要员工同意，至少要提前${time}提出。员工仍可以替您预订。`,
      unanswered: "员工还没有答复这个申请。",
    },
    undone: { approve: "已撤销：重新等待答复。", decline: "已撤销：重新等待答复。" },
    kind: {
      asked: "预订申请",
      "asked-edit": "预订申请",
      answered: "申请答复",
      unanswered: "作废的申请",
      wanted: "更改申请",
      unchanged: "申请答复",
    },
  },
}
