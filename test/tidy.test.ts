import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { parseSync } from "@swc/core"
import { expect, test } from "vitest"

/** The house numbers. They serve reading: where one makes the code worse, it is listed here with its reason. */

const fileMax = 300
const functionMax = 50

const longFiles: Record<string, string> = {
  "src/core/desk/understand/grammar/times.ts": "one grammar: its rules are read against each other",
  "test/core/booking.test.ts": "one command's scenarios, numbered as in the field notes",
  "test/core/closures.test.ts": "one command's scenarios on both stores",
  "test/core/notices.test.ts": "one outbox's scenarios on both stores",
  "test/core/requests.test.ts": "one command's scenarios on both stores",
  "test/support/fake-telegram.ts": "one server, as strict as the platform: every refusal in one place",
}
const longFunctions: Record<string, string> = {
  "test/support/oracle.ts judge": "one query after another, each a promise",
}
/** A test tells its story in one go, and a group of tests is no function that anybody calls. */
const stories = /\.test\.ts$/
/** Words, and what the desk understands of them, are data. */
const data = /^src\/core\/desk\/(words|understand\/lexicon)\//

/** Who may look at the machine's clock, environment or dice. Everybody else is handed what they need. */
const mayLook: Record<string, string> = {
  "src/cli/doctor.ts": "compares the machine's clock and environment with what they should be",
  "src/cli/doctor-network.ts": "compares the machine's clock with the platforms'",
  "src/bots/board/page/clock.ts": "the browser's clock, by which the centre's goes on between two tellings",
  "src/bots/web/public/offline.js": "the browser's clock, for how long something has waited to be sent",
  "src/main.ts": "hands the machine's clock to everything else",
  "src/start.ts": "reads the environment, from which everything else is set up",
  "src/cli/store.ts": "does so for the commands",
  "src/cli/understand.ts": "a command without a store",
  "src/core/notices.ts": "the default of a parameter: pauses between retries are spread, and tests pass their own",
}

type Node = { type: string; span?: { start: number; end: number } } & Record<string, unknown>
type Source = { nodes: Node[]; line(offset: number): number }
type Measured = { name: string; line: number; own: number }

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value

function children(node: object): Node[] {
  return Object.values(node).flatMap((value) => {
    if (Array.isArray(value)) return value.flatMap((item) => (isNode(item) ? [item] : item ? children(item) : []))
    if (isNode(value)) return [value]
    return typeof value === "object" && value !== null ? children(value) : []
  })
}

/** swc counts bytes, and on from file to file: an empty statement in front says where this one begins. */
function parse(code: string, tsx = false): Source {
  const text = `;${code}`
  const { body } = parseSync(text, { syntax: "typescript", tsx, target: "es2022" })
  const [first, ...nodes] = body as unknown as Node[]
  const base = first?.span?.start ?? 0
  const bytes = Buffer.from(text)
  return {
    nodes,
    line: (offset) =>
      bytes
        .subarray(0, offset - base)
        .toString()
        .split("\n").length,
  }
}

const isFunction = (node: Node): boolean =>
  "params" in node && "body" in node
    ? !node.type.startsWith("Ts")
    : /^(ClassMethod|PrivateMethod|MethodProperty)$/.test(node.type)

const nameOf = (node: Node): string => {
  const name = node.identifier ?? node.key
  return isNode(name) && typeof name.value === "string" ? name.value : "a function"
}

/**
 * Every function with its own lines. Those of functions within it are theirs: a closure that keeps state for a few short functions
 * is a module, not a long function.
 */
function functions({ nodes, line }: Source): Measured[] {
  const found: Measured[] = []
  const linesWithin = (node: Node): number => {
    const within = children(node).reduce((sum, child) => sum + linesWithin(child), 0)
    if (!isFunction(node) || !node.span) return within
    const from = line(node.span.start)
    const lines = line(node.span.end) - from + 1
    found.push({ name: nameOf(node), line: from, own: lines - within })
    return lines > 1 ? lines : 0
  }
  for (const node of nodes) linesWithin(node)
  return found
}

