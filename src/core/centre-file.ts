import { readFileSync } from "node:fs"
import { type Document, LineCounter, parseDocument } from "yaml"
import type { z } from "zod"
import { type Centre, centreSchema, hostsMax } from "./centre.js"

/** The centre's YAML file: read, validated, and every problem told with its line. */

export type CentreFile = { is: "centre"; centre: Centre } | { is: "wrong"; problems: readonly string[] }

/** @param name as it is shown in problems: `centre.yaml:12: rooms[3].class: …` */
export function parseCentre(text: string, name: string): CentreFile {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number): string => `${name}:${lines.linePos(offset).line}`
  if (document.errors.length > 0) {
    return { is: "wrong", problems: document.errors.map((error) => `${at(error.pos[0])}: ${error.message}`) }
  }
  /** The line of the deepest node on the way to what is meant. */
  const lineOf = (path: Path): string => {
    for (let depth = path.length; depth >= 0; depth--) {
      const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true)
      if (hasRange(node)) return at(node.range[0])
    }
    return `${name}:1`
  }
  const say = ({ path, message }: Problem): string => `${lineOf(path)}: ${written(path)}: ${message}`
  const read = contentOf(document)
  if (typeof read === "string") return { is: "wrong", problems: [`${name}: ${read}`] }
  const parsed = centreSchema.safeParse(read.content, { reportInput: true })
  if (!parsed.success) return { is: "wrong", problems: parsed.error.issues.flatMap(plain).map(say) }
  const problems = contradictions(parsed.data)
  return problems.length > 0 ? { is: "wrong", problems: problems.map(say) } : { is: "centre", centre: parsed.data }
}

/** @returns a text when an alias points nowhere, which only shows here */
function contentOf(document: Document): { content: unknown } | string {
  try {
    return { content: document.toJS() }
  } catch (error) {
    return error instanceof Error ? error.message : "cannot be read"
  }
}

type Path = readonly (string | number)[]
type Problem = { path: Path; message: string }

const hasRange = (node: unknown): node is { range: [number, number, number] } =>
  typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range)

