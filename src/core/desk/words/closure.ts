import type { Language } from "../../language.js"
import type { Refusal } from "../../outcome.js"
import { plurals } from "./plural.js"

/** What of `Say` is used here. */
type Say = { room: (id: string) => string; moment: (instant: Date) => string }
type Blocked = Extract<Refusal, { why: "blocked" }>

/** Rooms, gear and the centre out of use, and what becomes of the sessions there. */
export type ClosureWords = {
  centre: string
  /** Gear out of use. */
  out: (gear: string) => string
  /** What, when: why. */
  of: (what: string, when: string, reason: string | null) => string
  ask: (what: string) => string
  nobody: string
  hit: (count: number) => string
  moves: (from: string, to: string) => string
  refits: (what: string, gear: string) => string
  short: (what: string, gear: string) => string
  cancels: (what: string) => string
  stays: (what: string) => string
  nothing: string
  do: string
  doQuietly: string
  done: string
  again: string
  /** What is left for staff. */
  todo: string
  untold: (what: string) => string
  /** To the other staff: who did it, and how many sessions found a place. */
  closedBy: (name: string) => string
  liftedBy: (name: string) => string
  settled: (count: number) => string
  list: string
  none: string
  lift: string
  askLift: (what: string) => string
  lifted: (what: string) => string
  goBack: (count: number) => string
  wentBack: (count: number) => string
  cannot: string
  how: readonly string[]
  accept: string
  accepted: string
  /** To the person who booked. */
  moved: string
  changedGear: string
  lessGear: string
  cancelled: string
  back: string
  because: (reason: string) => string
  hoursBack: (length: string) => string
  was: (slot: string) => string
  pick: (day: string) => string
  pickLine: (from: string, until: string, room: string, gear: string) => string
  noGear: string
  free: (gear: string, free: number, of: number) => string
  freeTitle: (day: string) => string
  kind: string
  refused: {
    blocked: (facts: Blocked, say: Say) => string
    closure_too_long: (facts: { days: number }) => string
    lifted: () => string
  }
  help: string
}

const en = plurals("en-GB")
const pt = plurals("pt-PT")

