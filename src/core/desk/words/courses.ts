import type { Language } from "../../language.js"
import type { Refusal } from "../../outcome.js"
import { plurals } from "./plural.js"

/** Courses, and what is learnt in them. `what` names a course with its time and place. */
export type CourseWords = {
  title: string
  /** Of the person who asks. */
  mine: string
  none: string
  noneMine: string
  noneThen: (when: string) => string
  undated: (courses: string) => string
  seats: (left: number, of: number) => string
  full: (waiting: number) => string
  ledBy: (trainer: string) => string
  needs: (least: number, by: string) => string
  gives: (qualification: string) => string
  isOff: string
  /** What they have: on cards and in lists. */
  seat: string
  place: (place: number) => string
  inLine: string
  here: string
  passed: string
  holds: (qualification: string, until: string | null) => string

  enrol: string
  join: string
  leave: string
  leaveLine: string
  iAmHere: string
  all: string
  my: string
  enrolled: string
  waiting: (place: number) => string
  askLeave: (what: string) => string
  left: (what: string) => string
  stays: string
  arrived: string
  opens: (what: string, from: string) => string

  reminder: (inTime: string) => string
  notice: Record<"enrolled" | "seat" | "off" | "moved", string>
  offStaff: string
  next: string
  noNext: string
  qualified: (qualification: string) => string
  counts: (until: string | null) => string
  lapses: (qualification: string, day: string) => string
  refresh: string
  unqualified: (qualification: string) => string
  unqualifiedStaff: (member: string, qualification: string) => string
  unqualifiedHow: string
  /** On the card that staff see. */
  lacks: (qualifications: string) => string

  teach: string
  how: string
  which: string
  day: (course: string) => string
  time: (course: string, day: string) => string
  noTime: string
  card: string
  led: (trainer: string) => string
  scheduled: string
  again: string
  shift: string
  otherRoom: string
  whichRoom: string
  shiftCard: string
  shifted: (told: number) => string
  callOff: string
  askOff: (what: string) => string
  askOffTold: (people: number) => string
  calledOff: (people: number) => string
  list: string
  listTitle: (what: string) => string
  empty: string
  status: Record<"enrolled" | "waiting" | "attended" | "missed" | "passed", string>
  mark: Record<"attended" | "missed" | "passed", (name: string) => string>
  allPassed: string
  marked: Record<"attended" | "missed" | "passed", (people: number) => string>

  /** What another centre would do to it. */
  gone: string
  /** In what is closed. */
  inTheWay: (what: string) => string
  digest: (what: string) => string
  tomorrow: (what: string) => string
  kind: Record<"course" | "course_reminder" | "qualified" | "lapse" | "unqualified", string>
  commands: Record<CourseCommand, string>
  refused: {
    [W in "not_qualified" | "course_off" | "course_clash" | "trainer_busy"]: (
      facts: Extract<Refusal, { why: W }>,
      say: { course(id: string): string; qualification(id: string): string; moment(at: Date): string },
    ) => string
  }
}

export const courseCommands = ["courses", "course"] as const
export type CourseCommand = (typeof courseCommands)[number]

const en = plurals("en")
const pt = plurals("pt-PT")

