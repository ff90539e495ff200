import type pg from "pg"
import type { InLine } from "./told.js"

/** A pool, or one connection within a transaction. */
export type Queryable = Pick<pg.Pool | pg.PoolClient, "query">

/**
 * The judge: plain SQL over bookings and gear, sharing no code with the engine and looking at none of the tables (claims, usage,
 * ledger) by which the engine keeps its promises, except to ask whether they tell the same story. Returns one line per violation.
 */
export async function judge(
  pool: Queryable,
  centre: {
    turnoverMinutes: number
    floor: number
    gear: Record<string, number>
    leads?: readonly number[]
    /** Reminders that were due before are forgotten. */
    messagesSince?: Date
  },
): Promise<string[]> {
  const turnover = `interval '${centre.turnoverMinutes} minutes'`
  const ask = async (name: string, sql: string, values: unknown[] = []): Promise<string[]> => {
    const { rows } = await pool.query(sql, values)
    return rows.map((row) => `${name}: ${JSON.stringify(row)}`)
  }
  const live = `select *, starts_at + make_interval(mins => coalesce(setup, 0)) as air_from, ends_at - make_interval(mins => coalesce(teardown, 0)) as air_to
     from booking where status in ('requested', 'confirmed', 'checked_in')`
  return [
    ...(await ask(
      "room given twice",
      `with live as (${live}) select a.id, b.id as other, a.room_id from live a join live b
         on a.room_id = b.room_id and a.id < b.id and a.starts_at < b.ends_at + ${turnover} and b.starts_at < a.ends_at + ${turnover}`,
    )),
    ...(await ask(
      "floor exceeded",
      `with live as (${live}), edge as (select distinct air_from as t from live)
       select t, sum(hosts) from edge join live on air_from <= t and t < air_to group by t having sum(hosts) > $1`,
      [centre.floor],
    )),
    ...(await ask(
      "host on air twice, or without rest",
      `with live as (${live}), air as (select h.host_id, live.id, air_from, air_to + interval '15 minutes' as rested from live join booking_host h on h.booking_id = live.id)
       select a.host_id, a.id, b.id as other from air a join air b on a.host_id = b.host_id and a.id < b.id and a.air_from < b.rested and b.air_from < a.rested`,
    )),
    ...(await ask(
      "host kept for what is given up, or not for what is on",
      `with live as (${live}) select h.* from booking_host h left join live on live.id = h.booking_id
        where h.starts_at is distinct from live.air_from or h.ends_at is distinct from live.air_to + interval '15 minutes'`,
    )),
    ...(await ask(
      "more hosts named than there are",
      `select b.id from booking b where b.hosts < (select count(*) from booking_host h where h.booking_id = b.id)`,
    )),
    ...(await ask(
      "gear exceeded",
      `with live as (select b.*, g.gear_id, g.quantity from booking b join booking_gear g on g.booking_id = b.id where status in ('requested', 'confirmed', 'checked_in')),
            edge as (select distinct starts_at as t from live)
       select t, gear_id, sum(quantity) from edge join live on starts_at <= t and t < ends_at
        group by t, gear_id having sum(quantity) > coalesce(($1::jsonb->>gear_id)::integer, 0)`,
      [JSON.stringify(centre.gear)],
    )),
    ...(await ask(
      "hours overspent",
      `select member_id, month, sum(minutes), granted from booking join quota using (member_id, month)
        where status in ('requested', 'confirmed', 'checked_in') group by member_id, month, granted having sum(minutes) > granted`,
    )),
    ...(await ask(
      "hours do not add up",
      `with spent as (
         select member_id, month, sum(minutes) as minutes from booking b
          where status in ('requested', 'confirmed', 'checked_in') or coalesce((
            select (a.data->>'minutesBack')::integer from audit a
             where a.entity = 'booking:' || b.id and a.data ? 'minutesBack' order by a.id desc limit 1), 0) = 0
          group by member_id, month)
       select q.member_id, q.month, q.used, coalesce(s.minutes, 0) as spent from quota q left join spent s using (member_id, month)
        where q.used <> coalesce(s.minutes, 0)`,
    )),
    ...(await ask(
      "ledger of hours disagrees",
      `with entries as (
         select member_id, month, sum(minutes) filter (where kind in ('granted', 'rolled')) as granted,
                sum(case kind when 'spent' then minutes when 'returned' then -minutes else 0 end) as used
           from hours_entry group by member_id, month)
       select q.*, e.granted as entered_granted, e.used as entered_used from quota q full join entries e using (member_id, month)
        where q.granted is distinct from e.granted or q.used is distinct from e.used`,
    )),
    ...(await ask(
      "booking without its claim",
      `with live as (${live}) select live.id from live left join claim c
         on c.owner_id = live.id and c.room_id = live.room_id and c.starts_at = live.starts_at and c.ends_at = live.ends_at + ${turnover}
        where c.id is null`,
    )),
    ...(await ask(
      "claim without a booking",
      `with live as (${live}) select c.* from claim c left join live on live.id = c.owner_id where live.id is null and c.owner_id not like 'closure:%' and c.owner_id not like 'offer:%' and c.owner_id not like 'course:%' and c.owner_id not like 'hold:%'`,
    )),
    ...(await ask(
      "kept for a card that is over",
      `select owner_id from (select owner_id from claim union select owner_id from usage) t
        where owner_id like 'hold:%' and not exists (select 1 from hold h where h.id = owner_id)`,
    )),
    ...(await ask(
      "a card that keeps nothing",
      `select h.id from hold h where h.id like 'hold:%' and not exists (select 1 from claim where owner_id = h.id)
          and not exists (select 1 from usage where owner_id = h.id)`,
    )),
    ...(await ask(
      "more kept for a member than two cards",
      `select member_id, count(*) from hold where id like 'hold:%' group by member_id having count(*) > 2`,
    )),
    ...(await ask(
      "kept where a session is",
      `with live as (${live}) select c.owner_id, live.id from claim c join live on live.room_id = c.room_id
          and c.starts_at < live.ends_at + ${turnover} and live.starts_at < c.ends_at
        where c.owner_id like 'hold:%' or c.owner_id like 'offer:%'`,
    )),
    ...(await ask(
      "session in what is closed",
      `with live as (${live}) select live.id, c.id as closure from live join closure c
         on c.lifted_at is null and c.gear_id is null and coalesce(c.room_id, live.room_id) = live.room_id
        and live.starts_at < c.ends_at and live.ends_at > c.starts_at and live.starts_at > c.created_at`,
    )),
    ...(await ask(
      "closed, and nobody has it",
      `select c.id, r.id as room from closure c join room r on r.id = coalesce(c.room_id, r.id) and not r.retired
        where c.lifted_at is null and c.gear_id is null and not tstzrange(c.starts_at, c.ends_at) <@
          (select coalesce(range_agg(tstzrange(starts_at, ends_at)), '{}') from claim where room_id = r.id)`,
    )),
    ...(await ask(
      "out of use, and there to be had",
      `with slot as (select c.*, slot from closure c, generate_series(starts_at, ends_at - interval '1 second', interval '15 minutes') slot
                      where lifted_at is null and gear_id is not null)
       select s.id, s.slot, l.used from slot s join resource r on r.id = s.gear_id left join ledger l on l.resource_id = r.id and l.slot = s.slot
        where coalesce(l.used, 0) < r.capacity and s.quantity > coalesce((select sum(amount) from usage u
          where u.owner_id = 'closure:' || s.id and u.starts_at <= s.slot and s.slot < u.ends_at), 0)`,
    )),
    ...(await ask(
      "offered, and not kept",
      `select o.id from offer o left join waiting w on w.id = o.waiting_id
         left join claim c on c.owner_id = 'offer:' || o.id and c.room_id = o.room_id and c.ends_at = o.ends_at + ${turnover}
          and case when w.wish ? 'extends' then c.starts_at <= o.starts_at + ${turnover} else c.starts_at = o.starts_at end
        where o.status = 'open' and (c.id is null or w.status <> 'offered')`,
    )),
    ...(await ask(
      "kept, and offered to nobody",
      `select owner_id from (select owner_id from claim union select owner_id from usage union select id from hold) t
        where owner_id like 'offer:%' and not exists
         (select 1 from offer o where 'offer:' || o.id = owner_id and o.status = 'open')`,
    )),
    ...(await ask(
      "one place in line offered or served twice",
      `select waiting_id, count(*) from offer where status in ('open', 'taken') group by waiting_id having count(*) > 1`,
    )),
    ...(await ask(
      "a place in line that tells another story than its offers",
      `select w.id, w.status from waiting w where (w.status = 'served') <> exists (select 1 from offer o where o.waiting_id = w.id and o.status = 'taken')
          or (w.status = 'offered') <> exists (select 1 from offer o where o.waiting_id = w.id and o.status = 'open')`,
    )),
    ...(await ask(
      "taken, and the session did not go on",
      `select o.id, w.wish->>'extends' as booking from offer o join waiting w on w.id = o.waiting_id
        where o.status = 'taken' and w.wish ? 'extends' and not exists (select 1 from audit a
          where a.entity = 'booking:' || (w.wish->>'extends') and a.action = 'extend' and (a.data->>'end')::timestamptz = o.ends_at)`,
    )),
    ...(await ask(
      "lifted, and still there",
      `select t.owner_id from (select owner_id from claim union all select owner_id from usage) t
        where t.owner_id like 'closure:%' and not exists
          (select 1 from closure c where 'closure:' || c.id = t.owner_id and c.lifted_at is null)`,
    )),
    ...(await ask(
      "ledger is not what is used",
      `with live as (${live}), each_use as (
         select 'floor' as resource_id, slot, sum(hosts) as used from live,
                generate_series(air_from, air_to - interval '1 second', interval '15 minutes') slot group by slot
         union all
         select gear_id, slot, sum(quantity) from live join booking_gear g on g.booking_id = live.id,
                generate_series(starts_at, ends_at - interval '1 second', interval '15 minutes') slot group by gear_id, slot
         union all
         select resource_id, slot, sum(amount) from usage, generate_series(starts_at, ends_at - interval '1 second', interval '15 minutes') slot
          where owner_id like 'closure:%' or owner_id like 'offer:%' or owner_id like 'hold:%' or owner_id like 'course:%' group by resource_id, slot),
       used as (select resource_id, slot, sum(used) as used from each_use group by resource_id, slot)
       select l.resource_id, l.slot, l.used, u.used as should from ledger l full join used u using (resource_id, slot)
        where coalesce(l.used, 0) <> coalesce(u.used, 0)`,
    )),
    ...(await ask(
      "reminder of a dead or moved booking",
      `select n.key from notice n left join booking b on b.id = n.booking_id
        where n.kind = 'reminder' and n.state = 'due'
          and (b.status <> 'confirmed' or n.person_id is distinct from b.made_by_id or n.due_at <> b.starts_at - ((n.data->>'minutesBefore') || ' minutes')::interval)`,
    )),
    ...(await ask(
      "booking without its reminders",
      `with live as (${live}) select live.id, lead from live, unnest($1::integer[]) lead
        where live.status = 'confirmed' and live.made_by_id is not null
          and live.starts_at - (lead || ' minutes')::interval > greatest(live.changed_at, $2)
          and not exists (select 1 from notice n where n.booking_id = live.id and (n.data->>'minutesBefore')::integer = lead)`,
      [centre.leads ?? [1440, 60, 15], centre.messagesSince ?? null],
    )),
    ...(await ask(
      "to come, and by somebody who is none of the member's",
      `with live as (${live}) select live.id, live.made_by_id from live
        where exists (select 1 from person p where p.id = live.made_by_id and not p.staff) and not exists
          (select 1 from person_member pm where pm.member_id = live.member_id and pm.person_id = live.made_by_id)
        union all
       select w.id, w.person_id from waiting w where w.status in ('waiting', 'offered') and not exists
          (select 1 from person_member pm where pm.member_id = w.member_id and pm.person_id = w.person_id)`,
    )),
    ...(await ask(
      "taken while the membership was paused",
      `select a.entity, a.action, a.member_id from audit a
        where a.action in ('book', 'hand', 'wait') and (
          select s.action from audit s where s.entity = 'member:' || a.member_id and s.action in ('suspend', 'resume') and s.id < a.id
           order by s.id desc limit 1) = 'suspend'`,
    )),
    ...(await ask(
      "change without an audit entry",
      `select b.id, b.version, count(a.id) from booking b left join audit a on a.entity = 'booking:' || b.id
        group by b.id, b.version having count(a.id) <> b.version`,
    )),
  ]
}

