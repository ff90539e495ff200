import { readFileSync } from "node:fs"
import pg from "pg"

/**
 * What the bare bots share: who asks is looked up, since only members are answered, and what is asked costs one round trip with that.
 * The words are those that the desk was heard to say, so that the same bytes go out.
 */

export type Kind = "help" | "free" | "book"
/** A call of the platform's API; on the web, the answer itself. */
export type Call = { method: string; params: Record<string, unknown> }
export type Answers = Record<Kind, Call[]>

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 8 })
const all: Record<string, Answers> = JSON.parse(readFileSync(process.env.ANSWERS ?? "", "utf8"))
export const answersOf = (bot: string): Answers => all[bot] ?? { help: [], free: [], book: [] }

/** On the web the user is whose cookie it is, by its hash. */
const whoText = `select p.id, p.language, p.acting_for_id from account a join person p on p.id = a.person_id
 where a.platform = $1 and a.user_id = coalesce((select user_id from web_session where token_hash = $2), $2)`

const freeText = `with who as (${whoText})
select who.language, r.id,
       (select max(used) from ledger where resource_id = 'floor' and slot >= $3 and slot < $4) as floor,
       (select max(used) from ledger where resource_id = 'ring-light' and slot >= $3 and slot < $4) as lights
  from who, room r
 where not r.retired and not exists (
   select 1 from claim c where c.room_id = r.id and tstzrange(c.starts_at, c.ends_at) && tstzrange($3, $4::timestamptz + interval '15 minutes'))`

const bookText = `with who as (${whoText})
select hand_book($3, $4, who.acting_for_id, who.id, $5, $6, 2, 1) from who`

export const help = (platform: string, user: string) =>
  pool.query({ name: "who", text: whoText, values: [platform, user] })

/** "Tomorrow from 15:00 to 17:00", in Macau. */
export function free(platform: string, user: string) {
  const day = new Date(Date.now() + 32 * 3_600_000).toISOString().slice(0, 10)
  const values = [platform, user, `${day}T15:00+08:00`, `${day}T17:00+08:00`]
  return pool.query({ name: "free", text: freeText, values })
}

/** @param data `room|start`, as the button says it */
export function book(platform: string, user: string, { key, data }: { key: string; data: string }) {
  const [room, start] = data.split("|")
  return pool.query({ name: "book", text: bookText, values: [platform, user, key, `b-${key}`, room, start] })
}
