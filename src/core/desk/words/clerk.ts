import type { Language } from "../../language.js"
import type { Undoable } from "../../undo.js"
import { requests } from "./requests.js"

/** Undoing, and what staff do for members and ask about the house. */
export type ClerkWords = {
  undo: string
  undone: Record<Undoable, string>
  /** On a button: staff book for themselves again, that is, for nobody. */
  stopFor: (member: string) => string
  stopped: string
  /** To staff who book without saying for whom. */
  forWhom: readonly string[]
  noMember: (text: string) => string
  several: string
  who: string
  next: string
  nobody: string
  until: (time: string) => string
  awaited: string
  here: string
  missed: string
  /** Who ought to be here. */
  lateOnes: string
  nobodyLate: string
  /** Of a member or a room, on a day. */
  nothingOf: (name: string, day: string | null) => string
  nothingNow: (name: string) => string
  coming: (session: string) => string
  whichSession: string
  queue: (day: string) => string
  queueEmpty: (day: string) => string
  noRequest: (name: string) => string
  noReach: string
  noNotes: string
  cannot: string
  nothingNext: string
  people: (names: string) => string
  plan: (name: string, suspended: boolean) => string
  /** On buttons. */
  suspend: string
  resume: string
  suspended: (member: string) => string
  resumed: (member: string) => string
  /** Handing a booking to another member. */
  hand: string
  handTo: readonly string[]
  handed: (member: string) => string
  nothingAhead: string
  doorHow: string
  door: (room: string) => string
  help: readonly string[]
  /** What menus say of the commands that only staff have. */
  commands: Record<ClerkCommand, string>
}

export const clerkCommands = ["for", "find", "undo", "checkin", "qr"] as const
export type ClerkCommand = (typeof clerkCommands)[number]