const looked = new Set(["Date.now", "Math.random", "performance.now", "process.env", "Temporal.Now"])

/** Where the code looks at a clock, the environment or dice by itself. */
function looks({ nodes, line }: Source): { what: string; line: number }[] {
  const walk = (node: Node): { what: string; line: number }[] => {
    const what = lookOf(node)
    return [...(what && node.span ? [{ what, line: line(node.span.start) }] : []), ...children(node).flatMap(walk)]
  }
  return nodes.flatMap(walk)
}

function lookOf({ type, object, property, callee, arguments: given }: Node): string | null {
  const name = (node: unknown): string => (isNode(node) && typeof node.value === "string" ? node.value : "")
  if (type === "NewExpression" && name(callee) === "Date" && !(Array.isArray(given) && given.length > 0))
    return "new Date()"
  const path = `${name(object)}.${name(property)}`
  return type === "MemberExpression" && looked.has(path) ? path : null
}

const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "src", "test", "scripts", "bench"], {
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => /\.(tsx?|js|mjs|css|html)$/.test(file))
const code = files
  .filter((file) => !/\.(css|html)$/.test(file))
  .map((file) => ({ file, text: readFileSync(file, "utf8") }))
const sources = code.map(({ file, text }) => ({ file, source: parse(text, file.endsWith(".tsx")) }))

test("a file is up to 300 lines long", () => {
  const long = files.filter((file) => !data.test(file) && readFileSync(file, "utf8").split("\n").length - 1 > fileMax)
  expect(long.sort()).toEqual(Object.keys(longFiles).sort())
})

test("a function is up to 50 lines long", () => {
  const long = sources
    .filter(({ file }) => !data.test(file) && !stories.test(file))
    .flatMap(({ file, source }) =>
      functions(source)
        .filter(({ own }) => own > functionMax)
        .map(({ name, line, own }) => ({ where: `${file} ${name}`, said: `${file}:${line} ${name}: ${own} lines` })),
    )
  expect(long.filter(({ where }) => !(where in longFunctions)).map(({ said }) => said)).toEqual([])
  expect(long.map(({ where }) => where).sort()).toEqual(Object.keys(longFunctions).sort())
})

test("the clock, the environment and the dice are looked at where it is said, and nowhere else", () => {
  const all = sources
    .filter(({ file }) => file.startsWith("src/"))
    .flatMap(({ file, source }) => looks(source).map(({ what, line }) => ({ file, said: `${file}:${line} ${what}` })))
  expect(all.filter(({ file }) => !(file in mayLook)).map(({ said }) => said)).toEqual([])
  expect([...new Set(all.map(({ file }) => file))].sort()).toEqual(Object.keys(mayLook).sort())
})

test("what measures can find something", () => {
  const long = `// 長\nconst f = () => {\n${"  f()\n".repeat(60)}}\nclass C {\n  m() {\n${"    f()\n".repeat(60)}  }\n}`
  expect(functions(parse(long))).toEqual([
    { name: "a function", line: 2, own: 62 },
    { name: "m", line: 65, own: 62 },
  ])
  const nested = `function outer() {\n  const inner = () => {\n${"    f()\n".repeat(60)}  }\n  return inner\n}`
  expect(functions(parse(nested)).map(({ name, own }) => [name, own])).toEqual([
    ["a function", 62],
    ["outer", 3],
  ])
  const looking = "/* 看 */ Date.now()\nnew Date()\nnew Date(5)\nprocess.env.HOME\nf(Math.random)\nnew Date"
  expect(looks(parse(looking)).map(({ line, what }) => `${line} ${what}`)).toEqual([
    "1 Date.now",
    "2 new Date()",
    "4 process.env",
    "5 Math.random",
    "6 new Date()",
  ])
  expect(sources.length).toBeGreaterThan(100)
})
