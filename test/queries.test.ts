import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { expect, test } from "vitest"

/** A query is text that stands in the source; values are its parameters. What else is put into one is listed here, with why it may be. */
const putIn: Record<string, readonly string[]> = {
  // Parts of queries that several share: constants beside them, and one of several conditions.
  "src/core/affected.ts": ["liveList", "quietList"],
  "src/core/booking-record.ts": ["choice.limit", "columns", "liveList", "madeBy", "where"],
  "src/core/broadcast.ts": ["liveList"],
  "src/core/cancel-rule.ts": ["quietList"],
  "src/core/closures.ts": ["quietList"],
  "src/core/courses.ts": ["columns", "enrolled"],
  "src/core/people.ts": ["personColumns"],
  "src/core/qualifying.ts": ["liveList"],
  "src/core/requests.ts": ["quietList"],
  "src/core/retention.ts": ["stranger", "table"],
  "src/core/same-host.ts": ["foundMost"],
  "src/core/waitlist-rows.ts": ["condition"],
  "src/core/web-history.ts": ["box"],
  "src/core/write.ts": ["apply"],
  // Names of tables and columns, as the database's own catalogue has them.
  "src/core/store/backup.ts": [
    "batch",
    "called",
    'columns.map(quoted).join(", ")',
    "how",
    "list",
    "quoted(column)",
    "quoted(name)",
    'tables.map(quoted).join(", ")',
  ],
  "src/core/store/upkeep.ts": ["name", 'vacuum ? "vacuum (analyze)" : "analyze"'],
}

const calls = /(?:\bquery(?:<[^(]*>)?\(\s*|Unsafe(?:<[^(]*>)?\(\s*|\btext:\s*)(?:`((?:[^`\\]|\\.)*)`|("[^"\n]*"\s*\+))/g

/** What is put into the queries of a source. */
const puts = (source: string): string[] => [
  ...new Set(
    [...source.matchAll(calls)].flatMap(([, template, sum]) =>
      sum ? [sum] : [...(template ?? "").matchAll(/\$\{([^}]*)\}/g)].map(([, what = ""]) => what),
    ),
  ),
]

test("no text from outside is put into a query", () => {
  const files = execFileSync("git", ["ls-files", "src/core"], { encoding: "utf8" }).split("\n")
  const found: Record<string, string[]> = {}
  for (const file of files.filter((name) => name.endsWith(".ts") && !name.startsWith("src/core/desk/"))) {
    const all = puts(readFileSync(file, "utf8"))
    if (all.length > 0) found[file] = all.sort()
  }
  expect(found).toEqual(putIn)
})

test("what is put in is found", () => {
  const put = (what: string) => ["`select $", "{", what, "}`"].join("")
  const bad = `pool.query(${put("name")})\ntx.$queryRawUnsafe<Row[]>(\n  ${put("text")})\nquery("select " + name)\ntext: ${put("b")}`
  expect(puts(bad)).toEqual(["name", "text", '"select " +', "b"])
  // A tagged template makes parameters of what is put in.
  expect(puts(`tx.$queryRaw${put("id")}`)).toEqual([])
})