export const clerk: Record<Language, ClerkWords> = {
  en: {
    undo: "Undo",
    undone: {
      book: "Undone: it isn't booked.",
      move: "Undone: it's back where it was.",
      extend: "Undone: it ends when it did before.",
      cancel: "Undone: it's booked again.",
      checkin: "Undone: not checked in.",
      no_show: "Undone: they are expected again.",
      forgive: "Undone: it counts as missed.",
      ...requests.en.undone,
    },
    stopFor: (member) => `Stop booking for ${member}`,
    stopped: "You're not booking for a member any more.",
    forWhom: [
      "For which member? Write, for example: book studio 3 for Lotus Live tomorrow 8pm",
      "or first /for Lotus Live",
    ],
    noMember: (text) => `No member's name has “${text}” in it.`,
    several: "Which one do you mean?",
    who: "Who is in",
    next: "Who comes next",
    nobody: "Nobody is in just now.",
    until: (time) => `until ${time}`,
    awaited: "not here yet",
    here: "here",
    missed: "did not come",
    lateOnes: "Not here yet",
    nobodyLate: "Everybody whose session has begun is here.",
    nothingOf: (name, day) => (day === null ? `${name}: nothing coming up.` : `${name}: nothing on ${day}.`),
    nothingNow: (name) => `${name} has no session for that just now.`,
    coming: (session) => `Next: ${session}`,
    whichSession: "Which session?",
    queue: (day) => `Waitlist: ${day}`,
    queueEmpty: (day) => `Nobody waits for a place: ${day}.`,
    noRequest: (name) => `No request of ${name} is open.`,
    noReach:
      "I keep no telephone numbers and don't write to one member alone: /broadcast reaches everyone, or those booked then.",
    noNotes: "I keep no notes.",
    cannot: "That I can't do or tell. These are the nearest:",
    nothingNext: "Nobody else comes in the next hours.",
    people: (names) => `People: ${names}`,
    plan: (name, suspended) => (suspended ? `${name}, paused` : name),
    suspend: "Pause membership",
    resume: "Resume membership",
    suspended: (member) => `${member} is paused: what is booked stays, nothing new can be booked.`,
    resumed: (member) => `${member} can book again.`,
    hand: "Hand over",
    handTo: ["To which member? Press one, or write: hand to Lotus Live"],
    handed: (member) => `Handed to ${member}.`,
    nothingAhead: "No bookings coming up.",
    doorHow: "Write /qr and a room, for example: /qr Studio 2",
    door: (room) => `For the door of ${room}: whoever opens this checks in there.`,
    commands: {
      for: "Staff: act for a member",
      find: "Staff: show a member",
      undo: "Staff: take back your last action",
      checkin: "Staff: who is expected in a room",
      qr: "Staff: the link for a room's door",
    },
    help: [
      "book studio 3 for Lotus Live tomorrow 8pm, or /for Lotus Live, then as a member does",
      "/find NAME shows a member, and pauses or resumes the membership; who is in? who comes next?",
      "/undo takes back your last action of the last ten minutes",
      "/checkin ROOM shows who is expected there, /qr ROOM the link for its door",
    ],
  },
  pt: {
    undo: "Desfazer",
    undone: {
      book: "Desfeito: não está reservado.",
      move: "Desfeito: voltou a ser como era.",
      extend: "Desfeito: acaba quando acabava antes.",
      cancel: "Desfeito: está reservado outra vez.",
      checkin: "Desfeito: a chegada não está registada.",
      no_show: "Desfeito: voltam a ser esperados.",
      forgive: "Desfeito: conta como falta.",
      ...requests.pt.undone,
    },
    stopFor: (member) => `Deixar de reservar para ${member}`,
    stopped: "Já não está a reservar para nenhum membro.",
    forWhom: [
      "Para que membro? Escreva, por exemplo: reservar estúdio 3 para Lotus Live amanhã às 20h",
      "ou primeiro /for Lotus Live",
    ],
    noMember: (text) => `Nenhum membro tem “${text}” no nome.`,
    several: "A qual se refere?",
    who: "Quem está cá",
    next: "Quem vem a seguir",
    nobody: "Neste momento não está cá ninguém.",
    until: (time) => `até às ${time}`,
    awaited: "ainda não chegou",
    here: "já cá está",
    missed: "não apareceu",
    lateOnes: "Ainda não chegaram",
    nobodyLate: "Todos cuja sessão já começou estão cá.",
    nothingOf: (name, day) => (day === null ? `${name}: nada marcado.` : `${name}: nada marcado em ${day}.`),
    nothingNow: (name) => `${name} não tem agora nenhuma sessão para isso.`,
    coming: (session) => `A seguir: ${session}`,
    whichSession: "Que sessão?",
    queue: (day) => `Lista de espera: ${day}`,
    queueEmpty: (day) => `Ninguém espera por lugar: ${day}.`,
    noRequest: (name) => `Não há nenhum pedido de ${name} por responder.`,
    noReach:
      "Não guardo telefones nem escrevo só a um membro: /broadcast chega a todos, ou a quem tem reserva nessa altura.",
    noNotes: "Não guardo notas.",
    cannot: "Isso não sei fazer nem dizer. O mais próximo:",
    nothingNext: "Não vem mais ninguém nas próximas horas.",
    people: (names) => `Pessoas: ${names}`,
    plan: (name, suspended) => (suspended ? `${name}, em pausa` : name),
    suspend: "Suspender",
    resume: "Retomar",
    suspended: (member) => `${member}: suspenso. As reservas feitas mantêm-se; não pode fazer novas.`,
    resumed: (member) => `${member} já pode voltar a reservar.`,
    hand: "Passar a outro",
    handTo: ["Para que membro? Toque num, ou escreva: passar para Lotus Live"],
    handed: (member) => `Passado para ${member}.`,
    nothingAhead: "Sem reservas marcadas.",
    doorHow: "Escreva /qr e uma sala, por exemplo: /qr Estúdio 2",
    door: (room) => `Para a porta de ${room}: quem abrir isto regista ali a chegada.`,
    commands: {
      for: "Equipa: agir por um membro",
      find: "Equipa: mostrar um membro",
      undo: "Equipa: desfazer a última ação",
      checkin: "Equipa: quem é esperado numa sala",
      qr: "Equipa: a ligação para a porta de uma sala",
    },
    help: [
      "reservar estúdio 3 para Lotus Live amanhã às 20h, ou /for Lotus Live e depois como um membro",
      "/find NOME mostra um membro, e suspende ou retoma; quem está cá? quem vem a seguir?",
      "/undo desfaz a sua última ação dos últimos dez minutos",
      "/checkin SALA mostra quem lá é esperado, /qr SALA a ligação para a porta",
    ],
  },
  "zh-Hant": {
    undo: "還原",
    undone: {
      book: "還原咗：冇訂到。",
      move: "還原咗：改返原本咁。",
      extend: "還原咗：照原本時間完。",
      cancel: "還原咗：訂返咗。",
      checkin: "還原咗：未報到。",
      no_show: "還原咗：繼續等佢哋。",
      forgive: "還原咗：照計冇到。",
      ...requests["zh-Hant"].undone,
    },
    stopFor: (member) => `唔再幫${member}訂`,
    stopped: "而家唔係幫任何會員訂。",
    forWhom: ["幫邊個會員訂？可以寫：幫金記訂3號房聽日夜晚8點到10點", "或者先寫 /for 金記"],
    noMember: (text) => `冇會員個名有「${text}」。`,
    several: "你講緊邊個？",
    who: "而家邊個喺度",
    next: "跟住到邊個",
    nobody: "而家冇人喺度。",
    until: (time) => `到${time}`,
    awaited: "未到",
    here: "到咗",
    missed: "冇嚟",
    lateOnes: "仲未到",
    nobodyLate: "開咗場嘅全部都到咗。",
    nothingOf: (name, day) => (day === null ? `${name}：之後冇預約。` : `${name}：${day}冇預約。`),
    nothingNow: (name) => `${name}而家冇場次可以咁做。`,
    coming: (session) => `下一場：${session}`,
    whichSession: "邊一場？",
    queue: (day) => `候補名單：${day}`,
    queueEmpty: (day) => `${day}冇人輪候。`,
    noRequest: (name) => `${name}冇申請等緊批。`,
    noReach: "我冇電話紀錄，亦唔會淨係寫畀一個會員；/broadcast 可以發畀所有人，或者嗰段時間有訂房嘅人。",
    noNotes: "我唔記備註。",
    cannot: "呢樣我做唔到、答唔到。最近嘅有：",
    nothingNext: "之後幾個鐘冇人嚟。",
    people: (names) => `成員：${names}`,
    plan: (name, suspended) => (suspended ? `${name}，暫停中` : name),
    suspend: "暫停會籍",
    resume: "恢復會籍",
    suspended: (member) => `${member}嘅會籍暫停咗：已訂嘅場次照舊，唔可以再訂新嘅。`,
    resumed: (member) => `${member}可以再訂房喇。`,
    hand: "轉畀會員",
    handTo: ["轉畀邊個會員？撳一個，或者打：轉畀 Lotus Live"],
    handed: (member) => `轉咗畀${member}。`,
    nothingAhead: "之後冇預約。",
    doorHow: "寫 /qr 同房名，例如：/qr 2號直播間",
    door: (room) => `${room}門口用：打開就喺嗰度報到。`,
    commands: {
      for: "職員：代會員做",
      find: "職員：睇會員",
      undo: "職員：還原最後一步",
      checkin: "職員：房入面等緊邊個",
      qr: "職員：房門口嘅連結",
    },
    help: [
      "幫金記訂3號房聽日夜晚8點到10點，或者先寫 /for 金記，之後同會員一樣",
      "/find 名 睇會員，可以暫停或者恢復會籍；邊個喺度？跟住到邊個？",
      "/undo 還原你近十分鐘最後一步",
      "/checkin 房 睇嗰度等緊邊個，/qr 房 攞門口嘅連結",
    ],
  },
  "zh-Hans": {
    undo: "撤销",
    undone: {
      book: "已撤销：没有预订。",
      move: "已撤销：改回原样。",
      extend: "已撤销：按原来的时间结束。",
      cancel: "已撤销：重新订好了。",
      checkin: "已撤销：未签到。",
      no_show: "已撤销：继续等他们。",
      forgive: "已撤销：仍算缺席。",
      ...requests["zh-Hans"].undone,
    },
    stopFor: (member) => `不再替${member}预订`,
    stopped: "现在不替任何会员预订。",
    forWhom: ["替哪个会员预订？可以写：替金记订3号房明天晚上8点到10点", "或者先写 /for 金记"],
    noMember: (text) => `没有会员的名字里有“${text}”。`,
    several: "您指的是哪一个？",
    who: "现在谁在",
    next: "接下来是谁",
    nobody: "现在没有人在。",
    until: (time) => `到${time}`,
    awaited: "还没到",
    here: "已到",
    missed: "没来",
    lateOnes: "还没到",
    nobodyLate: "已开场的都到了。",
    nothingOf: (name, day) => (day === null ? `${name}：之后没有预约。` : `${name}：${day}没有预约。`),
    nothingNow: (name) => `${name}现在没有可以这样处理的场次。`,
    coming: (session) => `下一场：${session}`,
    whichSession: "哪一场？",
    queue: (day) => `候补名单：${day}`,
    queueEmpty: (day) => `${day}没有人候补。`,
    noRequest: (name) => `${name}没有待批的申请。`,
    noReach: "我没有电话号码，也不会只发给一位会员；/broadcast 可以发给所有人，或那段时间有预约的人。",
    noNotes: "我不记备注。",
    cannot: "这个我做不到、也答不了。最接近的是：",
    nothingNext: "接下来几小时没有人来。",
    people: (names) => `成员：${names}`,
    plan: (name, suspended) => (suspended ? `${name}，已暂停` : name),
    suspend: "暂停会籍",
    resume: "恢复会籍",
    suspended: (member) => `${member}的会籍已暂停：已订的场次照旧，不能再订新的。`,
    resumed: (member) => `${member}又可以预订了。`,
    hand: "转给会员",
    handTo: ["转给哪位会员？点一个，或发：转给 Lotus Live"],
    handed: (member) => `已转给${member}。`,
    nothingAhead: "接下来没有预约。",
    doorHow: "写 /qr 和房间名，例如：/qr 2号直播间",
    door: (room) => `${room}门口用：打开就在那里签到。`,
    commands: {
      for: "员工：代会员操作",
      find: "员工：查看会员",
      undo: "员工：撤销最后一步",
      checkin: "员工：房间在等谁",
      qr: "员工：房间门口的链接",
    },
    help: [
      "替金记订3号房明天晚上8点到10点，或者先写 /for 金记，之后和会员一样",
      "/find 名字 查看会员，可暂停或恢复会籍；谁在？接下来是谁？",
      "/undo 撤销您最近十分钟的最后一步",
      "/checkin 房间 看那里在等谁，/qr 房间 取门口的链接",
    ],
  },
}
