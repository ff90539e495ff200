import pg from "pg"
import { vi } from "vitest"
import type { Store } from "../../src/core/store/open.js"

type Statement = { text: string; values: unknown[] }
type Plan = { "Node Type": string; "Relation Name"?: string; Plans?: Plan[] }

/** Runs something and answers which statements of it read one of these tables from end to end, as the store plans them afterwards. */
export async function readingWhole(
  { pool }: Store,
  tables: readonly string[],
  run: () => Promise<unknown>,
): Promise<string[]> {
  const asked = await statementsOf(run)
  const found: string[] = []
  for (const { text, values } of asked.filter(({ text }) => /^\s*(select|update|delete|with)\b/i.test(text))) {
    const { rows } = await pool.query<{ "QUERY PLAN": [{ Plan: Plan }] }>(`explain (format json) ${text}`, values)
    const whole = nodes(rows[0]?.["QUERY PLAN"][0].Plan).filter(
      (node) => node["Node Type"] === "Seq Scan" && tables.includes(node["Relation Name"] ?? ""),
    )
    if (whole.length > 0) found.push(text.replace(/\s+/g, " ").trim())
  }
  return found
}

/** Whatever goes to the store, through Prisma or not. */
async function statementsOf(run: () => Promise<unknown>): Promise<Statement[]> {
  const spy = vi.spyOn(pg.Client.prototype, "query")
  try {
    await run()
    return spy.mock.calls.flatMap(([first, second]: unknown[]) => {
      if (typeof first === "string") return [{ text: first, values: Array.isArray(second) ? second : [] }]
      const { text, values } = first as Partial<Statement>
      return text === undefined ? [] : [{ text, values: values ?? [] }]
    })
  } finally {
    spy.mockRestore()
  }
}

const nodes = (plan: Plan | undefined): Plan[] => (plan ? [plan, ...(plan.Plans ?? []).flatMap(nodes)] : [])

/** Years of a busy centre, of which those before `kept` are forgotten already. Without what triggers would add. */
export async function years({ pool }: Store, { now, kept }: { now: Date; kept: Date }): Promise<void> {
  const at = `'${now.toISOString()}'::timestamptz`
  const named = `t > '${kept.toISOString()}'::timestamptz`
  await pool.query(`
    begin;
    set local session_replication_role = replica;
    insert into member (id, name, plan_id, language, created_at)
    select 'm' || n, 'Member ' || n, 'standard', 'en', ${at} from generate_series(0, 99) n;
    insert into person (id, name, language, created_at) select 'p' || n, 'Person ' || n, 'en', ${at} from generate_series(0, 99) n;
    insert into booking (id, member_id, made_by_id, room_id, starts_at, ends_at, hosts, status, version, month, minutes, peak_minutes,
                         created_at, changed_at, show)
    select 'b' || n, 'm' || n % 100, case when ${named} then 'p' || n % 100 end, 'studio-1', t, t + interval '1 hour', 1, 'confirmed',
           1, '2026-11', 60, 0, t, t, case when n % 10 = 0 then case when ${named} then '{"sold":"taobao"}'::jsonb else '{}' end end
      from (select n, ${at} + interval '10 days' - n * interval '1 hour' as t from generate_series(1, 30000) n) x;
    insert into host (id, created_at) select 'h' || n, ${at} from generate_series(0, 9) n;
    insert into host_name (member_id, folded, host_id, name, created_at)
    select 'm' || n, 'host', 'h' || n % 10, 'Host', ${at} - interval '800 days' from generate_series(0, 99) n;
    insert into booking_host (booking_id, host_id) select id, 'h' || right(id, 1) from booking where made_by_id is not null;
    insert into audit (at, person_id, member_id, via, action, entity, data)
    select t, case when ${named} then 'p' || n % 100 end, 'm' || n % 100, 'test', 'book', 'booking:b' || n, '{"room":"studio-1"}'
      from (select n, ${at} - n * interval '1 hour' as t from generate_series(1, 30000) n) x;
    insert into notice (key, kind, person_id, booking_id, due_at, stale_at, data, state, settled_at)
    select 'k' || n, 'reminder', 'p' || n % 100, 'b' || n, t, t, '{}', 'sent', t
      from (select n, ${at} - n * interval '1 minute' as t from generate_series(1, 30000) n) x;
    commit`)
  for (const table of ["member", "person", "booking", "host", "host_name", "booking_host", "audit", "notice"])
    await pool.query(`vacuum (analyze) ${table}`)
}
