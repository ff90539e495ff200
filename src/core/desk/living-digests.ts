import { broadcastDay, openOn } from "../centre.js"
import { currentCentre } from "../centre-store.js"
import { after, minute } from "../interval.js"
import type { Language } from "../language.js"
import type { NoticeData } from "../reminders.js"
import { wholeDay } from "../time.js"
import type { World } from "../world.js"
import { hashOf } from "./deliver.js"
import { phrase } from "./phrase.js"

/**
 * The daily digest lives: while its day lasts, it is edited when it would say something else. An edit is a notice like any other, with
 * one key per channel and day, so it survives restarts, waits out outages, and is put at most once a minute (platforms limit edits).
 */

type Said = {
  key: string
  address: string
  language: Language
  due_at: Date
  data: Extract<NoticeData, { kind: "digest" }>
  sent_at: Date
  /** Names the message on its platform; an edit may have had to make it anew. */
  message: string
  said: string
}

const living = `
select d.key, d.address, c.language, d.due_at, d.data, d.settled_at as sent_at,
       coalesce(e.result, d.result) as message, coalesce(e.said, d.said) as said
  from notice d
  join channel c on c.address = d.address and c.digest_at is not null
  left join notice e on e.key = d.key || ':edit'
 where d.kind = 'digest' and d.state = 'sent' and d.said is not null and d.data->>'day' = $1 and d.settled_at <= $2
   and (e.key is null or (e.state = 'sent' and e.settled_at <= $2))`

/** Another replica may have put it a moment ago. */
const putEdit = `
insert into notice as n (key, kind, address, due_at, stale_at, data)
values ($1, 'digest-edit', $2, $3, $4, $5)
on conflict (key) do update
   set due_at = excluded.due_at, stale_at = excluded.stale_at, data = excluded.data,
       state = 'due', attempts = 0, leased_until = null, settled_at = null, result = null
 where n.state = 'sent' and n.settled_at <= $6`

/** Puts an edit into the outbox for each digest of today that says something else by now. @returns how many it put */
export async function refreshDigests(world: World, now: Date): Promise<number> {
  const centre = await currentCentre(world)
  const today = broadcastDay(centre, now)
  const quiet = after(now, -minute)
  const { rows } = await world.store.query<Said>({ name: "living-digests", text: living, values: [today, quiet] })
  if (rows.length === 0) return 0
  const ends = [wholeDay(today, centre.zone).end, ...openOn(centre, today).map(({ end }) => end)]
  const over = ends.reduce((last, end) => (end > last ? end : last))
  let put = 0
  for (const row of rows) {
    const data: NoticeData = {
      kind: "digest",
      day: today,
      first: { message: row.message, due: row.due_at.toISOString(), sent: row.sent_at.toISOString() },
    }
    if ((await wordsOf(world, row, { data, now })) === row.said) continue
    const values = [`${row.key}:edit`, row.address, now, over, JSON.stringify(data), quiet]
    await world.store.query({ name: "put-edit", text: putEdit, values })
    put += 1
  }
  return put
}

async function wordsOf(
  world: World,
  { key, address, language, due_at }: Said,
  { data, now }: { data: NoticeData; now: Date },
) {
  const to = { kind: "channel", address, language } as const
  const notice = { key, due: due_at, stale: now, attempts: 0, data, bookingId: null, to, unsure: false }
  const reply = await phrase(world, notice, now, { pictures: false })
  return reply && hashOf(reply)
}
