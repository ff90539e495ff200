import { arrival } from "./arrival.js"
import { asked } from "./asked.js"
import { ballot } from "./ballot.js"
import { board } from "./board.js"
import { clerk } from "./clerk.js"
import { closure } from "./closure.js"
import { courses } from "./courses.js"
import { feeds } from "./feeds.js"
import { flexible } from "./flexible.js"
import { had } from "./had.js"
import { joining } from "./joining.js"
import { linking } from "./linking.js"
import { membership } from "./membership.js"
import { picker } from "./picker.js"
import { called, plurals } from "./plural.js"
import { requests } from "./requests.js"
import { rules } from "./rules.js"
import { shows } from "./shows.js"
import { waitlist } from "./waitlist.js"
import { whatIf } from "./what-if.js"
import type { Words } from "./words.js"

const n = plurals("pt-PT")
const hours = (count: number) => n(count, { one: "hora", other: "horas" })
const minutes = (count: number) => n(count, { one: "minuto", other: "minutos" })

export const pt = {
  name: "Português",
  date: {
    full: ({ weekday, day, month, year }) => `${weekday}, ${day} de ${month} de ${year}`,
    long: ({ weekday, day, month }) => `${weekday}, ${day} de ${month}`,
    // As Portugal writes it; «1 dez.» could be ten of something.
    short: ({ weekdayShort, day, monthNumber }) => `${weekdayShort}, ${day}/${monthNumber}`,
  },
  today: "Hoje",
  tomorrow: "Amanhã",
  timeOn: (time, weekday) => `${time} ${weekday}`,
  nextDay: (time) => `${time} (dia seguinte)`,
  dayTime: (day, time) => `${day}, ${time}`,
  length: (h, m) => [h > 0 || m === 0 ? hours(h) : "", m > 0 ? minutes(m) : ""].filter(Boolean).join(" e "),
  lengthShort: (h, m) => [h > 0 ? `${h} h` : "", m > 0 || h === 0 ? `${m} min` : ""].filter(Boolean).join(" "),
  hosts: (count) => n(count, { one: "apresentador", other: "apresentadores" }),
  upToHosts: (count) => `até ${n(count, { one: "apresentador", other: "apresentadores" })}`,
  sized: (name, hosts) => `${name} (${hosts})`,
  sessions: (count) => n(count, { one: "sessão", other: "sessões" }),
  dot: " · ",
  comma: ", ",
  monthYear: (month, year) => `${month} de ${year}`,

  label: {
    confirm: "Confirmar",
    change: "Alterar",
    cancel: "Cancelar",
    back: "Voltar",
    book: "Reservar estúdio",
    bookAnother: "Reservar outra",
    free: "Ver o que está livre",
    mine: "As minhas reservas",
    hours: "Horas restantes",
    language: "Idioma",
    help: "Ajuda",
    move: "Mudar",
    extend: "Prolongar",
    cancelBooking: "Cancelar reserva",
    yesCancel: "Sim, cancelar",
    yesCancelThese: "Sim, cancelar",
    keep: "Manter",
    otherDay: "Outro dia",
    otherTime: "Outra hora",
    otherRoom: "Outro estúdio",
    day: "Dia",
    time: "Hora",
    length: "Duração",
    room: "Estúdio",
    hosts: "Apresentadores",
    gear: "Equipamento",
    anyRoom: "Qualquer um que sirva",
    noneOfThese: "Nenhum destes",
    calendar: "Calendário",
    quarters: "De 15 em 15 minutos",
    hoursOnly: "Só horas certas",
    noGear: "Sem equipamento",
    done: "Está bem assim",
    earlier: "Dia anterior",
    later: "Dia seguinte",
    more: "Mais",
    today: "Hoje",
    details: "Detalhes",
    home: "Menu",
    late: "Vou atrasar-me",
    send: "Enviar",
    refresh: "Atualizar",
    quietOn: "Ligar horas de silêncio",
    quietOff: "Sem horas de silêncio",
    reminders: "Lembretes",
  },
  likeLast: (what) => `Como da última vez: ${what}`,
  command: {
    book: "Reservar um estúdio",
    free: "Ver o que está livre",
    mybookings: "As suas reservas: mudar, prolongar, cancelar",
    cancel: "Cancelar uma reserva",
    calendar: "As suas reservas no seu calendário",
    hours: "Horas que restam este mês",
    reminders: "Os seus lembretes: quando, e horas de silêncio",
    language: "Mudar de idioma",
    help: "O que posso fazer por si",
    start: "Começar, ou entrar com um código",
    join: "Entrar com um código de convite",
    today: "Equipa: as sessões de hoje",
    digest: "Equipa: o resumo diário nesta conversa",
    broadcast: "Equipa: mensagem para todos, ou para quem tem reserva",
  },

  stranger: (centre) => [
    `Olá, daqui fala a receção: ${centre}. Reservo estúdios para os membros.`,
    "Tem um código de convite? Escreva: join CÓDIGO",
    "Ainda não tem? Escreva: pedido NOME DA LOJA, e eu pergunto à equipa do centro.",
  ],
  badCode:
    "Esse código não funciona. Cada código só serve uma vez e tem validade. Confirme-o, por favor, ou peça um novo à equipa do centro.",
  tooManyTries: (until) => `Foram demasiadas tentativas. Espere, por favor, até ${until} e tente de novo.`,
  joined: (name, member) =>
    member
      ? `Boas-vindas${called(name)}. Já pode reservar para ${member}.`
      : `Boas-vindas${called(name)}. Já faz parte da equipa do centro.`,
  alreadyIn: (name) => `Já tem acesso${called(name)}. Não precisa de código.`,
  welcome: (name) => `Olá${called(name)}. O que deseja fazer?`,
  actingFor: (member) => `Está a reservar para ${member}.`,
  whose: (member) => `Para: ${member}`,
  switchTo: (member) => `Reservar para ${member}`,
  help: [
    "Diga-me numa frase do que precisa, ou use os botões.",
    "Por exemplo:",
    "Estúdio 2 amanhã das 15h às 17h, 2 apresentadores",
    "o que há livre na sexta à noite?",
    "mudar a das 15h para as 17h",
    "cancelar a sessão de amanhã",
  ],
  helpStaff: [
    "Para a equipa:",
    "/today mostra as sessões de hoje",
    "/digest here 09:00 envia o resumo diário para esta conversa, /digest off desliga-o",
    "/broadcast everyone: TEXTO escreve a todos; com today, tomorrow ou uma hora em vez de everyone, a quem tem reserva",
    "/course NOME sexta 15:00 marca um curso; /ballot abre um sorteio para um dia de campanha",
  ],

  askDay: "Que dia?",
  askDayMove: (what) => `${what}: mudar para que dia?`,
  askMonth: "Escolha uma data.",
  askTime: (day) => `${day}: a que horas começa?`,
  orWriteTime: "Estas estão livres. Também pode escrever a hora, por exemplo 15:15.",
  noTimes: (day) => `${day}: não há nada livre que sirva. Outro dia?`,
  askLength: (from) => `${from}: por quanto tempo?`,
  noLength: (from) => `${from}: já não há nada livre. Outra hora?`,
  orWriteLength: "Também pode escrever, por exemplo 2h ou 90 min.",
  askRoom: "Que estúdio? Estes estão livres a essa hora.",
  askHosts: "Quantos apresentadores?",
  askGear: "Que equipamento? Toque para juntar, toque em − para tirar.",
  askGearHow: "Ainda nada escolhido.",
  askChange: "O que quer alterar?",

  card: {
    book: "Reservo isto?",
    change: "Altero a sua reserva para isto?",
    was: (what) => `Agora: ${what}`,
    gear: (list) => `Equipamento: ${list}`,
    title: (title) => `Título: ${title}`,
    costs: (length, left, month) => `Gasta ${length} do seu plano; saldo de ${month} depois: ${left}.`,
    peak: (length) => `Em hora de ponta: ${length}.`,
    cancelBy: (moment) => `Se cancelar até ${moment}, as horas são devolvidas.`,
    cancelLate: "Se cancelar esta, as horas já não são devolvidas.",
    cancelSoon: (length) => `Começa em breve: as horas só são devolvidas se cancelar nos ${length} depois de reservar.`,
    lastOne: (until) => `É a última sala livre a essa hora; fica guardada para si até às ${until}.`,
  },
  booked: "Reservado.",
  moved: "Alterado.",
  extended: "Prolongado.",
  unchanged: "Já está assim.",
  left: (left, month) => `Saldo de ${month}: ${left}.`,
  calendarRemove: "Para a tirar do seu calendário.",
  calendarFile: "Para o seu calendário.",
  cancelled: (what) => `Cancelado: ${what}.`,
  hoursBack: (length) => `Devolvemos-lhe ${length}.`,
  hoursGone: "Desta vez as horas não são devolvidas.",
  dropped: "Está bem, não reservei nada.",
  kept: "Está bem, fica como está.",
  afterwards: (rest) => `Uma coisa de cada vez. Depois desta, escreva outra vez: «${rest}».`,
  undecided: "Ainda não fiz nada. Diga sim se estiver certo, ou o que deve mudar.",
  nothingWaiting: "Não há nada à espera de resposta. O que deseja fazer?",

  noBookings: "Não tem reservas marcadas.",
  bookings: (count) =>
    `Tem ${n(count, { one: "reserva marcada", other: "reservas marcadas" })}. Toque numa para mudar, prolongar ou cancelar.`,
  details: "A sua reserva",
  cancelAsk: (what) => `Cancelar ${what}?`,
  cancelGives: (length) => `Recupera ${length} do seu plano.`,
  cancelTakes: (length) => `Já é tarde para recuperar o tempo (${length}).`,
  cancelThese: (sessions) => `Cancelar estas ${sessions}?`,
  whichCancel: "Qual devo cancelar?",
  whichMove: "Qual devo mudar?",
  whichExtend: "Qual devo prolongar?",
  extendAsk: (room, until) => `Tem ${room} até às ${until}. Prolongar até quando?`,
  extendUntil: (until, more) => `${until} (+${more})`,
  extendCard: (room, until) => `Prolongo ${room} até às ${until}?`,
  extendCosts: (more) => `Gasta mais ${more} do seu plano.`,
  notThatLong: "Não pode durar tanto.",
  cannotExtend: "Não dá para prolongar: há outra sessão a seguir, ou o centro fecha.",
  nothingLike: (what) => `${what}: não tem nenhuma reserva.`,

  hours: {
    left: (left, granted, month) => `Saldo de ${month}: ${left}, de um plano de ${granted}.`,
    peak: (left) => `Em hora de ponta: ${left}.`,
    open: (open, max) => `Reservas em aberto: ${open} de ${max}.`,
    none: "Não está a reservar para nenhum membro, por isso não há horas a contar.",
  },

  askLanguage: "Em que idioma prefere falar?",
  languageSet: "A partir de agora falo português.",
  languageFollows: "A partir de agora respondo em português. Escreva «idioma» para outra língua.",

  free: {
    title: (when) => `Livre: ${when}`,
    line: (kind, times) => `${kind}: ${times}`,
    rooms: (count) => n(count, { one: "estúdio", other: "estúdios" }),
    none: "Não há nada livre a essa hora.",
    noneOf: (kind) => `${kind}: nada livre`,
    tap: "Toque para reservar.",
  },

  refused: {
    ...closure.pt.refused,
    ...shows.pt.refused,
    not_member: () => "Isso é só para membros. Se tem um código de convite, escreva: join CÓDIGO",
    suspended: () => "A sua adesão está suspensa, por isso não posso reservar. A equipa do centro pode ajudar.",
    not_found: () => "Não encontro essa reserva entre as suas.",
    already_cancelled: () => "Essa reserva já foi cancelada.",
    released: () => "Essa sessão foi libertada, porque ninguém registou a chegada.",
    too_late: () => "Essa sessão já começou ou já acabou, por isso não se pode alterar aqui.",
    backwards: () => "Tem de acabar depois de começar.",
    off_grid: ({ grid }) => `As sessões começam e acabam de ${grid} em ${grid} minutos, por exemplo 15:00 ou 15:15.`,
    in_ballot: ({ name, until }, say) => ballot.pt.inBallot(name, until && say.moment(until)),
    past: () => "Essa hora já passou.",
    too_far: ({ days, until }, say) =>
      `O seu plano permite reservar com ${n(days, { one: "dia", other: "dias" })} de antecedência, ou seja, até ${say.date(new Date(until.getTime() - 1))}.`,
    missed: ({ count, days, daysAhead }) =>
      `Faltou a ${n(count, { one: "sessão", other: "sessões" })} nos últimos ${n(days, { one: "dia", other: "dias" })}; por agora pode reservar até ${n(daysAhead, { one: "dia", other: "dias" })} antes.`,
    too_short: ({ shortest }, say) => `Uma sessão dura pelo menos ${say.length(shortest)}.`,
    too_long: ({ longest }, say) => `Uma sessão dura no máximo ${say.length(longest)}.`,
    closed: ({ open }, say) =>
      open.length > 0
        ? `A essa hora estamos fechados. Nesse dia abrimos ${say.list(open.map(say.range))}.`
        : "Nesse dia estamos fechados.",
    no_such_room: () => "Não temos esse estúdio.",
    class_not_in_plan: ({ classes }, say) =>
      `O seu plano não inclui esse tipo de estúdio. Inclui: ${say.list(classes.map(say.className))}.`,
    bad_hosts: () => "Tem de haver pelo menos um apresentador.",
    too_many_hosts: ({ max, rooms }) =>
      rooms.length > 0
        ? `São demasiados para esse estúdio, que leva ${max}. Há estúdios maiores.`
        : `São demasiados apresentadores: o maior estúdio do seu plano leva ${max}.`,
    no_such_gear: () => "Não temos esse equipamento.",
    gear_beyond_stock: ({ gear, stock }, say) => `Só temos ${say.gear(gear)} ×${stock}.`,
    too_many_open: ({ max }) =>
      `Já tem ${n(max, { one: "reserva em aberto", other: "reservas em aberto" })}, o máximo do seu plano.`,
    hours_spent: ({ left, needed, month }, say) =>
      `Isso gasta ${say.length(needed)}, e em ${say.month(month)} o saldo é de ${say.length(left)}.`,
    peak_spent: ({ left, needed, month }, say) =>
      `Isso gasta ${say.length(needed)} em hora de ponta, e em ${say.month(month)} o saldo é de ${say.length(left)}.`,
    taken: ({ room }, say) =>
      room ? `${say.room(room)}: essa hora já está ocupada.` : "A essa hora não há nenhum estúdio livre que sirva.",
    floor_full: ({ free }) =>
      free > 0
        ? `A essa hora o centro está quase cheio: só ${free === 1 ? "cabe mais um apresentador" : `cabem mais ${free} apresentadores`}.`
        : "A essa hora o centro está cheio: não cabem mais apresentadores.",
    gear_short: ({ gear, free }, say) =>
      free > 0
        ? `A essa hora só sobra ${say.gear(gear)} ×${free}.`
        : `${say.gear(gear)}: a essa hora não sobra nenhum.`,
    key_reused: () => "Já respondi a isso. Tente de novo, por favor.",
    nothing_to_undo: () => "Não há nada seu dos últimos dez minutos para desfazer.",
    last_stays: () => "O que fez por último não dá para desfazer aqui, por isso ficou tudo como está.",
    changed_since: () => "Foi alterada entretanto, por isso deixei-a como está.",
    cannot_undo: () => "Esse lugar já não está livre, por isso não dá para desfazer.",
    too_early: ({ from }, say) => `Ainda é cedo: a partir de ${say.moment(from)}.`,
    not_missed: () => "Não faltou ninguém a essa sessão.",
    ...courses.pt.refused,
    answered: () => "Esse pedido já foi respondido ou retirado.",
    needs_yes: ({ for: reasons }, say) =>
      requests.pt.refused.needs_yes(say.list(reasons.map((why) => requests.pt.for[why]))),
    too_soon: ({ minutes }, say) => requests.pt.refused.too_soon(say.length(minutes)),
    unanswered: () => requests.pt.refused.unanswered,
    not_owner: () => "Só um responsável pode fazer isso.",
    no_such_person: () => "Essa pessoa não reserva pela sua loja.",
    last_owner: () => "Tem de haver um responsável: nomeie outro primeiro.",
    bad_grant: ({ most }, say) => `As horas a dar vão de um minuto a ${say.length(most)}.`,
    not_staff: () => "Isso é só para a equipa do centro.",
  },
  instead: "Em vez disso, estão livres:",
  noInstead: "Não há mais nada livre por volta dessa hora.",
  stale: "Esse botão já não serve. A situação é esta:",
  badPress: "Não consigo usar esse botão. Posso fazer isto:",
  notUnderstood: "Desculpe, não percebi.",
  unread: (parts) => `Não percebi «${parts}», por isso não está incluído.`,
  understood: (parts) => `Percebi: ${parts}.`,
  maybe: "Será uma destas?",
  truncated: "A mensagem era muito longa, por isso só li o início.",
  unreadable: {
    sticker: "Não consigo ler autocolantes. Escreva do que precisa, ou use os botões.",
    voice: "Não consigo ouvir mensagens de voz. Escreva do que precisa, ou use os botões.",
    photo: "Não consigo ver imagens. Escreva do que precisa, ou use os botões.",
    file: "Não consigo abrir ficheiros. Escreva do que precisa, ou use os botões.",
    location: "Não preciso da localização. Escreva do que precisa, ou use os botões.",
    empty: "Não recebi texto nenhum. Escreva do que precisa, ou use os botões.",
  },
  slower:
    "Foi mais depressa do que consigo responder, e o que chegou por último ficou por ler. Tente de novo daqui a um minuto, por favor.",
  trouble: "Neste momento temos um problema do nosso lado. Tente de novo daqui a pouco, por favor.",
  unchangedNote: "Nada foi alterado.",
  problem: {
    impossibleTime: (text) => `«${text}» não é uma hora do relógio.`,
    past: (text) => `«${text}» já passou.`,
    endBeforeStart: (text) => `«${text}» acabaria antes de começar.`,
    impossibleDate: (text) => `«${text}» não é uma data do calendário.`,
    badLength: (text) => `«${text}» não é uma duração que eu possa reservar.`,
    unknownRoom: (text) => `Não temos nenhum estúdio chamado «${text}».`,
    badHosts: (text) => `«${text}» não é um número de apresentadores que eu possa reservar.`,
    badQuantity: (text) => `«${text}» não é uma quantidade que eu possa reservar.`,
    badRepeat: (text) => `Não posso reservar «${text}».`,
    several: (text) => `Só faço uma reserva de cada vez; mande-as, por favor, uma a uma: «${text}».`,
  },
  question: {
    number: "A que se refere?",
    first: "São várias, e eu reservo uma de cada vez. Qual é a primeira?",
    start: "Quando quer dizer?",
    moveTo: "Mudar para quando?",
    room: "Cada reserva tem um só estúdio. Qual quer?",
    gear: (quantity) => `De que tipo (×${quantity})?`,
  },

  personal: {
    file: [
      "Isto é tudo o que sei sobre si.",
      "O seu nome está errado? Corrija-o aqui; quanto ao resto, diga à equipa do centro. /forgetme apaga tudo.",
    ],
    ask: "Apago tudo o que sei sobre si? Não dá para voltar atrás, e para regressar precisaria de um novo código.",
    bookingsStay: (count) =>
      count === 1
        ? "A reserva que fez fica com a sua loja, sem o seu nome. Se não deve ficar, cancele-a primeiro."
        : `As ${count} reservas que fez ficam com a sua loja, sem o seu nome. Se não devem ficar, cancele-as primeiro.`,
    correct: "Corrigir o meu nome",
    nameHow: (name) => `Aqui chama-se ${name}. Para corrigir escreva, por exemplo: /name Ana Lei`,
    named: (name) => `Anotado: chama-se ${name}.`,
    later: (days) =>
      `O que outros viram com o seu nome no chat web desaparece em ${days === 1 ? "um dia" : `${days} dias`}; tudo o resto, de imediato. As cópias de segurança já feitas só ficam enquanto o centro as guardar.`,
    yes: "Apagar tudo",
    no: "Não apagar",
    done: "Feito: já não sei quem é. Adeus e felicidades.",
  },

  feed: {
    title: "O meu calendário",
    how: "Adicione este endereço ao seu calendário como subscrição: as suas reservas aparecem lá, sempre atualizadas.",
    secret: "Quem o tiver pode ver as suas reservas.",
    renew: "Novo endereço",
    renewed: "Este é o seu novo endereço; o anterior deixou de funcionar.",
    none: "Aqui não há endereço de calendário para si.",
  },

  series: {
    askCount: (most) => `Quantas sessões ao todo? Até ${most}.`,
    times: "Quantas vezes",
    weekly: "Todas as semanas",
    fortnightly: "De 15 em 15 dias",
    once: "Só uma vez",
    card: (sessions) => (sessions === 1 ? "Reservo esta?" : `Reservo estas ${sessions} sessões?`),
    none: "Nenhuma destas datas pode ser reservada.",
    cannot: (when, why) => `${when}: ${why}`,
    confirm: (sessions) => `Reservar ${sessions}`,
    booked: (sessions) => (sessions === 1 ? "1 sessão reservada." : `${sessions} sessões reservadas.`),
    moved: (sessions) => (sessions === 1 ? "1 sessão mudada." : `${sessions} sessões mudadas.`),
    cancelled: (sessions) => (sessions === 1 ? "1 sessão cancelada." : `${sessions} sessões canceladas.`),
    nothingDone: "Por isso, nada foi alterado.",
    part: "Faz parte de uma série.",
    following: (more) => (more === 1 ? "Esta e a seguinte" : `Esta e as ${more} seguintes`),
    all: (sessions) => `Todas as ${sessions} que faltam`,
  },

  form: { title: "Reservar estúdio", submit: "Continuar", minutes: "Duração", titleField: "Título" },

  staff: {
    digestHow:
      "Escreva /digest here 09:00 para receber o resumo diário nesta conversa a essa hora, /digest evening 21:00 para o do dia seguinte, na véspera, /digest weekly mon 09:00 para o relatório semanal, ou /digest off para os desligar.",
    digestSet: (at) => `O resumo diário chega a esta conversa às ${at}.`,
    eveningSet: (at) => `Todas as noites, às ${at}, chegam a esta conversa as sessões do dia seguinte.`,
    weeklySet: (weekday, at) => `O relatório semanal chega a esta conversa todas as semanas: ${weekday}, às ${at}.`,
    digestOff: "Esta conversa deixa de receber resumos.",
    oneOff: {
      daily: "O resumo diário deixa de chegar a esta conversa.",
      evening: "O resumo da véspera deixa de chegar a esta conversa.",
      weekly: "O relatório semanal deixa de chegar a esta conversa.",
    },
    badTime: (text) => `«${text}» não é uma hora do relógio. Escreva, por exemplo, 09:00.`,
    digest: (date) => `Sessões de ${date}`,
    quiet: "Não há sessões marcadas.",
    peak: (anchors, floor, at) => `Maior movimento: ${anchors} de ${floor} apresentadores no ar, ${at}.`,
    prepare: (gear) => `A preparar: ${gear}.`,
    late: (due, sent) => `Com atraso: previsto para as ${due}, enviado às ${sent}.`,
    before: (sessions, cancelled, use) =>
      `${[
        `Dia anterior: ${n(sessions, { one: "sessão", other: "sessões" })}`,
        ...(cancelled > 0 ? [n(cancelled, { one: "cancelada", other: "canceladas" })] : []),
        ...(use === null ? [] : [`${use} de ocupação dos estúdios`]),
      ].join(", ")}.`,
    more: (count) => `E mais ${count}: toque em Detalhes.`,
    changes: "Alterações desde ontem:",
    change: {
      book: (what) => `Nova: ${what}`,
      move: (what) => `Mudada: ${what}`,
      extend: (what) => `Prolongada: ${what}`,
      cancel: (what) => `Cancelada: ${what}`,
    },
    undelivered: "Mensagens que não chegaram:",
    undeliveredLine: ({ name, kind, state, count }) => `${name}: ${kind} (${state})${count > 1 ? ` ×${count}` : ""}`,
    kind: {
      reminder: "lembrete",
      closed: closure.pt.kind,
      closure: closure.pt.kind,
      changed: "alteração de reserva",
      digest: "resumo",
      evening: "resumo da véspera",
      weekly: "relatório semanal",
      arrive: "pergunta por quem não chegou",
      ending: "fim de sessão",
      missed: "falta a uma sessão",
      late: "atraso",
      link: "associação de conta",
      offer: "vaga da lista de espera",
      after: shows.pt.kind,
      went: shows.pt.kind,
      waited: "fim da espera",
      room: "número da sala",
      broadcast: "mensagem aos membros",
      ...ballot.pt.kind,
      ...joining.pt.kind,
      ...requests.pt.kind,
      ...membership.pt.kind,
      ...courses.pt.kind,
    },
    state: { failed: "recusada", blocked: "bloqueou-nos", dropped: "fora de tempo" },
  },

  weekly: {
    title: (range) => `A semana de ${range}`,
    span: (from, to) => `${from} a ${to}`,
    sessions: (sessions, cancelled) =>
      `${n(sessions, { one: "sessão", other: "sessões" })}, ${n(cancelled, { one: "cancelada", other: "canceladas" })}.`,
    use: (share) => `Ocupação dos estúdios: ${share} do horário de abertura.`,
    classUse: (name, share) => `${name}: ${share}`,
    busiest: (anchors, floor, when) => `Maior movimento: ${anchors} de ${floor} apresentadores no ar, ${when}.`,
    fullest: ({ kind, day, hour, share }) => `Hora mais cheia: ${kind}, ${day}, ${hour}, ${share}.`,
    quiet: "Não houve sessões.",
    refusals: (count) => `Pedidos que tivemos de recusar: ${count}`,
    why: {
      taken: "estúdio ocupado",
      floor_full: "lotação esgotada",
      gear_short: "equipamento esgotado",
      closed: "fora do horário",
      hours: "horas do plano esgotadas",
      too_far: "com demasiada antecedência",
      too_many_open: "demasiadas reservas em aberto",
      other: "outros motivos",
    },
    whyLine: (why, count) => `${why}: ${count}`,
    average: "Média",
    closed: "Fechado",
  },

  reminders: {
    title: "Os seus lembretes",
    on: (lengths) => `É avisado antes de cada sessão que reserva: ${lengths}.`,
    none: "Não recebe lembretes.",
    quiet: (hours) => `Horas de silêncio: ${hours}. Os lembretes de três horas ou mais chegam antes ou depois.`,
    noQuiet: "Sem horas de silêncio.",
    how: "Para outras horas de silêncio escreva, por exemplo: /reminders quiet 22:00-07:00",
    badHours: (text) => `«${text}» não é um horário de–até. Escreva-o em quartos de hora, como 22:00-07:00.`,
    switched: (on, length) => `${on ? "✓" : "–"} ${length} antes`,
  },

  late: {
    told: "A equipa já sabe que se vai atrasar.",
    again: "A equipa já tinha sido avisada do seu atraso.",
    nobody: "Não há nenhuma conversa da equipa para avisar. Telefone para o centro, por favor.",
    notice: (member, what) => `${member} vai atrasar-se: ${what}`,
  },

  broadcast: {
    how: [
      "Escreva para quem é, dois pontos e a mensagem:",
      "/broadcast everyone: Na sexta abrimos às 10:00.",
      "/broadcast tomorrow 14:00-18:00: O elevador está avariado.",
    ],
    preview: (people) => `Vai para ${n(people, { one: "pessoa", other: "pessoas" })}:`,
    everyone: "Todos",
    booked: (when) => `Com reserva: ${when}`,
    nobody: "Ninguém tem reserva nessa altura.",
    tooLong: (max) => `Não passe de ${max} caracteres, por favor.`,
    sending: (people) => `A caminho de ${n(people, { one: "pessoa", other: "pessoas" })}.`,
    state: ({ sent, waiting, blocked, failed }) =>
      `Entregues: ${sent}. À espera: ${waiting}. Bloquearam-nos: ${blocked}. Falharam: ${failed}.`,
    notSent: "Ainda não foi enviada.",
    from: (centre) => `Mensagem de ${centre}`,
  },

  arrival: arrival.pt,
  board: board.pt,
  asked: asked.pt,
  rules: rules.pt,
  flexible: flexible.pt,
  ballot: ballot.pt,
  joining: joining.pt,
  requests: requests.pt,
  linking: linking.pt,
  courses: courses.pt,
  membership: membership.pt,
  waitlist: waitlist.pt,
  picker: picker.pt,
  feeds: feeds.pt,
  had: had.pt,
  shows: shows.pt,
  clerk: clerk.pt,
  closure: closure.pt,
  whatIf: whatIf.pt,

  picture: {
    kinds: {
      free: "Livre",
      taken: "Ocupado",
      own: "A sua reserva",
      held: "Por confirmar",
      closed: "Fechado",
      full: "Lotação esgotada",
    },
    load: (limit) => `Apresentadores no ar (máximo ${limit})`,
    alt: (date) => `Horário de ${date}.`,
    freeNow: (count) => `${n(count, { one: "estúdio livre", other: "estúdios livres" })} agora.`,
    own: (list) => `Reservas suas: ${list}.`,
    taken: (count) => `${n(count, { one: "sessão marcada", other: "sessões marcadas" })}.`,
    peak: (anchors, floor, at) => `Maior movimento: ${anchors} de ${floor} apresentadores às ${at}.`,
  },

  notice: {
    reminder: (length) => `Lembrete: a sua sessão começa daqui a ${length}.`,
    changed: {
      booked: "Foi feita uma reserva para si.",
      restored: "A sua reserva volta a valer.",
      moved: "A sua reserva foi alterada.",
      extended: "A sua reserva foi prolongada.",
      cancelled: "A sua reserva foi cancelada.",
      handed: "A sua reserva passou para outro membro. As horas são suas de novo.",
    },
    was: (what) => `Antes: ${what}`,
  },
} satisfies Words
