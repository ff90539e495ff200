import type { Language } from "../../language.js"
import { plurals } from "./plural.js"

/** Checking in, and what becomes of rooms that nobody comes to. */
export type ArrivalWords = {
  checkIn: string
  /** On a button: how late. */
  lateBy: (length: string) => string
  noShow: string
  forgive: string
  done: string
  /** To staff, who checked somebody in. */
  doneFor: (member: string) => string
  already: string
  /** To whoever is on the way and will be there in time. */
  onTheWay: string
  which: string
  opens: (what: string, from: string) => string
  nothingIn: (room: string) => string
  here: (room: string) => string
  /** They are late: how long they are waited for. */
  kept: (until: string) => string
  /** The same, to the staff. */
  keptFor: (until: string) => string
  /** To staff, who were told on the telephone. */
  lateFor: (member: string) => string
  /** It has begun, and they are not here. */
  awaited: string
  by: (until: string) => string
  ends: (at: string) => string
  next: (at: string) => string
  free: string
  missed: string
  missedHours: (length: string) => string
  stillHere: string
  forgiven: string
  backHours: (length: string) => string
  marked: (what: string) => string
  forgave: (what: string, length: string) => string
  /** In reports. */
  count: (count: number) => string
  dayBefore: (count: number) => string
}

const en = plurals("en-GB")
const pt = plurals("pt-PT")

