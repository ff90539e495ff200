import { parse } from "csv-parse/sync"
import { type Centre, planOf } from "./centre.js"
import { currentCentre } from "./centre-store.js"
import { expiry, hashOf, newCode } from "./invitations.js"
import { languageSchema, languages } from "./language.js"
import type { By, NewMember } from "./members.js"
import type { World } from "./world.js"
import { sqlState } from "./write.js"

/** Members from a spreadsheet: CSV with the columns name, plan and, if wanted, language, in any order. */

/** `id` and `inviteCode` are null for one that was a member before, and in a dry run. */
export type ImportedMember = NewMember & { id: string | null; inviteCode: string | null }
export type Imported =
  | { is: "imported"; members: readonly ImportedMember[] }
  /** Every problem, with its row as a spreadsheet counts it. Nothing was written. */
  | { is: "wrong"; problems: readonly string[] }

const uniqueViolation = "23505"

/**
 * Adds all or none. A row that says of a member what is so already changes nothing, so that a file can be imported again; one that
 * says otherwise is a problem. `dryRun` only checks.
 */
export async function importMembers(
  world: World,
  csv: string,
  { dryRun, ...by }: By & { dryRun: boolean },
): Promise<Imported> {
  const read = rowsOf(csv)
  if (read.is === "wrong") return read
  const centre = await currentCentre(world)
  for (let again = true; ; again = false) {
    const checked = check(read.rows, centre, await known(world))
    if (checked.is === "wrong" || dryRun) return checked
    const members = checked.members.map((member) =>
      member.id === null ? { ...member, id: world.newId(), inviteCode: newCode() } : member,
    )
    try {
      await write(world, members, by)
      return { is: "imported", members }
    } catch (error) {
      // Somebody added one of them meanwhile: looked at again, it is known or it is a problem.
      if (!again || sqlState(error) !== uniqueViolation) throw error
    }
  }
}

type Rows = { is: "rows"; rows: readonly { row: number; cells: ReadonlyMap<string, string> }[] }
const columns = ["name", "plan", "language"] as const
const needed = ["name", "plan"] as const

/** A spreadsheet's rows by column. Separated by commas, or by what the first row has instead: semicolons, tabs. */
function rowsOf(csv: string): Rows | Extract<Imported, { is: "wrong" }> {
  const first = /^.*$/m.exec(csv)?.[0] ?? ""
  const delimiter = [",", ";", "\t"].find((one) => first.includes(one)) ?? ","
  let table: string[][]
  try {
    table = parse(csv, { bom: true, delimiter, trim: true, relax_column_count: true })
  } catch (error) {
    return { is: "wrong", problems: [error instanceof Error ? error.message : "this is not CSV"] }
  }
  const header = (table[0] ?? []).map((name) => name.trim().toLowerCase())
  const problems = [
    ...needed.filter((name) => !header.includes(name)).map((name) => `the column ${name} is missing`),
    ...header
      .filter((name) => !columns.some((column) => column === name))
      .map((name) => (name === "" ? "a column has no name" : `no column is called ${name}`)),
    ...header
      .filter((name, place) => header.indexOf(name) !== place)
      .map((name) => `the column ${name} is there twice`),
  ].map((problem) => `row 1: ${problem}; there are ${columns.join(", ")}`)
  if (problems.length > 0) return { is: "wrong", problems }
  const rows = table.slice(1).map((cells, index) => ({ row: index + 2, cells }))
  const long = rows.filter(({ cells }) => cells.length > header.length)
  if (long.length > 0)
    return {
      is: "wrong",
      problems: long.map(
        ({ row, cells }) => `row ${row}: ${cells.length} cells, where there are ${header.length} columns`,
      ),
    }
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell !== ""))
  return {
    is: "rows",
    rows: filled.map(({ row, cells }) => ({
      row,
      cells: new Map(header.map((name, place) => [name, cells[place] ?? ""])),
    })),
  }
}

/** Names are the same to people when only width, case or spaces differ. */
const folded = (name: string): string => name.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim()

type Known = ReadonlyMap<string, { id: string; name: string; planId: string; language: string }>

async function known({ store }: World): Promise<Known> {
  const all = await store.prisma.member.findMany({ select: { id: true, name: true, planId: true, language: true } })
  return new Map(all.map((member) => [folded(member.name), member]))
}

const longestName = 120

function check(rows: Rows["rows"], centre: Centre, known: Known): Imported {
  const seen = new Map<string, number>()
  const problems: string[] = []
  const members: ImportedMember[] = []
  for (const { row, cells } of rows) {
    const [name = "", plan = "", written = ""] = columns.map((column) => cells.get(column))
    const language = languages.find((one) => one.toLowerCase() === (written || languages[0]).toLowerCase())
    const wrong: string[] = []
    if (name === "") wrong.push("the name is missing")
    if (/\p{Cc}/u.test(name)) wrong.push("the name has a character that is no letter")
    if (name.length > longestName) wrong.push(`the name is longer than ${longestName} letters`)
    const there = `there are ${centre.plans.map(({ id }) => id).join(", ")}`
    if (plan === "") wrong.push("the plan is missing")
    else if (!planOf(centre, plan)) wrong.push(`no plan is called ${plan}; ${there}`)
    if (!language) wrong.push(`no language is called ${written}; there are ${languages.join(", ")}`)
    const earlier = seen.get(folded(name))
    if (name !== "" && earlier !== undefined) wrong.push(`${name} is in row ${earlier} already`)
    seen.set(folded(name), earlier ?? row)
    const before = known.get(folded(name))
    if (before && wrong.length === 0 && (before.planId !== plan || before.language !== language))
      wrong.push(`${before.name} is a member already, with plan ${before.planId} and language ${before.language}`)
    problems.push(...wrong.map((problem) => `row ${row}: ${problem}`))
    members.push({
      id: before?.id ?? null,
      name,
      plan,
      language: languageSchema.parse(language ?? languages[0]),
      inviteCode: null,
    })
  }
  return problems.length > 0 ? { is: "wrong", problems } : { is: "imported", members }
}

/** All of them in one statement, with their owners' invitations and the audit. */
async function write(
  { store }: World,
  members: readonly ImportedMember[],
  { now, via, person = null }: By,
): Promise<void> {
  const added = members.filter(({ inviteCode }) => inviteCode !== null)
  const rows = added.map(({ inviteCode, ...member }) => ({ ...member, hash: hashOf(inviteCode ?? "") }))
  await store.query({
    name: "import-members",
    text: `
      with row as (select * from jsonb_to_recordset($1::jsonb) r(id text, name text, plan text, language text, hash text)),
           member as (insert into member (id, name, plan_id, language, created_at)
                      select id, name, plan, language, $2::timestamptz from row),
           code as (insert into invitation (hash, kind, member_id, role, expires_at)
                    select hash, 'member', id, 'owner', $3::timestamptz from row)
      insert into audit (at, person_id, member_id, via, action, entity, data)
      select $2::timestamptz, $5, id, $4, 'add', 'member:' || id, jsonb_build_object('plan', plan, 'imported', true) from row`,
    values: [JSON.stringify(rows), now, expiry(now), via, person],
  })
}