const written = (path: Path): string =>
  path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key}]` : text ? `${text}.${key}` : key),
    "",
  ) || "the file"

/** In an operator's words; what does not belong there is pointed at itself. */
function plain(issue: z.core.$ZodIssue): Problem[] {
  const path = issue.path.filter((key): key is string | number => typeof key !== "symbol")
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ path: [...path, key], message: "is not known here" }))
  if (issue.code === "invalid_key") return [{ path, message: issue.issues[0]?.message ?? issue.message }]
  if (issue.code !== "invalid_type") return [{ path, message: issue.message }]
  const message = issue.input === undefined ? "is missing" : `${kinds[issue.expected] ?? issue.expected} was expected`
  return [{ path, message }]
}

const kinds: Readonly<Record<string, string>> = {
  object: "an entry with keys",
  record: "an entry with keys",
  array: "a list",
  string: "text",
  number: "a number",
  int: "a whole number",
}

/** What each part is fine by itself and wrong beside another. */
function contradictions(centre: Centre): Problem[] {
  const classes = new Set(centre.classes.map(({ id }) => id))
  return [
    ...twice("classes", centre.classes),
    ...twice("rooms", centre.rooms),
    ...twice("gear", centre.gear),
    ...twice("plans", centre.plans),
    ...twice("qualifications", centre.qualifications),
    ...twice("courses", centre.courses),
    ...schooling(centre),
    ...centre.rooms.flatMap((room, index) =>
      classes.has(room.class) ? [] : [{ path: ["rooms", index, "class"], message: `no class is called ${room.class}` }],
    ),
    ...centre.plans.flatMap((plan, index) =>
      (plan.classes ?? []).flatMap((id, position) =>
        classes.has(id) ? [] : [{ path: ["plans", index, "classes", position], message: `no class is called ${id}` }],
      ),
    ),
    ...centre.rooms.flatMap((room, index) =>
      hostsMax(centre, room) > centre.floor
        ? [{ path: ["rooms", index], message: `takes more hosts than the whole floor (${centre.floor})` }]
        : [],
    ),
    ...centre.gear.flatMap(({ id }, index) =>
      id === "floor" ? [{ path: ["gear", index, "id"], message: "floor is taken by the floor itself" }] : [],
    ),
    ...centre.gear.flatMap(({ id, equivalent = [] }, index) =>
      equivalent.flatMap((other, position) =>
        other !== id && centre.gear.some((gear) => gear.id === other)
          ? []
          : [{ path: ["gear", index, "equivalent", position], message: `no other gear is called ${other}` }],
      ),
    ),
    ...longer(centre),
    ...unknownApprovals(centre),
    ...repeated(
      centre.hours.holidays.map(({ date }) => [date]),
      (index) => ({ path: ["hours", "holidays", index, "date"], what: "the day" }),
    ),
  ]
}

/** What courses and what needs them name. */
function schooling(centre: Centre): Problem[] {
  const { classes, rooms, gear, courses } = centre
  const known = new Set(centre.qualifications.map(({ id }) => id))
  const needs = (list: string, things: readonly { requires?: string | undefined }[]): Problem[] =>
    things.flatMap(({ requires }, index) =>
      requires === undefined || known.has(requires)
        ? []
        : [{ path: [list, index, "requires"], message: `no qualification is called ${requires}` }],
    )
  return [
    ...needs("classes", classes),
    ...needs("rooms", rooms),
    ...needs("gear", gear),
    ...courses.flatMap((course, index): Problem[] => [
      ...(course.gives === undefined || known.has(course.gives)
        ? []
        : [{ path: ["courses", index, "gives"], message: `no qualification is called ${course.gives}` }]),
      ...(course.class === undefined || classes.some(({ id }) => id === course.class)
        ? []
        : [{ path: ["courses", index, "class"], message: `no class is called ${course.class}` }]),
      ...(course.rooms ?? []).flatMap((id, position) =>
        rooms.some((room) => room.id === id)
          ? []
          : [{ path: ["courses", index, "rooms", position], message: `no room is called ${id}` }],
      ),
      ...(course.least > course.seats
        ? [{ path: ["courses", index, "least"], message: `is more than its seats (${course.seats})` }]
        : []),
      ...(course.trainers > centre.floor
        ? [{ path: ["courses", index, "trainers"], message: `is more than the whole floor (${centre.floor})` }]
        : []),
    ]),
  ]
}

const longer = ({ sessions, plans }: Centre): Problem[] => [
  ...(sessions.shortest > sessions.longest
    ? [{ path: ["sessions", "shortest"], message: "is longer than the longest" }]
    : []),
  ...plans.flatMap(({ longest }, index) =>
    longest !== undefined && (longest < sessions.shortest || longest > sessions.longest)
      ? [
          {
            path: ["plans", index, "longest"],
            message: `is not from ${sessions.shortest} to ${sessions.longest} minutes, as sessions are`,
          },
        ]
      : [],
  ),
]

const unknownApprovals = ({ approvals, classes, rooms }: Centre): Problem[] =>
  (["classes", "rooms"] as const).flatMap((list) => {
    const known = new Set((list === "classes" ? classes : rooms).map(({ id }) => id))
    return (approvals?.[list] ?? []).flatMap((id, position) =>
      known.has(id)
        ? []
        : [
            {
              path: ["approvals", list, position],
              message: `no ${list === "classes" ? "class" : "room"} is called ${id}`,
            },
          ],
    )
  })

type Named = { id: string; names: Record<string, string>; aliases?: readonly string[] }

/** Ids used twice, and words that could mean two things of a list. */
const twice = (list: string, things: readonly Named[]): Problem[] => [
  ...repeated(
    things.map(({ id }) => [id]),
    (index) => ({ path: [list, index, "id"], what: "the id" }),
  ),
  ...repeated(
    things.map(({ names, aliases = [] }) => [...Object.values(names), ...aliases].map(folded)),
    (index) => ({ path: [list, index], what: "the name" }),
  ),
]

/** As people's messages are compared. */
const folded = (word: string): string => word.normalize("NFKC").toLowerCase()

/** What one thing has and an earlier one has too. */
function repeated(
  things: readonly (readonly string[])[],
  at: (index: number) => { path: Path; what: string },
): Problem[] {
  const seen = new Set<string>()
  return things.flatMap((values, index) => {
    const { path, what } = at(index)
    const own = [...new Set(values)]
    const again = own.filter((value) => seen.has(value))
    for (const value of own) seen.add(value)
    return again.map((value) => ({ path, message: `${what} ${value} is used twice` }))
  })
}

/** The built-in sample, so that the first start has something to book; shipped as a file to copy. */
export const sampleCentreText = (): string => readFileSync(new URL("./sample-centre.yaml", import.meta.url), "utf8")