/**
 * The same for rooms of a class (in the small centre: `s…` is small, `l…` is large): who was promised one sits in one, and nobody made
 * way who was promised a number at that time.
 */
export async function classOracle(pool: Queryable): Promise<string[]> {
  const { rows: elsewhere } = await pool.query(
    "select id, room_id, room_class from booking where room_class is not null and substr(room_id, 1, 1) <> substr(room_class, 1, 1)",
  )
  const { rows: moved } = await pool.query(
    `select r.entity, r.id from audit r
      where r.action = 'reassign' and (
        select case when a.action = 'fix' then null else a.data->>'roomClass' end from audit a
         where a.entity = r.entity and a.id < r.id and a.action in ('book', 'move', 'extend', 'fix') order by a.id desc limit 1) is null
        and not exists (select 1 from audit u where u.entity = r.entity and u.id < r.id and u.action = 'undo')`,
  )
  return [
    ...elsewhere.map((row) => `in a room of another class: ${JSON.stringify(row)}`),
    ...moved.map((row) => `made way though it had a number: ${JSON.stringify(row)}`),
  ]
}

/**
 * The line: no place was offered to whoever came later, while one waited before them for an hour anywhere in that time and kind of room
 * to whom nothing is refused (`patient`), and who was offered nothing yet. Before: told of their place when the other asked for theirs.
 */