export const closure: Record<Language, ClosureWords> = {
  en: {
    centre: "The whole centre",
    out: (gear) => `${gear} out of use`,
    of: (what, when, reason) => `${what} · ${when}${reason ? ` · ${reason}` : ""}`,
    ask: (what) => `Close this? ${what}`,
    nobody: "Nobody is booked there then.",
    hit: (count) => `${en(count, { one: "session is", other: "sessions are" })} in the way:`,
    moves: (from, to) => `${from} → ${to}`,
    refits: (what, gear) => `${what}: gets ${gear}`,
    short: (what, gear) => `${what}: goes without, left with ${gear}`,
    cancels: (what) => `${what}: no place, cancelled, hours given back`,
    stays: (what) => `${what}: running now, stays`,
    nothing: "no gear",
    do: "Close and tell them",
    doQuietly: "Close",
    done: "Closed.",
    again: "That is closed already; nothing has changed.",
    todo: "Left for you:",
    untold: (what) => `${what}: nobody to tell in chat`,
    closedBy: (name) => (name ? `${name} closed this:` : "This was closed:"),
    liftedBy: (name) => (name ? `${name} opened this again:` : "This is open again:"),
    settled: (count) => `${en(count, { one: "session has", other: "sessions have" })} another place or other gear.`,
    list: "What's closed",
    none: "Nothing is closed.",
    lift: "Lift",
    askLift: (what) => `Open again? ${what}`,
    lifted: (what) => `Open again: ${what}`,
    goBack: (count) => `${en(count, { one: "session goes", other: "sessions go" })} back to where it was:`,
    wentBack: (count) => `${en(count, { one: "session is", other: "sessions are" })} back where it was:`,
    cannot: "Can't be undone (they answered, it was changed, or the place is gone):",
    how: [
      "Write, for example: close Studio 3 tomorrow 8-20, leaking light",
      "close tomorrow 8-20, typhoon signal 8",
      "2 ring lights broken until Friday",
      "/closures lists what is closed",
    ],
    accept: "Accept",
    accepted: "Thank you, that's settled.",
    moved: "We had to move your session.",
    changedGear: "We had to change the gear of your session.",
    lessGear: "We can't give you all the gear of your session.",
    cancelled: "We had to cancel your session, and found no other place near it. We're sorry.",
    back: "Your session is back as you booked it.",
    because: (reason) => `The reason: ${reason}.`,
    hoursBack: (length) => `You have ${length} back.`,
    was: (slot) => `It was ${slot}.`,
    pick: (day) => `Gear to prepare: ${day}`,
    pickLine: (from, until, room, gear) => `${from} ${room}: ${gear} (until ${until})`,
    noGear: "No gear is booked.",
    free: (gear, free, of) => `${gear}: ${free} of ${of} free`,
    freeTitle: (day) => `Gear: ${day}`,
    kind: "a closure",
    refused: {
      blocked: ({ room, until, reason }, say) =>
        `${room ? `${say.room(room)} is` : "We're"} closed then, until ${say.moment(until)}${reason ? ` (${reason})` : ""}.`,
      closure_too_long: ({ days }) => `A closure lasts at most ${days} days.`,
      lifted: () => "That closure is not in force any more.",
    },
    help: "close studio 3 tomorrow 8-20, leaking light; 2 ring lights broken until Friday; /closures; /picklist tomorrow",
  },
  pt: {
    centre: "Todo o centro",
    out: (gear) => `${gear} fora de serviço`,
    of: (what, when, reason) => `${what} · ${when}${reason ? ` · ${reason}` : ""}`,
    ask: (what) => `Fechar isto? ${what}`,
    nobody: "Não há reservas aí nessa altura.",
    hit: (count) => `${pt(count, { one: "sessão é afetada", other: "sessões são afetadas" })}:`,
    moves: (from, to) => `${from} → ${to}`,
    refits: (what, gear) => `${what}: recebe ${gear}`,
    short: (what, gear) => `${what}: fica sem parte do equipamento, com ${gear}`,
    cancels: (what) => `${what}: sem lugar, cancelada, horas devolvidas`,
    stays: (what) => `${what}: está a decorrer, fica`,
    nothing: "nenhum equipamento",
    do: "Fechar e avisar",
    doQuietly: "Fechar",
    done: "Fechado.",
    again: "Já está fechado; nada mudou.",
    todo: "Fica para si:",
    untold: (what) => `${what}: não há ninguém a avisar por chat`,
    closedBy: (name) => (name ? `${name} fechou:` : "Foi fechado:"),
    liftedBy: (name) => (name ? `${name} reabriu:` : "Foi reaberto:"),
    settled: (count) => `${pt(count, { one: "sessão tem", other: "sessões têm" })} outro lugar ou outro equipamento.`,
    list: "O que está fechado",
    none: "Não há nada fechado.",
    lift: "Reabrir",
    askLift: (what) => `Reabrir? ${what}`,
    lifted: (what) => `Reaberto: ${what}`,
    goBack: (count) => `${pt(count, { one: "sessão volta", other: "sessões voltam" })} ao que era:`,
    wentBack: (count) => `${pt(count, { one: "sessão voltou", other: "sessões voltaram" })} ao que era:`,
    cannot: "Não se pode desfazer (já responderam, foi alterada, ou o lugar foi ocupado):",
    how: [
      "Escreva, por exemplo: fechar Estúdio 3 amanhã das 8h às 20h, luz a pingar",
      "fechar amanhã das 8h às 20h, tufão sinal 8",
      "2 luzes anelares avariadas até sexta",
      "/closures mostra o que está fechado",
    ],
    accept: "Aceitar",
    accepted: "Obrigado, fica assim.",
    moved: "Tivemos de mudar a sua sessão.",
    changedGear: "Tivemos de trocar o equipamento da sua sessão.",
    lessGear: "Não conseguimos dar-lhe todo o equipamento da sua sessão.",
    cancelled: "Tivemos de cancelar a sua sessão e não encontrámos outro lugar perto dessa hora. Pedimos desculpa.",
    back: "A sua sessão voltou a ser como a reservou.",
    because: (reason) => `Motivo: ${reason}.`,
    hoursBack: (length) => `Tem ${length} de volta.`,
    was: (slot) => `Era ${slot}.`,
    pick: (day) => `Equipamento a preparar: ${day}`,
    pickLine: (from, until, room, gear) => `${from} ${room}: ${gear} (até às ${until})`,
    noGear: "Não há equipamento reservado.",
    free: (gear, free, of) => `${gear}: ${free} de ${of} livres`,
    freeTitle: (day) => `Equipamento: ${day}`,
    kind: "um fecho",
    refused: {
      blocked: ({ room, until, reason }, say) =>
        `${room ? `${say.room(room)} está fechado` : "Estamos fechados"} nessa altura, até ${say.moment(until)}${reason ? ` (${reason})` : ""}.`,
      closure_too_long: ({ days }) => `Um fecho dura no máximo ${days} dias.`,
      lifted: () => "Esse fecho já não está em vigor.",
    },
    help: "fechar estúdio 3 amanhã das 8h às 20h, luz a pingar; 2 luzes anelares avariadas até sexta; /closures; /picklist amanhã",
  },
  "zh-Hant": {
    centre: "成個中心",
    out: (gear) => `${gear} 停用`,
    of: (what, when, reason) => `${what}｜${when}${reason ? `｜${reason}` : ""}`,
    ask: (what) => `要停用呢個？${what}`,
    nobody: "嗰段時間冇人訂咗。",
    hit: (count) => `影響${count}場：`,
    moves: (from, to) => `${from} → ${to}`,
    refits: (what, gear) => `${what}：改用${gear}`,
    short: (what, gear) => `${what}：器材唔夠，得返${gear}`,
    cancels: (what) => `${what}：冇位，取消，退返時數`,
    stays: (what) => `${what}：播緊，照做`,
    nothing: "冇器材",
    do: "停用並通知佢哋",
    doQuietly: "停用",
    done: "停用咗。",
    again: "已經停用咗，冇嘢變。",
    todo: "要你跟進：",
    untold: (what) => `${what}：冇人可以通知`,
    closedBy: (name) => (name ? `${name}停用咗：` : "停用咗："),
    liftedBy: (name) => (name ? `${name}解除咗停用：` : "解除咗停用："),
    settled: (count) => `${count}場改咗位或者器材。`,
    list: "停用緊嘅",
    none: "冇嘢停用緊。",
    lift: "解除",
    askLift: (what) => `解除停用？${what}`,
    lifted: (what) => `解除咗：${what}`,
    goBack: (count) => `${count}場會改返原本咁：`,
    wentBack: (count) => `${count}場改返咗原本咁：`,
    cannot: "改唔返（已經覆咗、再改過，或者位冇咗）：",
    how: [
      "可以寫：3號房聽日8點到20點冚，漏水",
      "聽日八點到八點冚，八號風球",
      "兩盞環形燈壞咗，到星期五",
      "/closures 睇停用緊乜",
    ],
    accept: "接受",
    accepted: "多謝，就咁定。",
    moved: "唔好意思，我哋要改你嗰場。",
    changedGear: "唔好意思，我哋要換你嗰場嘅器材。",
    lessGear: "唔好意思，你嗰場嘅器材唔夠。",
    cancelled: "唔好意思，你嗰場要取消，附近時間搵唔到第二個位。",
    back: "你嗰場改返做原本訂嘅。",
    because: (reason) => `原因：${reason}。`,
    hoursBack: (length) => `退返${length}畀你。`,
    was: (slot) => `原本係${slot}。`,
    pick: (day) => `要準備嘅器材：${day}`,
    pickLine: (from, until, room, gear) => `${from} ${room}：${gear}（到${until}）`,
    noGear: "冇人訂器材。",
    free: (gear, free, of) => `${gear}：${of}件有${free}件得閒`,
    freeTitle: (day) => `器材：${day}`,
    kind: "停用通知",
    refused: {
      blocked: ({ room, until, reason }, say) =>
        `${room ? say.room(room) : "我哋"}嗰陣停用，到${say.moment(until)}${reason ? `（${reason}）` : ""}。`,
      closure_too_long: ({ days }) => `最多停用${days}日。`,
      lifted: () => "嗰個停用已經冇效。",
    },
    help: "3號房聽日8點到20點冚，漏水；兩盞環形燈壞咗，到星期五；/closures；/picklist 聽日",
  },
  "zh-Hans": {
    centre: "整个中心",
    out: (gear) => `${gear} 停用`,
    of: (what, when, reason) => `${what}｜${when}${reason ? `｜${reason}` : ""}`,
    ask: (what) => `要停用吗？${what}`,
    nobody: "那段时间没有预约。",
    hit: (count) => `影响${count}场：`,
    moves: (from, to) => `${from} → ${to}`,
    refits: (what, gear) => `${what}：改用${gear}`,
    short: (what, gear) => `${what}：器材不够，只有${gear}`,
    cancels: (what) => `${what}：没有位置，取消，退还时数`,
    stays: (what) => `${what}：正在直播，照常`,
    nothing: "没有器材",
    do: "停用并通知他们",
    doQuietly: "停用",
    done: "已停用。",
    again: "已经停用了，没有变化。",
    todo: "需要您跟进：",
    untold: (what) => `${what}：没有可以通知的人`,
    closedBy: (name) => (name ? `${name}停用了：` : "已停用："),
    liftedBy: (name) => (name ? `${name}解除了停用：` : "已解除停用："),
    settled: (count) => `${count}场换了位置或器材。`,
    list: "停用中的",
    none: "没有停用的。",
    lift: "解除",
    askLift: (what) => `解除停用？${what}`,
    lifted: (what) => `已解除：${what}`,
    goBack: (count) => `${count}场会改回原样：`,
    wentBack: (count) => `${count}场已改回原样：`,
    cannot: "无法改回（已答复、又改过，或者位置没了）：",
    how: [
      "可以写：关闭3号房明天8点到20点，漏水",
      "明天8点到20点闭馆，八号风球",
      "两个环形灯坏了，到周五",
      "/closures 查看停用的",
    ],
    accept: "接受",
    accepted: "谢谢，就这样定了。",
    moved: "抱歉，您的场次需要改动。",
    changedGear: "抱歉，您的场次需要换器材。",
    lessGear: "抱歉，您的场次器材不够。",
    cancelled: "抱歉，您的场次需要取消，附近时间没有其他位置。",
    back: "您的场次已改回原来预订的样子。",
    because: (reason) => `原因：${reason}。`,
    hoursBack: (length) => `已退还${length}。`,
    was: (slot) => `原来是${slot}。`,
    pick: (day) => `要准备的器材：${day}`,
    pickLine: (from, until, room, gear) => `${from} ${room}：${gear}（到${until}）`,
    noGear: "没有预订器材。",
    free: (gear, free, of) => `${gear}：${of}件中${free}件空闲`,
    freeTitle: (day) => `器材：${day}`,
    kind: "停用通知",
    refused: {
      blocked: ({ room, until, reason }, say) =>
        `${room ? say.room(room) : "我们"}那时停用，到${say.moment(until)}${reason ? `（${reason}）` : ""}。`,
      closure_too_long: ({ days }) => `最多停用${days}天。`,
      lifted: () => "那个停用已经失效。",
    },
    help: "关闭3号房明天8点到20点，漏水；两个环形灯坏了，到周五；/closures；/picklist 明天",
  },
}
