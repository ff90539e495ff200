import { createHash } from "node:crypto"
import pg from "pg"
import { day, hour } from "../src/core/interval.js"
import { openStore, type Store } from "../src/core/store/open.js"
import { silent } from "../test/support/log.js"
import { team } from "../test/support/slack/world.js"
import { freshDatabase, freshDataDir, withCentre } from "../test/support/store.js"
import { addMembers, benchCentre, type Size } from "./stage.js"

/** A store with a stage's centre and a crowd: members of one person each, whom every platform knows. */

export type Crowd = { databaseUrl: string; pool: pg.Pool; dispose(): Promise<void> }

/** The date so many days from now, as the centre has it: `2026-12-01`. */
export const dateIn = (days: number): string => new Date(Date.now() + 8 * hour + days * day).toISOString().slice(0, 10)

/** How each platform calls the nth of them. */
export const telegramId = (n: number): number => 100_000 + n
export const slackId = (n: number): string => `U0P${String(n).padStart(5, "0")}`
export const webId = (n: number): string => `w${n}`
export const webToken = (n: number): string => `w${n}`.padStart(43, "0")

export async function openCrowd(size: Size, people: number): Promise<Crowd> {
  const { databaseUrl, drop } = await freshDatabase()
  const store = await openStore({ databaseUrl, dataDir: "unused", log: silent })
  await settle(store, size, people)
  await store.close()
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 })
  return {
    databaseUrl,
    pool,
    async dispose() {
      await pool.end()
      await drop()
    },
  }
}

/** The same in a data folder, for a service with its embedded store. */
export async function crowdFolder(size: Size, people: number): Promise<string> {
  const dataDir = await freshDataDir()
  const store = await openStore({ dataDir, log: silent })
  await settle(store, size, people)
  await store.close()
  return dataDir
}

async function settle(store: Store, size: Size, people: number): Promise<void> {
  await withCentre(store, benchCentre(size), new Date())
  await addMembers(store, people)
  await addAccounts(store, people)
}

async function addAccounts({ pool }: Store, people: number): Promise<void> {
  const all = Array.from({ length: people }, (_, n) => n)
  const accounts = all.flatMap((n) => [
    { person: n, platform: "telegram", user: String(telegramId(n)), address: `telegram:${telegramId(n)}` },
    { person: n, platform: "slack", user: `${team}:${slackId(n)}`, address: `slack:D${slackId(n).slice(1)}` },
    { person: n, platform: "web", user: webId(n), address: `web:${webId(n)}` },
  ])
  await pool.query(
    `insert into account (id, platform, user_id, address, person_id, created_at)
     select platform || person, platform, "user", address, 'p-m' || person, now()
       from jsonb_to_recordset($1::jsonb) a(person integer, platform text, "user" text, address text)`,
    [JSON.stringify(accounts)],
  )
  const sessions = all.map((n) => ({ user: webId(n), hash: createHash("sha256").update(webToken(n)).digest("hex") }))
  await pool.query(
    `insert into web_session (token_hash, user_id, created_at, seen_at)
     select hash, "user", now(), now() from jsonb_to_recordset($1::jsonb) s("user" text, hash text)`,
    [JSON.stringify(sessions)],
  )
  await pool.query("analyze")
}
