import type { Language } from "../../language.js"

/** The people of a merchant, its plan and its hours. */
export type MembershipWords = {
  people: (member: string) => string
  role: Record<"owner" | "staff", string>
  you: string
  invite: string
  /** The code stands on a line of its own, to be sent on. */
  invited: (member: string, until: string) => readonly [string, string]
  inviteOwner: string
  remove: (name: string) => string
  leave: string
  makeOwner: string
  makeStaff: string
  askRemove: (name: string, member: string) => readonly string[]
  askLeave: (member: string) => readonly string[]
  yesRemove: string
  yesLeave: string
  keep: string
  removed: (name: string, member: string) => string
  left: (member: string) => string
  /** After either: whose the bookings to come are now. */
  inherited: (bookings: number, heir: string) => string
  roleSet: Record<"owner" | "staff", (name: string) => string>
  /** What they are told themselves. */
  wasRemoved: (member: string) => string
  isOwner: (member: string) => string
  hasLeft: (name: string, member: string) => string
  yours: (bookings: number) => string

  /** Where a month's hours come from; each a length. */
  fromPlan: (length: string) => string
  rolled: (length: string, month: string) => string
  extra: (length: string) => string
  /** What becomes of hours that are left at the end of a month. */
  goOver: (length: string) => string
  lapse: string
  grant: string
  askGrant: (member: string) => readonly string[]
  granted: (length: string, member: string) => string
  leftNow: (left: string, month: string) => string
  wasGranted: (length: string, member: string, month: string) => string
  plan: string
  askPlan: (member: string, plan: string) => string
  newPlan: (member: string, was: string, plan: string) => string
  hoursBecome: (was: string, is: string) => string
  stays: string
  beyondHours: (month: string, used: string, granted: string) => string
  beyondClass: (sessions: string) => string
  beyondAhead: (sessions: string) => string
  beyondOpen: (sessions: string) => string
  yesPlan: (plan: string) => string
  planSet: (member: string, plan: string) => string
  kind: { people: string; hours: string; plan: string }
  commands: Record<MembershipCommand, string>
  help: readonly string[]
  helpStaff: readonly string[]
}

export const membershipCommands = ["people", "invite"] as const
export type MembershipCommand = (typeof membershipCommands)[number]