export async function lineOracle(
  pool: Queryable,
  line: readonly InLine[],
  patient: readonly string[],
): Promise<string[]> {
  const { rows } = await pool.query(
    `with line as (select * from jsonb_to_recordset($1::jsonb) as l(id text, asked integer, told integer))
     select o.id, o.waiting_id, o.room_id, o.starts_at, first.id as before from offer o
       join waiting w on w.id = o.waiting_id and not w.wish ? 'extends'
       join line behind on behind.id = w.id
       join line ahead on ahead.told < behind.asked
       join waiting first on first.id = ahead.id and first.member_id = any($2)
      where (first.wish->>'room' = 'any' or first.wish->'room'->>'room' = o.room_id
             or substr(first.wish->'room'->>'class', 1, 1) = substr(o.room_id, 1, 1))
        and exists (select 1 from jsonb_array_elements(first.wish->'windows') t
                     where (t->>'start')::timestamptz <= o.starts_at and (t->>'end')::timestamptz >= o.ends_at)
        and not exists (select 1 from offer one where one.waiting_id = first.id and one.id <= o.id)
        and (first.status = 'waiting' or exists (select 1 from offer one where one.waiting_id = first.id))`,
    [JSON.stringify(line), patient],
  )
  return rows.map((row) => `offered out of order: ${JSON.stringify(row)}`)
}
