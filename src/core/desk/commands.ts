import type { Language } from "../language.js"
import { type Plain, plainly } from "./plain.js"
import type { Step } from "./press.js"
import type { Intent } from "./understand/index.js"
import { clerkCommands } from "./words/clerk.js"
import { courseCommands } from "./words/courses.js"
import { commandNames, words } from "./words/index.js"
import { joiningCommands } from "./words/joining.js"
import { linkingCommands } from "./words/linking.js"
import { membershipCommands } from "./words/membership.js"

/** Text commands, with or without the slash, as every platform offers them. */

/** What a message asks for in so many words; the rest is a sentence to be understood. */
export type Command =
  | { is: "step"; step: Step }
  /** Drops what is half done, else asks which booking to cancel. */
  | { is: "cancel" }
  | { is: "join"; code: string | null }
  | { is: "digest"; rest: string }
  /** Own quiet hours: `22:00-07:00`, `off`. */
  | { is: "quiet"; hours: string }
  | { is: "broadcast" }
  /** What the person is called from now on. */
  | { is: "name"; name: string }
  /** Staff: shows a member; acts for one. */
  | { is: "find" | "for"; name: string }
  /** The code that makes this account a person's further one. */
  | { is: "link"; code: string }
  /** Staff: hosts with that in the name. */
  | { is: "hosts"; name: string }
  /** Hands the booking at hand to a member. */
  | { is: "hand"; name: string }
  /** Somebody unknown asks to join, as this merchant. */
  | { is: "request"; name: string | null }
  /** Staff: puts on a date of a course. */
  | { is: "course"; text: string }
  /** Staff: more hours for the member they act for. */
  | { is: "grant"; hours: string }
  /** A ballot: what a member wishes for, or what staff open. */
  | { is: "ballot"; text: string }
  /** Staff: no to the request at hand, in their own words. */
  | { is: "deny"; text: string }
  /** The code for a room's door. */
  | { is: "qr"; room: string }
  /** One's own calendar; staff: a room's. */
  | { is: "calendar"; room: string }
  | Exclude<Plain, { is: "does" }>
  /** `intent`: what the command's word already said. */
  | { is: "sentence"; text: string; intent: Intent | null }

/** An invitation code by itself: four groups of four, and a dash or a digit, which four short words do not have. */
const codeShape = /^(?=.*[-2-9])(?:[A-Z2-9]{4}[ -]?){3}[A-Z2-9]{4}$/iu

const own = <V>(table: Record<string, V>, key: string): V | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined

const step = (step: Step): Command => ({ is: "step", step })
const sentence = (text: string, intent: Intent | null = null): Command => ({ is: "sentence", text, intent })

/** What the code at a room's door opens: `/start checkin-s2`. */
function door(text: string): Command | null {
  const room = /^checkin-([a-z0-9][a-z0-9-]{0,30})$/.exec(text)?.[1]
  return room ? step({ do: "arrive", room }) : null
}

/** By the command's word; `rest` is what follows it. */
const bySlash: Record<string, (rest: string) => Command> = {
  start: (rest) => (rest === "" ? step({ do: "home" }) : (door(rest) ?? { is: "join", code: rest })),
  // By a room's or a member's name it is a sentence: "check in studio 2".
  checkin: (rest) =>
    (/[-\d]/.test(rest) ? door(`checkin-${rest.toLowerCase()}`) : null) ?? sentence(`check in ${rest}`, "checkin"),
  menu: () => step({ do: "home" }),
  help: () => step({ do: "help" }),
  book: (rest) => (rest === "" ? step({ do: "plan", sketch: {} }) : sentence(rest, "book")),
  free: (rest) => (rest === "" ? step({ do: "free", sketch: {} }) : sentence(rest, "availability")),
  mybookings: () => step({ do: "mine" }),
  my: () => step({ do: "mine" }),
  mine: () => step({ do: "mine" }),
  bookings: () => step({ do: "mine" }),
  cancel: (rest) => (rest === "" ? { is: "cancel" } : sentence(rest, "cancel")),
  move: (rest) => sentence(rest, "reschedule"),
  extend: (rest) => sentence(rest, "extend"),
  calendar: (rest) => ({ is: "calendar", room: rest }),
  ballot: (rest) => (rest === "" ? step({ do: "ballots" }) : { is: "ballot", text: rest }),
  wish: (rest) => (rest === "" ? step({ do: "ballots" }) : { is: "ballot", text: rest }),
  waitlist: (rest) => (rest === "" ? step({ do: "line" }) : sentence(rest, "waitlist")),
  link: (rest) => (rest === "" ? step({ do: "link" }) : { is: "link", code: rest }),
  unlink: () => step({ do: "accounts" }),
  accounts: () => step({ do: "accounts" }),
  notify: () => step({ do: "notify" }),
  mydata: () => step({ do: "mydata" }),
  name: (rest) => (rest === "" ? step({ do: "mydata", what: "name" }) : { is: "name", name: rest }),
  forgetme: () => step({ do: "forgetme" }),
  hours: () => step({ do: "hours" }),
  language: (rest) => step({ do: "lang", ...spoken(rest) }),
  lang: (rest) => step({ do: "lang", ...spoken(rest) }),
  join: (rest) => ({ is: "join", code: rest === "" ? null : rest }),
  today: () => step({ do: "today" }),
  board: (rest) => step({ do: "board", ...(/^off$/iu.test(rest) ? { off: "off" as const } : {}) }),
  reminders: (rest) => {
    const hours = /^quiet\s+(.+)$/iu.exec(rest)?.[1]
    return hours ? { is: "quiet", hours } : step({ do: "reminders" })
  },
  broadcast: (rest) => (rest === "" ? step({ do: "broadcast" }) : { is: "broadcast" }),
  digest: (rest) => ({ is: "digest", rest }),
  qr: (rest) => ({ is: "qr", room: rest }),
  close: (rest) => ({ is: "close", text: rest }),
  closures: () => step({ do: "closures" }),
  picklist: (rest) => ({ is: "picklist", when: rest }),
  whatif: (rest) => ({ is: "what if", said: rest }),
  undo: () => step({ do: "undo" }),
  in: () => step({ do: "in" }),
  next: () => step({ do: "next" }),
  live: () => step({ do: "live" }),
  hosts: (rest) => (rest === "" ? step({ do: "hosts" }) : { is: "hosts", name: rest }),
  hand: (rest) => ({ is: "hand", name: rest.replace(/^to\s+/iu, "") }),
  request: (rest) => ({ is: "request", name: rest === "" ? null : rest }),
  requests: () => step({ do: "requests" }),
  decline: (rest) => ({ is: "deny", text: rest }),
  people: () => step({ do: "people" }),
  courses: (rest) => (rest === "" ? step({ do: "courses" }) : sentence(rest, "training")),
  course: (rest) => ({ is: "course", text: rest }),
  invite: () => step({ do: "invite" }),
  grant: (rest) => ({ is: "grant", hours: rest }),
  plan: (rest) => (rest === "" ? step({ do: "help" }) : { is: "find", name: rest }),
  suspend: (rest) => (rest === "" ? step({ do: "help" }) : { is: "find", name: rest }),
  resume: (rest) => (rest === "" ? step({ do: "help" }) : { is: "find", name: rest }),
  find: (rest) => (rest === "" ? step({ do: "help" }) : { is: "find", name: rest }),
  for: (rest) => (/^(?:off|stop|nobody)$/iu.test(rest) ? step({ do: "act" }) : { is: "for", name: rest }),
}

