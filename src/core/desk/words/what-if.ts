import type { Language } from "../../language.js"

/** What would break if something about the centre were another. */
export type WhatIfWords = {
  how: readonly string[]
  /** `Ring light: 6 → 2` */
  change: (what: string, was: string, now: string) => string
  gone: (what: string) => string
  floor: string
  hours: string
  ahead: (days: number) => string
  open: (bookings: number) => string
  nothing: string
  breaks: (count: number) => string
  noRoom: string
  tooMany: (max: number) => string
  clock: (shown: string) => string
  closed: string
  /** More is booked at once than there would be; `what` is a kind of gear, null for the floor. */
  short: (what: string | null, used: number, left: number) => string
  noPlan: string
  stays: string
  /** That only the operator changes it. */
  unchanged: string
  help: string
}

export const whatIf: Record<Language, WhatIfWords> = {
  en: {
    how: [
      "Write, for example: what would break if we had 4 ring lights?",
      "What would break if Studio 3 were closed tomorrow?",
      "What if Starter had 10 hours?",
      "What if we opened 10:00-22:00?",
    ],
    change: (what, was, now) => `${what}: ${was} → ${now}`,
    gone: (what) => `${what}: gone`,
    floor: "Hosts on air at once",
    hours: "Open every day",
    ahead: (days) => `${days} ${days === 1 ? "day" : "days"} ahead`,
    open: (bookings) => `${bookings} open ${bookings === 1 ? "booking" : "bookings"}`,
    nothing: "Nothing that is booked would break.",
    breaks: (count) => `${count} ${count === 1 ? "thing" : "things"} would break:`,
    noRoom: "its room would be gone",
    tooMany: (max) => `the room would take ${max}`,
    clock: (shown) => `it would be at ${shown}`,
    closed: "we would be closed",
    short: (what, used, left) => `${what ?? "Hosts on air"}: ${used} booked at once, ${left} there`,
    noPlan: "the plan would be gone",
    stays: "What is booked stays, though it would be more than allowed:",
    unchanged: "Nothing has changed. Whoever runs the desk changes this in the centre's file.",
    help: "What would break if we had 4 ring lights? shows whom a change would hit",
  },
  pt: {
    how: [
      "Escreva, por exemplo: o que falharia se tivéssemos 4 luzes anelares?",
      "O que falharia se o estúdio 3 estivesse fechado amanhã?",
      "E se o Starter tivesse 10 horas?",
      "E se abríssemos das 10:00 às 22:00?",
    ],
    change: (what, was, now) => `${what}: ${was} → ${now}`,
    gone: (what) => `${what}: deixa de existir`,
    floor: "Apresentadores no ar ao mesmo tempo",
    hours: "Aberto todos os dias",
    ahead: (days) => `${days} ${days === 1 ? "dia" : "dias"} de antecedência`,
    open: (bookings) => `${bookings} ${bookings === 1 ? "reserva marcada" : "reservas marcadas"}`,
    nothing: "Nada do que está reservado falharia.",
    breaks: (count) => (count === 1 ? "1 coisa falharia:" : `${count} coisas falhariam:`),
    noRoom: "ficaria sem a sala",
    tooMany: (max) => `a sala só levaria ${max}`,
    clock: (shown) => `passaria a ser às ${shown}`,
    closed: "estaríamos fechados",
    short: (what, used, left) =>
      `${what ?? "Apresentadores no ar"}: ${used} reservados ao mesmo tempo, ${left} ao todo`,
    noPlan: "o plano deixaria de existir",
    stays: "O que está reservado mantém-se, embora passasse do permitido:",
    unchanged: "Nada mudou. Quem gere o sistema muda isto no ficheiro do centro.",
    help: "O que falharia se tivéssemos 4 luzes anelares? mostra quem uma mudança atinge",
  },
  "zh-Hant": {
    how: [
      "可以寫：如果得返4盞環形燈會點？",
      "如果聽日閂咗3號房會點？",
      "如果Starter得10個鐘會點？",
      "如果10:00-22:00開會點？",
    ],
    change: (what, was, now) => `${what}：${was} → ${now}`,
    gone: (what) => `${what}：冇咗`,
    floor: "同時直播嘅主播",
    hours: "每日開放",
    ahead: (days) => `提前${days}日`,
    open: (bookings) => `同時${bookings}個預約`,
    nothing: "已經訂咗嘅全部冇影響。",
    breaks: (count) => `會有${count}項受影響：`,
    noRoom: "間房會冇咗",
    tooMany: (max) => `間房只坐得落${max}位`,
    clock: (shown) => `會變咗${shown}`,
    closed: "嗰陣唔開",
    short: (what, used, left) => `${what ?? "主播"}：同一時間訂咗${used}，只得${left}`,
    noPlan: "計劃會冇咗",
    stays: "已經訂咗嘅照舊，雖然會超出：",
    unchanged: "而家咩都冇改到。要改，由管理系統嘅人改中心檔案。",
    help: "如果得返4盞環形燈會點？ 睇改動會影響邊個",
  },
  "zh-Hans": {
    how: [
      "可以写：如果只有4盏环形灯会怎样？",
      "如果明天关掉3号房会怎样？",
      "如果Starter只有10小时会怎样？",
      "如果10:00-22:00开放会怎样？",
    ],
    change: (what, was, now) => `${what}：${was} → ${now}`,
    gone: (what) => `${what}：没有了`,
    floor: "同时直播的主播",
    hours: "每天开放",
    ahead: (days) => `提前${days}天`,
    open: (bookings) => `同时${bookings}个预约`,
    nothing: "已订好的都不受影响。",
    breaks: (count) => `会有${count}项受影响：`,
    noRoom: "房间就没有了",
    tooMany: (max) => `房间只能容纳${max}位`,
    clock: (shown) => `会变成${shown}`,
    closed: "那时不开放",
    short: (what, used, left) => `${what ?? "主播"}：同时订了${used}，只有${left}`,
    noPlan: "套餐就没有了",
    stays: "已订好的照旧，虽然会超出：",
    unchanged: "现在什么都没改。要改，由管理系统的人修改中心文件。",
    help: "如果只有4盏环形灯会怎样？ 查看改动会影响谁",
  },
}