export const arrival: Record<Language, ArrivalWords> = {
  en: {
    checkIn: "Check in",
    lateBy: (length) => `${length} late`,
    noShow: "Nobody came",
    forgive: "Forgive",
    done: "You're checked in. Have a good show.",
    doneFor: (member) => `${member} is checked in.`,
    already: "You've already checked in.",
    onTheWay: "Good, see you soon.",
    which: "Which one are you here for?",
    opens: (what, from) => `${what}: you can check in from ${from}.`,
    nothingIn: (room) => `You have no session in ${room} now.`,
    here: (room) => `${room} now`,
    kept: (until) => `The room is kept for you until ${until}.`,
    keptFor: (until) => `The room is kept for them until ${until}.`,
    lateFor: (member) => `Noted: ${member} is running late.`,
    awaited: "Your session has begun. Are you here?",
    by: (until) => `Please check in by ${until}; after that the room goes to others.`,
    ends: (at) => `Your session ends at ${at}.`,
    next: (at) => `The next one in this room starts at ${at}, so please leave it ready by then.`,
    free: "The room is free afterwards, if you need longer.",
    missed: "Nobody checked in, so the room has been given up.",
    missedHours: (length) => `${length} of your plan were used.`,
    stillHere: "If you're here after all, please speak to the staff: they can let you in while the room is free.",
    forgiven: "The session you missed doesn't count.",
    backHours: (length) => `You have ${length} back.`,
    marked: (what) => `Nobody came: ${what}. The room is free.`,
    forgave: (what, length) => `Forgiven: ${what}. ${length} given back.`,
    count: (count) => `Nobody came: ${en(count, { one: "session", other: "sessions" })}.`,
    dayBefore: (count) => `Nobody came the day before: ${en(count, { one: "session", other: "sessions" })}.`,
  },
  pt: {
    checkIn: "Já cheguei",
    lateBy: (length) => `${length} de atraso`,
    noShow: "Ninguém veio",
    forgive: "Perdoar",
    done: "Chegada registada. Boa emissão.",
    doneFor: (member) => `Chegada de ${member} registada.`,
    already: "A sua chegada já está registada.",
    onTheWay: "Certo, até já.",
    which: "Para qual delas chegou?",
    opens: (what, from) => `${what}: pode registar a chegada a partir das ${from}.`,
    nothingIn: (room) => `Não tem nenhuma sessão em ${room} agora.`,
    here: (room) => `${room} agora`,
    kept: (until) => `A sala fica guardada para si até às ${until}.`,
    keptFor: (until) => `A sala fica-lhes guardada até às ${until}.`,
    lateFor: (member) => `Registado: ${member} vem com atraso.`,
    awaited: "A sua sessão já começou. Já cá está?",
    by: (until) => `Registe a chegada até às ${until}; depois a sala fica livre para outros.`,
    ends: (at) => `A sua sessão acaba às ${at}.`,
    next: (at) => `A seguinte nesta sala começa às ${at}; deixe-a pronta até lá, por favor.`,
    free: "A sala fica livre a seguir, se precisar de mais tempo.",
    missed: "Ninguém registou a chegada, por isso a sala foi libertada.",
    missedHours: (length) => `Gastou ${length} do seu plano.`,
    stillHere: "Se afinal cá está, fale com a equipa: enquanto a sala estiver livre, podem deixá-lo entrar.",
    forgiven: "A sessão a que faltou não conta.",
    backHours: (length) => `Recebe ${length} de volta.`,
    marked: (what) => `Ninguém veio: ${what}. A sala está livre.`,
    forgave: (what, length) => `Perdoada: ${what}. Devolvido: ${length}.`,
    count: (count) => `Ninguém veio: ${pt(count, { one: "sessão", other: "sessões" })}.`,
    dayBefore: (count) => `Ninguém veio na véspera: ${pt(count, { one: "sessão", other: "sessões" })}.`,
  },
  "zh-Hant": {
    checkIn: "報到",
    lateBy: (length) => `遲${length}`,
    noShow: "冇人到",
    forgive: "唔計",
    done: "報到咗喇，直播順利。",
    doneFor: (member) => `${member}報到咗。`,
    already: "你已經報到咗喇。",
    onTheWay: "收到，等你嚟。",
    which: "你嚟緊邊一場？",
    opens: (what, from) => `${what}：${from}開始可以報到。`,
    nothingIn: (room) => `你而家喺${room}冇場次。`,
    here: (room) => `${room}而家`,
    kept: (until) => `間房會留畀你到${until}。`,
    keptFor: (until) => `間房會留到${until}。`,
    lateFor: (member) => `記低咗：${member}會遲到。`,
    awaited: "你嘅場次開始咗，你到咗未？",
    by: (until) => `請喺${until}前報到，之後間房會畀其他人用。`,
    ends: (at) => `你嘅場次${at}完。`,
    next: (at) => `呢間房下一場${at}開始，麻煩之前執好。`,
    free: "之後間房冇人用，要嘅話可以加時。",
    missed: "冇人報到，間房已經放返出嚟。",
    missedHours: (length) => `用咗你計劃入面${length}。`,
    stillHere: "如果你其實喺度，請搵職員：間房仲有空就可以畀你入去。",
    forgiven: "你冇到嗰場唔計數。",
    backHours: (length) => `退返${length}畀你。`,
    marked: (what) => `冇人到：${what}。間房有空喇。`,
    forgave: (what, length) => `唔計：${what}。退返${length}。`,
    count: (count) => `冇人到：${count}場。`,
    dayBefore: (count) => `前一日冇人到：${count}場。`,
  },
  "zh-Hans": {
    checkIn: "签到",
    lateBy: (length) => `晚${length}`,
    noShow: "没人来",
    forgive: "不计",
    done: "已签到，直播顺利。",
    doneFor: (member) => `${member}已签到。`,
    already: "您已经签到了。",
    onTheWay: "好的，等您来。",
    which: "您来的是哪一场？",
    opens: (what, from) => `${what}：${from}起可以签到。`,
    nothingIn: (room) => `您现在在${room}没有场次。`,
    here: (room) => `${room}现在`,
    kept: (until) => `房间为您保留到${until}。`,
    keptFor: (until) => `房间保留到${until}。`,
    lateFor: (member) => `已记下：${member}会迟到。`,
    awaited: "您的场次已经开始，您到了吗？",
    by: (until) => `请在${until}前签到，之后房间会让给别人。`,
    ends: (at) => `您的场次${at}结束。`,
    next: (at) => `这个房间的下一场${at}开始，请在那之前收拾好。`,
    free: "之后房间空着，需要的话可以延长。",
    missed: "没有人签到，房间已经让出。",
    missedHours: (length) => `用去了您套餐中的${length}。`,
    stillHere: "如果您其实在，请找工作人员：房间还空着就可以让您进去。",
    forgiven: "您没到的那一场不计。",
    backHours: (length) => `退还您${length}。`,
    marked: (what) => `没人来：${what}。房间已空出。`,
    forgave: (what, length) => `不计：${what}。退还${length}。`,
    count: (count) => `没人来：${count}场。`,
    dayBefore: (count) => `前一天没人来：${count}场。`,
  },
}
