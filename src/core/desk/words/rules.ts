import type { Language } from "../../language.js"

/** What holds for bookings, a line each. Lengths and numbers are said already, except where a word follows the number. */
export type RulesWords = {
  title: string
  titleOf: (plan: string) => string
  length: (shortest: string, longest: string) => string
  ahead: (days: number, open: number) => string
  hours: (length: string) => string
  /** Of these hours; `times` is when it is, empty where it has no hours of its own. */
  peak: (length: string, times: string) => string
  hosts: (rooms: string) => string
  hostsIn: (room: string, most: number) => string
  yes: (what: string) => string
  longerThan: (length: string) => string
  hostsOver: (most: number) => string
  /** So long before the start, or so soon after booking. */
  cancel: (length: string, soon: string) => string
  /** Of the next session: until when, or that this is over. */
  next: (slot: string, by: string) => string
  nextOver: (slot: string) => string
  checkIn: (length: string) => string
  noShow: (length: string) => string
}

export const rules: Record<Language, RulesWords> = {
  en: {
    title: "How booking works here",
    titleOf: (plan) => `How booking works on your plan (${plan})`,
    length: (shortest, longest) => `A session lasts from ${shortest} to ${longest}.`,
    ahead: (days, open) => `You can book up to ${days} days ahead, and have ${open} sessions open at a time.`,
    hours: (length) => `Each session takes its length from your ${length} a month.`,
    peak: (length, times) => `Of these, ${length} may be at peak time${times && ` (${times})`}.`,
    hosts: (rooms) => `Hosts on air: ${rooms}.`,
    hostsIn: (room, most) => `${room} up to ${most}`,
    yes: (what) => `Needs the staff's yes: ${what}.`,
    longerThan: (length) => `more than ${length}`,
    hostsOver: (most) => `more than ${most} hosts`,
    cancel: (length, soon) =>
      `Cancelled at least ${length} before the start, or within ${soon} of booking, the hours come back; after that they don't, and moving or shortening doesn't help.`,
    next: (slot, by) => `Your next session (${slot}): until ${by}.`,
    nextOver: (slot) => `Your next session (${slot}): it's too late for that.`,
    checkIn: (length) => `Check in from ${length} before the start.`,
    noShow: (length) =>
      `If nobody is there ${length} after the start, the room is given up and the hours are gone. Running late? Tell me and it's kept longer.`,
  },
  pt: {
    title: "Como funcionam as reservas",
    titleOf: (plan) => `Como funcionam as reservas no seu plano (${plan})`,
    length: (shortest, longest) => `Uma sessão dura de ${shortest} a ${longest}.`,
    ahead: (days, open) =>
      `Pode reservar com até ${days} dias de antecedência e ter ${open} sessões marcadas de cada vez.`,
    hours: (length) => `Cada sessão gasta a sua duração das suas ${length} por mês.`,
    peak: (length, times) => `Destas, ${length} podem ser em horas de ponta${times && ` (${times})`}.`,
    hosts: (rooms) => `Apresentadores no ar: ${rooms}.`,
    hostsIn: (room, most) => `${room} até ${most}`,
    yes: (what) => `Precisa do sim da equipa: ${what}.`,
    longerThan: (length) => `mais de ${length}`,
    hostsOver: (most) => `mais de ${most} apresentadores`,
    cancel: (length, soon) =>
      `Se cancelar até ${length} antes do início, ou nos ${soon} depois de reservar, as horas voltam; depois já não, e mudar ou encurtar não ajuda.`,
    next: (slot, by) => `A sua próxima sessão (${slot}): até ${by}.`,
    nextOver: (slot) => `A sua próxima sessão (${slot}): já não dá.`,
    checkIn: (length) => `Dê entrada a partir de ${length} antes do início.`,
    noShow: (length) =>
      `Se não estiver ninguém ${length} depois do início, a sala é libertada e as horas perdem-se. Vai atrasar-se? Diga-me, e fica guardada mais tempo.`,
  },
  "zh-Hant": {
    title: "預約規則",
    titleOf: (plan) => `預約規則（${plan}計劃）`,
    length: (shortest, longest) => `每場最短${shortest}，最長${longest}。`,
    ahead: (days, open) => `可以提早${days}日預約，同一時間最多有${open}場未做。`,
    hours: (length) => `每場嘅長度喺每個月${length}入面扣。`,
    peak: (length, times) => `其中繁忙時段${times && `（${times}）`}最多${length}。`,
    hosts: (rooms) => `主播人數：${rooms}。`,
    hostsIn: (room, most) => `${room}最多${most}位`,
    yes: (what) => `要職員批准：${what}。`,
    longerThan: (length) => `超過${length}`,
    hostsOver: (most) => `多過${most}位主播`,
    cancel: (length, soon) =>
      `開場前${length}或之前，或者預約後${soon}內取消，時數會退返；遲過就唔退，改期或者縮短都一樣。`,
    next: (slot, by) => `你下一場（${slot}）：${by}之前。`,
    nextOver: (slot) => `你下一場（${slot}）：已經過咗時間。`,
    checkIn: (length) => `開場前${length}開始可以報到。`,
    noShow: (length) => `開場後${length}都冇人到，間房就會放返出嚟，時數唔退。會遲到就話我知，我幫你留耐啲。`,
  },
  "zh-Hans": {
    title: "预订规则",
    titleOf: (plan) => `预订规则（${plan}套餐）`,
    length: (shortest, longest) => `每场最短${shortest}，最长${longest}。`,
    ahead: (days, open) => `可以提前${days}天预订，同时最多有${open}场未完成。`,
    hours: (length) => `每场的时长从每月${length}里扣。`,
    peak: (length, times) => `其中高峰时段${times && `（${times}）`}最多${length}。`,
    hosts: (rooms) => `主播人数：${rooms}。`,
    hostsIn: (room, most) => `${room}最多${most}位`,
    yes: (what) => `需要工作人员同意：${what}。`,
    longerThan: (length) => `超过${length}`,
    hostsOver: (most) => `超过${most}位主播`,
    cancel: (length, soon) =>
      `开场前${length}或更早，或者预订后${soon}内取消，时数会退回；再晚就不退，改期或缩短也一样。`,
    next: (slot, by) => `您的下一场（${slot}）：${by}之前。`,
    nextOver: (slot) => `您的下一场（${slot}）：已经过了时间。`,
    checkIn: (length) => `开场前${length}起可以签到。`,
    noShow: (length) => `开场后${length}还没有人到，房间就会放出来，时数不退。要迟到请告诉我，我会多留一会儿。`,
  },
}