/** Words that are a command without a slash too, and mean nothing else. */
const bare: Record<string, string> = {
  join: "join",
  加入: "join",
  entrar: "join",
  digest: "digest",
  link: "link",
  連結: "link",
  链接: "link",
  關聯: "link",
  关联: "link",
  associar: "link",
  unlink: "unlink",
  ballot: "ballot",
  sorteio: "ballot",
  抽籤: "ballot",
  抽签: "ballot",
  wish: "wish",
  preferência: "wish",
  志願: "wish",
  志愿: "wish",
  accounts: "accounts",
  帳號: "accounts",
  账号: "accounts",
  contas: "accounts",
  reminders: "reminders",
  lembretes: "reminders",
  提醒: "reminders",
  mine: "mybookings",
  courses: "courses",
  cursos: "courses",
  課程: "courses",
  课程: "courses",
  menu: "menu",
  language: "language",
  語言: "language",
  语言: "language",
  idioma: "language",
  língua: "language",
  中文: "language",
}

const names: Record<string, Language> = {
  english: "en",
  en: "en",
  英文: "en",
  英語: "en",
  英语: "en",
  inglês: "en",
  português: "pt",
  portugues: "pt",
  portuguese: "pt",
  pt: "pt",
  葡文: "pt",
  葡語: "pt",
  葡语: "pt",
  繁體中文: "zh-Hant",
  繁體: "zh-Hant",
  繁中: "zh-Hant",
  廣東話: "zh-Hant",
  "zh-hant": "zh-Hant",
  简体中文: "zh-Hans",
  简体: "zh-Hans",
  簡體: "zh-Hans",
  简中: "zh-Hans",
  普通话: "zh-Hans",
  "zh-hans": "zh-Hans",
}

const codes = new Set(["en", "pt"])

const spoken = (name: string): { language?: Language } => {
  const language = own(names, name.trim().toLowerCase())
  return language ? { language } : {}
}

export function readCommand(text: string): Command {
  const trimmed = text.trim()
  if (codeShape.test(trimmed)) return { is: "join", code: trimmed }
  const [, slash, word = "", rest = ""] = /^([/／]?)([^\s@]{1,40})(?:@\S+)?(?:\s+(.*))?$/su.exec(trimmed) ?? []
  const key = word.toLowerCase()
  const read = own(bySlash, (slash ? key : own(bare, key)) ?? "")
  if (read) return read(rest.trim())
  // A language's name alone asks for it; not a code, which may be a word.
  const language = rest === "" && !codes.has(key) ? own(names, key) : undefined
  if (language) return step({ do: "lang", language })
  const plain = slash ? null : plainly(trimmed)
  if (plain) return plain.is === "does" ? step({ do: plain.step }) : plain
  return sentence(slash ? trimmed.slice(1) : trimmed)
}

/** The commands for a platform's menu, in one language. */
export const commandMenu = (language: Language): { command: string; description: string }[] => {
  const { ballot, board, clerk, command, courses, joining, linking, membership, shows, waitlist } = words[language]
  return [
    ...commandNames.map((name) => ({ command: name, description: command[name] })),
    { command: "waitlist", description: waitlist.command },
    { command: "ballot", description: ballot.command },
    ...courseCommands.map((name) => ({ command: name, description: courses.commands[name] })),
    ...membershipCommands.map((name) => ({ command: name, description: membership.commands[name] })),
    ...joiningCommands.map((name) => ({ command: name, description: joining.commands[name] })),
    ...linkingCommands.map((name) => ({ command: name, description: linking.commands[name] })),
    { command: "hosts", description: shows.commands.hosts },
    { command: "live", description: shows.commands.live },
    ...clerkCommands.map((name) => ({ command: name, description: clerk.commands[name] })),
    { command: "board", description: board.command },
  ]
}
