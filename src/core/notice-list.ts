import type { World } from "./world.js"

/** The outbox as an operator looks at it. */

export type NoticeLine = {
  key: string
  kind: string
  state: "due" | "sent" | "dropped" | "failed" | "blocked"
  due: Date
  settled: Date | null
  attempts: number
  /** A person's name, or a channel's address. */
  to: string
  member: string | null
  /** Why it is where it is; null for what was sent, or never tried. */
  why: string | null
}

/** `member`: a member's name or id, however it is written. */
export type NoticeQuestion = { states?: readonly NoticeLine["state"][]; member?: string; limit?: number }

/** The latest first; what is still to come, the soonest first. */
export async function listNotices(
  world: World,
  { states, member, limit = 200 }: NoticeQuestion,
): Promise<NoticeLine[]> {
  const { rows } = await world.store.query<NoticeLine>({
    name: "list-notices",
    text: `
select n.key, n.kind, n.state, n.due_at as due, n.settled_at as settled, n.attempts, coalesce(p.name, n.address, '') as "to",
       m.name as member, case when n.state = 'sent' then null else n.result end as why
  from notice n
  left join person p on p.id = n.person_id
  left join booking b on b.id = n.booking_id
  left join member m on m.id = coalesce(b.member_id, p.acting_for_id)
 where ($1::text[] is null or n.state = any($1)) and ($2::text is null or m.id = $2 or lower(m.name) = lower($2))
 order by (n.state = 'due') desc, case when n.state = 'due' then n.due_at end, n.due_at desc, n.key limit $3`,
    values: [states ?? null, member ?? null, limit],
  })
  return rows
}
