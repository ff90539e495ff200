import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import { pipeline as chained, Transform } from "node:stream"
import { createGunzip } from "node:zlib"
import { z } from "zod"

/**
 * The file of a backup: gzip over lines of JSON. The first line says what is in it, with a digest of every table; then a line for each
 * row, as the database wrote it; the last one is a sha-256 of all before it.
 */

export const format = "anchordesk-backup-1"

const head = z.object({
  format: z.literal(format, { error: "this is no backup of Anchordesk" }),
  at: z.iso.datetime(),
  migrations: z.array(z.string()),
  tables: z.array(
    z.object({ name: z.string(), columns: z.array(z.string()), rows: z.int().min(0), digest: z.string() }),
  ),
})
const tail = z.object({ sha256: z.string() })

export type Head = z.output<typeof head>
export type Table = Head["tables"][number]
/** The file is not what it should be: the sentence says what was expected. */
export class BadBackup extends Error {}

/** Adds the line that proves the others. */
export function hashed(): Transform {
  const hash = createHash("sha256")
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      done(null, chunk)
    },
    flush(done) {
      done(null, `${JSON.stringify({ sha256: hash.digest("hex") })}\n`)
    },
  })
}

async function* linesOf(file: string): AsyncGenerator<string> {
  // What goes wrong in either stream ends the loop below.
  const text = chained(createReadStream(file), createGunzip(), () => {}).setEncoding("utf8")
  let rest = ""
  for await (const chunk of text) {
    const whole = (rest + String(chunk)).split("\n")
    rest = whole.pop() ?? ""
    yield* whole
  }
  if (rest !== "") yield rest
}

/** How many rows are handed on at once. */
const batch = 1_000

/** Rows are JSON text. */
type Batch = { table: Table; rows: string[] }

/**
 * Reads a backup through.
 * @throws {BadBackup} when it is none, is cut off or was changed: after the rows, so what was done with them must be undone
 */
export async function* batches(file: string, began: (said: Head) => void = () => {}): AsyncGenerator<Batch> {
  const hash = createHash("sha256")
  let said: Head | null = null
  let proof: string | null = null
  let rows: string[] = []
  let place = 0
  for await (const line of linesOf(file)) {
    if (proof !== null) throw new BadBackup("something follows the end of the backup")
    if (said && line.startsWith("{")) {
      proof = tail.safeParse(jsonOf(line)).data?.sha256 ?? ""
      continue
    }
    hash.update(`${line}\n`)
    if (!said) {
      said = headOf(jsonOf(line))
      began(said)
      continue
    }
    const [at, value] = rowOf(line)
    const table = said.tables[place]
    if ((at !== place || rows.length >= batch) && table && rows.length > 0) {
      yield { table, rows }
      rows = []
    }
    place = at
    rows.push(value)
  }
  const table = said?.tables[place]
  if (table && rows.length > 0) yield { table, rows }
  if (proof === null || proof !== hash.digest("hex")) throw new BadBackup("the backup is cut off or was changed")
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new BadBackup("this is no backup of Anchordesk, or it is cut off")
  }
}

function headOf(value: unknown): Head {
  const parsed = head.safeParse(value)
  if (!parsed.success) throw new BadBackup(parsed.error.issues[0]?.message ?? "this is no backup of Anchordesk")
  return parsed.data
}

/** The row stays as the database wrote it: a number read and written again may not be the same text. */
function rowOf(line: string): [number, string] {
  const [, place, row] = /^\[(\d{1,3}),(\{.*\})\]$/.exec(line) ?? []
  if (place === undefined || row === undefined) throw new BadBackup("the backup was changed: a row was expected")
  return [Number(place), row]
}

/** Reads every line and proves it. @returns what is in it */
export async function readBack(file: string): Promise<Head> {
  const counted = new Map<string, number>()
  let said: Head | undefined
  const began = (head: Head) => {
    said = head
  }
  try {
    for await (const { table, rows } of batches(file, began))
      counted.set(table.name, (counted.get(table.name) ?? 0) + rows.length)
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).startsWith("Z_"))
      throw new BadBackup("this is no backup of Anchordesk, or it is cut off")
    throw error
  }
  for (const { name, rows } of said?.tables ?? [])
    if ((counted.get(name) ?? 0) !== rows) throw new BadBackup(`the backup lacks rows of ${name}`)
  if (!said) throw new BadBackup("this is no backup of Anchordesk")
  return said
}