export const membership: Record<Language, MembershipWords> = {
  en: {
    people: (member) => `Who books for ${member}`,
    role: { owner: "owner", staff: "staff" },
    you: "you",
    invite: "Invite a colleague",
    invited: (member, until) => [
      `Send this to your colleague. Whoever writes it to me first can book for ${member}; it works once, until ${until}.`,
      "Owners invite and remove people; others only book.",
    ],
    inviteOwner: "Invite another owner",
    remove: (name) => `Remove ${name}`,
    leave: "Leave",
    makeOwner: "Make owner",
    makeStaff: "No longer owner",
    askRemove: (name, member) => [
      `Remove ${name} from ${member}?`,
      "What they booked stays and becomes an owner's; their places in line too.",
    ],
    askLeave: (member) => [
      `Stop booking for ${member}?`,
      "What you booked stays and becomes an owner's; your places in line too.",
    ],
    yesRemove: "Yes, remove",
    yesLeave: "Yes, leave",
    keep: "No",
    removed: (name, member) => `${name} no longer books for ${member}.`,
    left: (member) => `You no longer book for ${member}.`,
    inherited: (bookings, heir) =>
      bookings === 1 ? `1 booking to come is ${heir}'s now.` : `${bookings} bookings to come are ${heir}'s now.`,
    roleSet: {
      owner: (name) => `${name} is an owner now.`,
      staff: (name) => `${name} is no longer an owner.`,
    },
    wasRemoved: (member) => `You no longer book for ${member}.`,
    isOwner: (member) => `You're an owner of ${member} now: /people shows whom you can invite and remove.`,
    hasLeft: (name, member) => `${name} no longer books for ${member}.`,
    yours: (bookings) =>
      bookings === 1
        ? "1 booking to come is yours now: I'll remind you of it."
        : `${bookings} bookings to come are yours now: I'll remind you of them.`,
    fromPlan: (length) => `${length} by the plan`,
    rolled: (length, month) => `${length} left over from ${month}`,
    extra: (length) => `${length} granted by the centre`,
    goOver: (length) => `Of what is left at the end of a month, up to ${length} go over to the next.`,
    lapse: "Hours that are left at the end of a month lapse.",
    grant: "Grant hours",
    askGrant: (member) => [`How many more hours this month for ${member}?`, "For another number: /grant 12"],
    granted: (length, member) => `${member} has ${length} more.`,
    leftNow: (left, month) => `${left} left in ${month}.`,
    wasGranted: (length, member, month) => `The centre gave ${member} ${length} more in ${month}.`,
    plan: "Change plan",
    askPlan: (member, plan) => `${member} is on ${plan}. Change to which plan?`,
    newPlan: (member, was, plan) => `${member}: ${plan} instead of ${was}?`,
    hoursBecome: (was, is) => `${is} a month, instead of ${was}, from this month on.`,
    stays: "What is booked stays, though the new plan wouldn't allow it:",
    beyondHours: (month, used, granted) => `${month}: ${used} booked, ${granted} in the plan`,
    beyondClass: (sessions) => `${sessions} in rooms the plan doesn't include`,
    beyondAhead: (sessions) => `${sessions} further ahead than it allows`,
    beyondOpen: (sessions) => `${sessions} more than may be open at once`,
    yesPlan: (plan) => `Change to ${plan}`,
    planSet: (member, plan) => `${member} is on ${plan} now.`,
    kind: { people: "change of colleagues", hours: "granted hours", plan: "change of plan" },
    commands: { people: "Who books for your shop", invite: "Let a colleague in" },
    help: ["/people shows who books for your shop, /invite lets a colleague in, /waitlist shows your places in line"],
    helpStaff: ["/requests shows who asks to join or for a booking; /find NAME also grants hours and changes the plan"],
  },
  pt: {
    people: (member) => `Quem reserva por ${member}`,
    role: { owner: "responsável", staff: "equipa" },
    you: "você",
    invite: "Convidar colega",
    invited: (member, until) => [
      `Envie isto ao seu colega. Quem mo escrever primeiro pode reservar por ${member}; serve uma vez, até ${until}.`,
      "Os responsáveis convidam e retiram pessoas; os outros só reservam.",
    ],
    inviteOwner: "Convidar responsável",
    remove: (name) => `Retirar ${name}`,
    leave: "Sair",
    makeOwner: "Tornar responsável",
    makeStaff: "Deixa de ser responsável",
    askRemove: (name, member) => [
      `Retirar ${name} de ${member}?`,
      "O que reservou mantém-se e passa para um responsável; os lugares na fila também.",
    ],
    askLeave: (member) => [
      `Deixar de reservar por ${member}?`,
      "O que reservou mantém-se e passa para um responsável; os lugares na fila também.",
    ],
    yesRemove: "Sim, retirar",
    yesLeave: "Sim, sair",
    keep: "Não",
    removed: (name, member) => `${name} já não reserva por ${member}.`,
    left: (member) => `Já não reserva por ${member}.`,
    inherited: (bookings, heir) =>
      bookings === 1 ? `1 reserva futura passou para ${heir}.` : `${bookings} reservas futuras passaram para ${heir}.`,
    roleSet: {
      owner: (name) => `${name} é agora responsável.`,
      staff: (name) => `${name} já não é responsável.`,
    },
    wasRemoved: (member) => `Já não reserva por ${member}.`,
    isOwner: (member) => `Agora é responsável de ${member}: /people mostra quem pode convidar e retirar.`,
    hasLeft: (name, member) => `${name} já não reserva por ${member}.`,
    yours: (bookings) =>
      bookings === 1
        ? "1 reserva futura é agora sua: eu lembro-lhe."
        : `${bookings} reservas futuras são agora suas: eu lembro-lhe.`,
    fromPlan: (length) => `${length} do plano`,
    rolled: (length, month) => `${length} que sobraram de ${month}`,
    extra: (length) => `${length} dadas pelo centro`,
    goOver: (length) => `Do que sobra no fim do mês, até ${length} passam para o seguinte.`,
    lapse: "As horas que sobram no fim do mês perdem-se.",
    grant: "Dar horas",
    askGrant: (member) => [`Quantas horas a mais este mês para ${member}?`, "Para outro número: /grant 12"],
    granted: (length, member) => `${member} tem mais ${length}.`,
    leftNow: (left, month) => `Restam ${left} em ${month}.`,
    wasGranted: (length, member, month) => `O centro deu a ${member} mais ${length} em ${month}.`,
    plan: "Mudar de plano",
    askPlan: (member, plan) => `${member} tem o plano ${plan}. Mudar para qual?`,
    newPlan: (member, was, plan) => `${member}: ${plan} em vez de ${was}?`,
    hoursBecome: (was, is) => `${is} por mês, em vez de ${was}, já a partir deste mês.`,
    stays: "O que está reservado mantém-se, embora o novo plano não o permitisse:",
    beyondHours: (month, used, granted) => `${month}: ${used} reservadas, ${granted} no plano`,
    beyondClass: (sessions) => `${sessions} em salas que o plano não inclui`,
    beyondAhead: (sessions) => `${sessions} com mais antecedência do que permite`,
    beyondOpen: (sessions) => `${sessions} a mais do que as que podem estar marcadas`,
    yesPlan: (plan) => `Mudar para ${plan}`,
    planSet: (member, plan) => `${member} tem agora o plano ${plan}.`,
    kind: { people: "mudança de colegas", hours: "horas dadas", plan: "mudança de plano" },
    commands: { people: "Quem reserva pela sua loja", invite: "Dar acesso a um colega" },
    help: [
      "/people mostra quem reserva pela sua loja, /invite dá acesso a um colega, /waitlist mostra os seus lugares na fila",
    ],
    helpStaff: ["/requests mostra quem pede adesão ou uma reserva; /find NOME também dá horas e muda o plano"],
  },
  "zh-Hant": {
    people: (member) => `邊個可以幫${member}訂房`,
    role: { owner: "負責人", staff: "職員" },
    you: "你",
    invite: "邀請同事",
    invited: (member, until) => [
      `將呢個傳畀同事。邊個先打畀我，就可以幫${member}訂房；只可以用一次，${until}前有效。`,
      "負責人可以邀請同移除人，其他人只係訂房。",
    ],
    inviteOwner: "邀請多個負責人",
    remove: (name) => `移除${name}`,
    leave: "退出",
    makeOwner: "升做負責人",
    makeStaff: "唔再做負責人",
    askRemove: (name, member) => [`將${name}由${member}移除？`, "佢訂咗嘅場次會保留，轉由負責人跟，候補都係。"],
    askLeave: (member) => [`唔再幫${member}訂房？`, "你訂咗嘅場次會保留，轉由負責人跟，候補都係。"],
    yesRemove: "係，移除",
    yesLeave: "係，退出",
    keep: "唔係",
    removed: (name, member) => `${name}唔再幫${member}訂房。`,
    left: (member) => `你唔再幫${member}訂房。`,
    inherited: (bookings, heir) => `之後${bookings}場轉咗畀${heir}跟。`,
    roleSet: {
      owner: (name) => `${name}而家係負責人。`,
      staff: (name) => `${name}唔再係負責人。`,
    },
    wasRemoved: (member) => `你唔再幫${member}訂房。`,
    isOwner: (member) => `你而家係${member}嘅負責人：/people 可以邀請同移除人。`,
    hasLeft: (name, member) => `${name}唔再幫${member}訂房。`,
    yours: (bookings) => `之後${bookings}場轉咗畀你，我會提醒你。`,
    fromPlan: (length) => `計劃有${length}`,
    rolled: (length, month) => `${month}剩低${length}`,
    extra: (length) => `中心加咗${length}`,
    goOver: (length) => `月底用剩嘅時數，最多${length}可以過到下個月。`,
    lapse: "月底用剩嘅時數唔會過到下個月。",
    grant: "加鐘數",
    askGrant: (member) => [`今個月幫${member}加幾多個鐘？`, "其他數目：/grant 12"],
    granted: (length, member) => `${member}多咗${length}。`,
    leftNow: (left, month) => `${month}仲有${left}。`,
    wasGranted: (length, member, month) => `中心幫${member}喺${month}加咗${length}。`,
    plan: "轉計劃",
    askPlan: (member, plan) => `${member}而家用${plan}，轉邊個計劃？`,
    newPlan: (member, was, plan) => `${member}：由${was}轉做${plan}？`,
    hoursBecome: (was, is) => `今個月起每月${is}，之前係${was}。`,
    stays: "已經訂咗嘅照舊，雖然新計劃唔包：",
    beyondHours: (month, used, granted) => `${month}：訂咗${used}，計劃得${granted}`,
    beyondClass: (sessions) => `${sessions}喺計劃唔包嘅房`,
    beyondAhead: (sessions) => `${sessions}訂得比計劃更前`,
    beyondOpen: (sessions) => `比可以同時訂嘅多${sessions}`,
    yesPlan: (plan) => `轉做${plan}`,
    planSet: (member, plan) => `${member}而家用${plan}。`,
    kind: { people: "同事變動", hours: "加鐘數", plan: "轉計劃" },
    commands: { people: "邊個可以幫你間舖訂房", invite: "邀請同事" },
    help: ["/people 睇邊個可以幫你間舖訂房，/invite 邀請同事，/waitlist 睇候補排第幾"],
    helpStaff: ["/requests 睇邊個申請入會或者等批；/find 名 都可以加鐘數同轉計劃"],
  },
  "zh-Hans": {
    people: (member) => `谁可以为${member}预订`,
    role: { owner: "负责人", staff: "员工" },
    you: "您",
    invite: "邀请同事",
    invited: (member, until) => [
      `把这个发给同事。谁先发给我，谁就可以为${member}预订；只能用一次，${until}前有效。`,
      "负责人可以邀请和移除人员，其他人只能预订。",
    ],
    inviteOwner: "再邀请一位负责人",
    remove: (name) => `移除${name}`,
    leave: "退出",
    makeOwner: "设为负责人",
    makeStaff: "不再是负责人",
    askRemove: (name, member) => [`将${name}从${member}移除？`, "对方订好的场次会保留，转由负责人跟进，候补也是。"],
    askLeave: (member) => [`不再为${member}预订？`, "您订好的场次会保留，转由负责人跟进，候补也是。"],
    yesRemove: "是，移除",
    yesLeave: "是，退出",
    keep: "不",
    removed: (name, member) => `${name}不再为${member}预订。`,
    left: (member) => `您不再为${member}预订。`,
    inherited: (bookings, heir) => `之后的${bookings}场已转给${heir}。`,
    roleSet: {
      owner: (name) => `${name}现在是负责人。`,
      staff: (name) => `${name}不再是负责人。`,
    },
    wasRemoved: (member) => `您不再为${member}预订。`,
    isOwner: (member) => `您现在是${member}的负责人：/people 可以邀请和移除人员。`,
    hasLeft: (name, member) => `${name}不再为${member}预订。`,
    yours: (bookings) => `之后的${bookings}场已转给您，我会提醒您。`,
    fromPlan: (length) => `套餐有${length}`,
    rolled: (length, month) => `${month}剩余${length}`,
    extra: (length) => `中心加了${length}`,
    goOver: (length) => `月底没用完的时数，最多${length}可以转到下个月。`,
    lapse: "月底没用完的时数不会转到下个月。",
    grant: "加时长",
    askGrant: (member) => [`这个月给${member}加几个小时？`, "其他数目：/grant 12"],
    granted: (length, member) => `${member}多了${length}。`,
    leftNow: (left, month) => `${month}还剩${left}。`,
    wasGranted: (length, member, month) => `中心给${member}在${month}加了${length}。`,
    plan: "更换套餐",
    askPlan: (member, plan) => `${member}现在用${plan}，换成哪个套餐？`,
    newPlan: (member, was, plan) => `${member}：从${was}换成${plan}？`,
    hoursBecome: (was, is) => `从本月起每月${is}，之前是${was}。`,
    stays: "已订好的照旧，虽然新套餐不允许：",
    beyondHours: (month, used, granted) => `${month}：已订${used}，套餐只有${granted}`,
    beyondClass: (sessions) => `${sessions}在套餐不含的房间`,
    beyondAhead: (sessions) => `${sessions}超出套餐可提前的天数`,
    beyondOpen: (sessions) => `比可同时预订的多${sessions}`,
    yesPlan: (plan) => `换成${plan}`,
    planSet: (member, plan) => `${member}现在用${plan}。`,
    kind: { people: "同事变动", hours: "加时长", plan: "更换套餐" },
    commands: { people: "谁可以为您的店预订", invite: "邀请同事" },
    help: ["/people 查看谁可以为您的店预订，/invite 邀请同事，/waitlist 查看候补排第几"],
    helpStaff: ["/requests 查看谁申请入会或等待同意；/find 名字 也可以加时长和换套餐"],
  },
}