export const courses: Record<Language, CourseWords> = {
  en: {
    title: "Courses",
    mine: "Your courses",
    none: "No courses are planned at the moment.",
    noneMine: "You're in no course at the moment.",
    noneThen: (when) => `No such course on ${when}. These are planned:`,
    undated: (list) => `No date yet: ${list}.`,
    seats: (left, of) => `${left} of ${en(of, { one: "seat", other: "seats" })} left`,
    full: (waiting) => (waiting > 0 ? `full, ${waiting} in line` : "full"),
    ledBy: (trainer) => `Led by ${trainer}`,
    needs: (least, by) => `Takes place with ${least} or more; decided ${by}.`,
    gives: (qualification) => `Whoever passes holds: ${qualification}.`,
    isOff: "This date has been called off.",
    seat: "You have a seat.",
    place: (place) => `You're number ${place} in line.`,
    inLine: "in line",
    here: "You're here.",
    passed: "You passed.",
    holds: (qualification, until) => `You hold: ${qualification}${until ? `, until ${until}` : ""}.`,
    enrol: "Enrol",
    join: "Join the line",
    leave: "Leave the course",
    leaveLine: "Leave the line",
    iAmHere: "I'm here",
    all: "All courses",
    my: "My courses",
    enrolled: "You're enrolled.",
    waiting: (place) =>
      `It's full; you're number ${place} in line. If a seat comes free it's yours, and I'll tell you.`,
    askLeave: (what) => `Give up your place in ${what}?`,
    left: (what) => `You've left: ${what}.`,
    stays: "Stay",
    arrived: "You're marked as here. Enjoy the course.",
    opens: (what, from) => `${what}: you can say you're here from ${from}.`,
    reminder: (length) => `Reminder: your course starts in ${length}.`,
    notice: {
      enrolled: "You've been enrolled in a course.",
      seat: "A seat came free: you're in the course.",
      off: "This course has been called off. I'm sorry.",
      moved: "Your course has been moved.",
    },
    offStaff: "This course has been called off; its people have been told.",
    next: "The next dates:",
    noNext: "There's no other date yet.",
    qualified: (qualification) => `You passed. You now hold: ${qualification}.`,
    counts: (until) => (until ? `It counts until ${until}.` : "It doesn't lapse."),
    lapses: (qualification, day) => `Your ${qualification} counts until ${day}. A refresher keeps it.`,
    refresh: "Courses that renew it:",
    unqualified: (qualification) => `Nobody of yours will hold ${qualification} on the day of this session:`,
    unqualifiedStaff: (member, qualification) =>
      `${member}: nobody will hold ${qualification} on the day of this session:`,
    unqualifiedHow: "The session stands; the centre's staff decide. A course before then settles it.",
    lacks: (list) => `Nobody of theirs holds ${list} that day; as staff you can go on.`,
    teach: "Put on a date",
    how: "You can also write: /course NAME Friday 15:00",
    which: "Which course?",
    day: (course) => `${course}: on which day?`,
    time: (course, day) => `${course}, ${day}: at what time?`,
    noTime: "That day has no time left for it.",
    card: "Put on this date?",
    led: (trainer) => `Led by ${trainer}`,
    scheduled: "The date is on; people can enrol.",
    again: "This date was on already.",
    shift: "Move",
    otherRoom: "Other room",
    whichRoom: "Which room?",
    shiftCard: "Move the course to this?",
    shifted: (told) => (told === 0 ? "Moved." : `Moved; ${en(told, { one: "person", other: "people" })} told.`),
    callOff: "Call off",
    askOff: (what) => `Call off ${what}?`,
    askOffTold: (people) =>
      `${en(people, { one: "person", other: "people" })} will be told, and offered the next date.`,
    calledOff: (people) =>
      people === 0 ? "Called off." : `Called off; ${en(people, { one: "person", other: "people" })} told.`,
    list: "List",
    listTitle: (what) => `In ${what}:`,
    empty: "Nobody yet.",
    status: { enrolled: "enrolled", waiting: "in line", attended: "here", missed: "missed it", passed: "passed" },
    mark: {
      attended: (name) => `${name}: here`,
      missed: (name) => `${name}: not here`,
      passed: (name) => `${name}: passed`,
    },
    allPassed: "All who were here passed",
    marked: {
      attended: (people) => `${en(people, { one: "person", other: "people" })} marked as here.`,
      missed: (people) => `${en(people, { one: "person", other: "people" })} marked as not here.`,
      passed: (people) => `${en(people, { one: "person", other: "people" })} passed, and told.`,
    },
    gone: "the course itself would be gone",
    inTheWay: (what) => `A course is in the way, move it or call it off: ${what}`,
    digest: (what) => `Course: ${what}`,
    tomorrow: (what) => `Course tomorrow: ${what}`,
    kind: {
      course: "change of a course",
      course_reminder: "reminder of a course",
      qualified: "passed a course",
      lapse: "qualification that lapses",
      unqualified: "session without its qualification",
    },
    commands: { courses: "Courses: dates, seats, and yours", course: "Staff: put on a date of a course" },
    refused: {
      not_qualified: ({ qualification }, say) =>
        `That needs ${say.qualification(qualification)}, and none of your people holds it on that day.`,
      course_off: ({ course }, say) => `${say.course(course)} has been called off on that date.`,
      course_clash: ({ course, start }, say) => `You're in ${say.course(course)} then, ${say.moment(start)}.`,
      trainer_busy: () => "Who is to lead it leads another course then.",
    },
  },
  pt: {
    title: "Cursos",
    mine: "Os seus cursos",
    none: "De momento não há cursos marcados.",
    noneMine: "De momento não está inscrito em nenhum curso.",
    noneThen: (when) => `Não há esse curso em ${when}. Estão marcados:`,
    undated: (list) => `Ainda sem data: ${list}.`,
    seats: (left, of) => `${left} de ${pt(of, { one: "lugar livre", other: "lugares livres" })}`,
    full: (waiting) => (waiting > 0 ? `cheio, ${waiting} em espera` : "cheio"),
    ledBy: (trainer) => `Formador: ${trainer}`,
    needs: (least, by) => `Realiza-se com ${least} ou mais; decide-se ${by}.`,
    gives: (qualification) => `Quem passar fica com: ${qualification}.`,
    isOff: "Esta data foi cancelada.",
    seat: "Tem lugar.",
    place: (place) => `É o n.º ${place} da lista de espera.`,
    inLine: "em espera",
    here: "Já cá está.",
    passed: "Passou.",
    holds: (qualification, until) => `Tem: ${qualification}${until ? `, até ${until}` : ""}.`,
    enrol: "Inscrever-me",
    join: "Entrar na lista de espera",
    leave: "Sair do curso",
    leaveLine: "Sair da lista",
    iAmHere: "Já cheguei",
    all: "Todos os cursos",
    my: "Os meus cursos",
    enrolled: "Está inscrito.",
    waiting: (place) => `Está cheio; é o n.º ${place} da lista de espera. Se vagar um lugar, é seu, e eu aviso.`,
    askLeave: (what) => `Desistir do lugar em ${what}?`,
    left: (what) => `Saiu de: ${what}.`,
    stays: "Ficar",
    arrived: "Está marcado como presente. Bom curso.",
    opens: (what, from) => `${what}: pode dizer que chegou a partir das ${from}.`,
    reminder: (length) => `Lembrete: o seu curso começa dentro de ${length}.`,
    notice: {
      enrolled: "Foi inscrito num curso.",
      seat: "Vagou um lugar: está no curso.",
      off: "Este curso foi cancelado. Lamento.",
      moved: "O seu curso mudou.",
    },
    offStaff: "Este curso foi cancelado; os inscritos foram avisados.",
    next: "As próximas datas:",
    noNext: "Ainda não há outra data.",
    qualified: (qualification) => `Passou. Agora tem: ${qualification}.`,
    counts: (until) => (until ? `Conta até ${until}.` : "Não caduca."),
    lapses: (qualification, day) => `${qualification}: conta até ${day}. Um curso de atualização renova-a.`,
    refresh: "Cursos que a renovam:",
    unqualified: (qualification) => `Ninguém da sua equipa terá ${qualification} no dia desta sessão:`,
    unqualifiedStaff: (member, qualification) => `${member}: ninguém terá ${qualification} no dia desta sessão:`,
    unqualifiedHow: "A sessão mantém-se; decide a equipa do centro. Um curso até lá resolve.",
    lacks: (list) => `Ninguém deles tem ${list} nesse dia; como equipa pode continuar.`,
    teach: "Marcar uma data",
    how: "Também pode escrever: /course NOME sexta 15:00",
    which: "Que curso?",
    day: (course) => `${course}: em que dia?`,
    time: (course, day) => `${course}, ${day}: a que horas?`,
    noTime: "Nesse dia já não há hora para o curso.",
    card: "Marcar esta data?",
    led: (trainer) => `Formador: ${trainer}`,
    scheduled: "A data está marcada; já é possível inscrever-se.",
    again: "Esta data já estava marcada.",
    shift: "Mudar",
    otherRoom: "Outra sala",
    whichRoom: "Que sala?",
    shiftCard: "Mudar o curso para aqui?",
    shifted: (told) =>
      told === 0 ? "Mudado." : `Mudado; ${pt(told, { one: "pessoa avisada", other: "pessoas avisadas" })}.`,
    callOff: "Cancelar o curso",
    askOff: (what) => `Cancelar ${what}?`,
    askOffTold: (people) => `Aviso ${pt(people, { one: "pessoa", other: "pessoas" })} e ofereço a próxima data.`,
    calledOff: (people) =>
      people === 0 ? "Cancelado." : `Cancelado; ${pt(people, { one: "pessoa avisada", other: "pessoas avisadas" })}.`,
    list: "Lista",
    listTitle: (what) => `Em ${what}:`,
    empty: "Ainda ninguém.",
    status: { enrolled: "inscrito", waiting: "em espera", attended: "presente", missed: "faltou", passed: "passou" },
    mark: {
      attended: (name) => `${name}: presente`,
      missed: (name) => `${name}: faltou`,
      passed: (name) => `${name}: passou`,
    },
    allPassed: "Todos os presentes passaram",
    marked: {
      attended: (people) => pt(people, { one: "presença marcada.", other: "presenças marcadas." }),
      missed: (people) => pt(people, { one: "falta marcada.", other: "faltas marcadas." }),
      passed: (people) =>
        pt(people, { one: "pessoa passou e foi avisada.", other: "pessoas passaram e foram avisadas." }),
    },
    gone: "ficaria sem o próprio curso",
    inTheWay: (what) => `Há um curso no caminho, mude-o ou cancele-o: ${what}`,
    digest: (what) => `Curso: ${what}`,
    tomorrow: (what) => `Curso amanhã: ${what}`,
    kind: {
      course: "mudança de um curso",
      course_reminder: "lembrete de um curso",
      qualified: "curso concluído",
      lapse: "qualificação que caduca",
      unqualified: "sessão sem a sua qualificação",
    },
    commands: { courses: "Cursos: datas, lugares e os seus", course: "Equipa: marcar uma data de um curso" },
    refused: {
      not_qualified: ({ qualification }, say) =>
        `Para isso é preciso ${say.qualification(qualification)}, e ninguém da sua equipa a tem nesse dia.`,
      course_off: ({ course }, say) => `${say.course(course)}: essa data foi cancelada.`,
      course_clash: ({ course, start }, say) => `A essa hora está em ${say.course(course)}, ${say.moment(start)}.`,
      trainer_busy: () => "O formador dá outro curso a essa hora.",
    },
  },
  "zh-Hant": {
    title: "課程",
    mine: "你嘅課程",
    none: "而家未有課程安排。",
    noneMine: "你而家冇報任何課程。",
    noneThen: (when) => `${when}冇呢個課程，有呢啲：`,
    undated: (list) => `未定日期：${list}。`,
    seats: (left, of) => `${of}個位，仲有${left}個`,
    full: (waiting) => (waiting > 0 ? `滿咗，${waiting}人輪候` : "滿咗"),
    ledBy: (trainer) => `導師：${trainer}`,
    needs: (least, by) => `夠${least}個人就開，${by}決定。`,
    gives: (qualification) => `合格就有：${qualification}。`,
    isOff: "呢一班取消咗。",
    seat: "你有位。",
    place: (place) => `你排第${place}。`,
    inLine: "輪候緊",
    here: "你到咗。",
    passed: "你合格咗。",
    holds: (qualification, until) => `你有：${qualification}${until ? `，到${until}` : ""}。`,
    enrol: "報名",
    join: "輪候",
    leave: "退出課程",
    leaveLine: "唔再輪候",
    iAmHere: "我到咗",
    all: "所有課程",
    my: "我嘅課程",
    enrolled: "報咗名喇。",
    waiting: (place) => `滿咗，你排第${place}。有人退出個位就係你嘅，我會話你知。`,
    askLeave: (what) => `退出${what}？`,
    left: (what) => `退出咗：${what}。`,
    stays: "留低",
    arrived: "記低你到咗，上堂愉快。",
    opens: (what, from) => `${what}：${from}開始可以話我知你到咗。`,
    reminder: (length) => `提提你：仲有${length}就上堂。`,
    notice: {
      enrolled: "幫你報咗一個課程。",
      seat: "有位喇，你可以上堂。",
      off: "呢一班取消咗，唔好意思。",
      moved: "你個課程改咗。",
    },
    offStaff: "呢一班取消咗，報咗名嘅人都通知咗。",
    next: "之後嘅日期：",
    noNext: "未有第二個日期。",
    qualified: (qualification) => `你合格咗，而家有：${qualification}。`,
    counts: (until) => (until ? `有效到${until}。` : "唔會過期。"),
    lapses: (qualification, day) => `你嘅${qualification}有效到${day}，上多次堂就可以續期。`,
    refresh: "可以續期嘅課程：",
    unqualified: (qualification) => `呢場嗰日你哋冇人有${qualification}：`,
    unqualifiedStaff: (member, qualification) => `${member}：呢場嗰日冇人有${qualification}：`,
    unqualifiedHow: "場次照舊留住，由中心職員決定。之前上返堂就冇問題。",
    lacks: (list) => `佢哋嗰日冇人有${list}；你係職員，可以照訂。`,
    teach: "加開一班",
    how: "都可以寫：/course 課程名 星期五 15:00",
    which: "邊個課程？",
    day: (course) => `${course}：邊一日？`,
    time: (course, day) => `${course}，${day}：幾點？`,
    noTime: "嗰日冇時間開得到。",
    card: "開呢一班？",
    led: (trainer) => `導師：${trainer}`,
    scheduled: "開咗班，大家可以報名。",
    again: "呢一班之前已經開咗。",
    shift: "改期",
    otherRoom: "第二間房",
    whichRoom: "邊間房？",
    shiftCard: "改做呢個時間？",
    shifted: (told) => (told === 0 ? "改咗。" : `改咗，通知咗${told}個人。`),
    callOff: "取消呢班",
    askOff: (what) => `取消${what}？`,
    askOffTold: (people) => `會通知${people}個人，並且介紹下一班。`,
    calledOff: (people) => (people === 0 ? "取消咗。" : `取消咗，通知咗${people}個人。`),
    list: "名單",
    listTitle: (what) => `${what}：`,
    empty: "未有人報名。",
    status: { enrolled: "報咗名", waiting: "輪候緊", attended: "到咗", missed: "冇嚟", passed: "合格" },
    mark: {
      attended: (name) => `${name}：到咗`,
      missed: (name) => `${name}：冇嚟`,
      passed: (name) => `${name}：合格`,
    },
    allPassed: "到咗嘅全部合格",
    marked: {
      attended: (people) => `記低${people}個人到咗。`,
      missed: (people) => `記低${people}個人冇嚟。`,
      passed: (people) => `${people}個人合格，已經通知。`,
    },
    gone: "個課程本身會冇咗",
    inTheWay: (what) => `有課程喺度，請改期或者取消：${what}`,
    digest: (what) => `課程：${what}`,
    tomorrow: (what) => `聽日課程：${what}`,
    kind: {
      course: "課程變動",
      course_reminder: "課程提醒",
      qualified: "課程合格",
      lapse: "資格快到期",
      unqualified: "場次冇相應資格",
    },
    commands: { courses: "課程：日期、名額同你報咗嘅", course: "職員：加開一班課程" },
    refused: {
      not_qualified: ({ qualification }, say) => `呢個要有${say.qualification(qualification)}，你哋嗰日冇人有。`,
      course_off: ({ course }, say) => `${say.course(course)}嗰一班取消咗。`,
      course_clash: ({ course, start }, say) => `${say.moment(start)}你要上${say.course(course)}。`,
      trainer_busy: () => "嗰個時間導師要教另一班。",
    },
  },
  "zh-Hans": {
    title: "课程",
    mine: "您的课程",
    none: "目前没有课程安排。",
    noneMine: "您目前没有报名任何课程。",
    noneThen: (when) => `${when}没有这门课，有这些：`,
    undated: (list) => `日期未定：${list}。`,
    seats: (left, of) => `共${of}个名额，还有${left}个`,
    full: (waiting) => (waiting > 0 ? `已满，${waiting}人候补` : "已满"),
    ledBy: (trainer) => `讲师：${trainer}`,
    needs: (least, by) => `满${least}人开课，${by}决定。`,
    gives: (qualification) => `通过后获得：${qualification}。`,
    isOff: "这一班已取消。",
    seat: "您有名额。",
    place: (place) => `您排第${place}位。`,
    inLine: "候补中",
    here: "您已签到。",
    passed: "您已通过。",
    holds: (qualification, until) => `您拥有：${qualification}${until ? `，有效至${until}` : ""}。`,
    enrol: "报名",
    join: "候补",
    leave: "退出课程",
    leaveLine: "取消候补",
    iAmHere: "我到了",
    all: "所有课程",
    my: "我的课程",
    enrolled: "报名成功。",
    waiting: (place) => `已满，您排第${place}位。有人退出名额就是您的，我会通知您。`,
    askLeave: (what) => `退出${what}？`,
    left: (what) => `已退出：${what}。`,
    stays: "不退出",
    arrived: "已为您签到，祝您学习愉快。",
    opens: (what, from) => `${what}：${from}起可以签到。`,
    reminder: (length) => `提醒：您的课程还有${length}开始。`,
    notice: {
      enrolled: "已为您报名一门课程。",
      seat: "有名额了，您可以上课。",
      off: "这一班已取消，非常抱歉。",
      moved: "您的课程有变动。",
    },
    offStaff: "这一班已取消，报名的人都已通知。",
    next: "接下来的日期：",
    noNext: "暂时没有其他日期。",
    qualified: (qualification) => `您已通过，现在拥有：${qualification}。`,
    counts: (until) => (until ? `有效至${until}。` : "不会过期。"),
    lapses: (qualification, day) => `您的${qualification}有效至${day}，再上一次课即可续期。`,
    refresh: "可以续期的课程：",
    unqualified: (qualification) => `这一场当天你们没有人拥有${qualification}：`,
    unqualifiedStaff: (member, qualification) => `${member}：这一场当天没有人拥有${qualification}：`,
    unqualifiedHow: "场次照常保留，由中心员工决定。在那之前上一次课就没问题。",
    lacks: (list) => `他们当天没有人拥有${list}；您是员工，可以照常预订。`,
    teach: "加开一班",
    how: "也可以写：/course 课程名 星期五 15:00",
    which: "哪门课程？",
    day: (course) => `${course}：哪一天？`,
    time: (course, day) => `${course}，${day}：几点？`,
    noTime: "那天没有时间可以开课。",
    card: "开这一班？",
    led: (trainer) => `讲师：${trainer}`,
    scheduled: "已开班，大家可以报名。",
    again: "这一班之前已经开了。",
    shift: "改期",
    otherRoom: "换房间",
    whichRoom: "哪个房间？",
    shiftCard: "改到这个时间？",
    shifted: (told) => (told === 0 ? "已更改。" : `已更改，通知了${told}人。`),
    callOff: "取消这一班",
    askOff: (what) => `取消${what}？`,
    askOffTold: (people) => `会通知${people}人，并介绍下一班。`,
    calledOff: (people) => (people === 0 ? "已取消。" : `已取消，通知了${people}人。`),
    list: "名单",
    listTitle: (what) => `${what}：`,
    empty: "还没有人报名。",
    status: { enrolled: "已报名", waiting: "候补中", attended: "已到", missed: "缺席", passed: "通过" },
    mark: {
      attended: (name) => `${name}：已到`,
      missed: (name) => `${name}：缺席`,
      passed: (name) => `${name}：通过`,
    },
    allPassed: "到场的全部通过",
    marked: {
      attended: (people) => `已记录${people}人到场。`,
      missed: (people) => `已记录${people}人缺席。`,
      passed: (people) => `${people}人通过，已通知。`,
    },
    gone: "课程本身就没有了",
    inTheWay: (what) => `有课程受影响，请改期或取消：${what}`,
    digest: (what) => `课程：${what}`,
    tomorrow: (what) => `明天的课程：${what}`,
    kind: {
      course: "课程变动",
      course_reminder: "课程提醒",
      qualified: "课程通过",
      lapse: "资格即将到期",
      unqualified: "场次缺少资格",
    },
    commands: { courses: "课程：日期、名额和您报名的", course: "员工：加开一班课程" },
    refused: {
      not_qualified: ({ qualification }, say) => `这需要${say.qualification(qualification)}，你们那天没有人拥有。`,
      course_off: ({ course }, say) => `${say.course(course)}那一班已取消。`,
      course_clash: ({ course, start }, say) => `${say.moment(start)}您要上${say.course(course)}。`,
      trainer_busy: () => "那个时间讲师要教另一班。",
    },
  },
}
