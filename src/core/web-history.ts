import { randomBytes } from "node:crypto"
import type { World } from "./world.js"

/**
 * The conversation as the web chat's pages show it, kept in the store for a while: a page that comes back goes on where it left off,
 * whichever replica it reaches and whatever was restarted, and all devices of a person show the same. What is kept belongs to a web
 * user; a person who has several reads them all. The latest hundred entries and twelve files of each user are kept;
 * see retention.ts for how long.
 */

const kept = { entries: 100, files: 12 }

/** The web users that are the same person as $1, and $1, who may be nobody yet. */
const box = `box as (
  select $1::text as user_id
   union
  select b.user_id from account a join account b on b.person_id = a.person_id and b.platform = 'web'
   where a.platform = 'web' and a.user_id = $1)`

/**
 * Writers of one person's entries take turns, so that entries become visible in the order of their ids: who reads on from an id misses
 * none. Nothing is kept for somebody who has no browser: they were just erased.
 */
const appending = `
  with gate as materialized (
    select pg_advisory_xact_lock(hashtextextended(coalesce(
      (select person_id from account where platform = 'web' and user_id = $1), $1), 20261128))),
  cut as (
    delete from web_entry where user_id = $1 and id <=
      (select id from web_entry where user_id = $1 order by id desc offset ${kept.entries - 1} limit 1)),
  added as (
    insert into web_entry (user_id, key, asked, json, at)
    select $1, $2, $3, $4, $5 from gate where exists (select 1 from web_session where user_id = $1)
    on conflict (user_id, key) do nothing
    returning id)
  select id from added`

const reading = `
  with ${box}
  select e.id, e.json, (select string_agg(user_id, ' ' order by user_id) from box) as box
    from (select 1) one left join lateral (
      select id, json from web_entry
       where user_id in (select user_id from box)
         and id > coalesce((select id from web_entry where id = $2 and user_id in (select user_id from box)), 0)
       order by id desc limit ${kept.entries}) e on true
   order by e.id`

/** By index alone: some entries a user at most. */
const looking = `
  select u.user_id as whose, max(e.id) as id
    from unnest($1::text[]) u (user_id)
    left join account a on a.platform = 'web' and a.user_id = u.user_id
    left join account b on b.platform = 'web' and b.person_id = a.person_id
    join web_entry e on e.user_id in (u.user_id, b.user_id)
   group by 1`

const adding = `
  with cut as (
    delete from web_file where user_id = $1 and id in
      (select id from web_file where user_id = $1 order by at desc, id offset ${kept.files - 1}))
  insert into web_file (id, user_id, type, name, bytes, at)
  select $2, $1, $3, $4, $5, $6 where exists (select 1 from web_session where user_id = $1)`

type Shown = { id: string; json: string }
type KeptFile = { type: string; name: string; bytes: Uint8Array }
type Said = { json: string; turn?: { key: string; asked: string } | undefined }

export function webHistory(world: World) {
  const { store, clock } = world
  return {
    /**
     * Keeps what was said. The first answer under a turn's key is the one that counts, whichever replica gave it.
     * @returns what is kept: of a key that was used before, that
     */
    append: async (userId: string, { json, turn }: Said): Promise<{ json: string; asked: string | null }> => {
      const given = { json, asked: turn?.asked ?? null }
      const { rows } = await store.query({
        name: "web-append",
        text: appending,
        values: [userId, turn?.key ?? null, given.asked, json, clock()],
      })
      if (rows.length > 0 || !turn) return given
      const before = await store.prisma.webEntry.findUnique({ where: { userId_key: { userId, key: turn.key } } })
      return before ?? given
    },
    /**
     * What came after the entry `id`, oldest first; everything that is kept when there is no such entry (any more). `box` names whose
     * entries these are: it changes when the user joins, or becomes one person with another.
     */
    since: async (userId: string, id: string | undefined): Promise<{ box: string; entries: Shown[] }> => {
      const after = id !== undefined && /^\d{1,18}$/.test(id) ? id : null
      const { rows } = await store.query<{ id: string | null; json: string; box: string }>({
        name: "web-since",
        text: reading,
        values: [userId, after],
      })
      const entries = rows.flatMap(({ id, json }) => (id === null ? [] : [{ id, json }]))
      return { box: rows[0]?.box ?? userId, entries }
    },
    /** The id of each user's latest entry, of those who have any. */
    latest: async (userIds: readonly string[]): Promise<Map<string, string>> => {
      const { rows } = await store.query<{ whose: string; id: string }>({
        name: "web-latest",
        text: looking,
        values: [userIds],
      })
      return new Map(rows.map(({ whose, id }) => [whose, id]))
    },
    /** Keeps a file, private to the person; resolves with an id that cannot be guessed. */
    keep: async (userId: string, { type, name, bytes }: KeptFile): Promise<string> => {
      const id = randomBytes(16).toString("base64url")
      const values = [userId, id, type, name, Buffer.from(bytes), clock()]
      await store.query({ name: "web-keep-file", text: adding, values })
      return id
    },
    file: async (userId: string, id: string): Promise<KeptFile | undefined> => {
      const { rows } = await store.query<KeptFile>({
        name: "web-file",
        text: `with ${box} select type, name, bytes from web_file where id = $2 and user_id in (select user_id from box)`,
        values: [userId, id],
      })
      return rows[0]
    },
  }
}
