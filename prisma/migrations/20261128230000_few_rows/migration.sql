-- A write is a handful of rows. The planner takes a hundred for what comes out of JSON and reads whole tables for it until they are large;
-- keys in an array, and one row at a time, go by the indexes at any size. Nor does any plan depend on which keys: none is made again.

create or replace function apply_write(w jsonb) returns jsonb language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
  earlier turn;
  touched integer;
  minutes_left integer;
  gone text[];
  own text[];
  cost record;
begin
  if w ? 'turn' then
    insert into turn (key, digest, outcome, at)
    values (w->'turn'->>'key', w->'turn'->>'digest', w->'turn'->'outcome', (w->>'at')::timestamptz)
    on conflict do nothing;
    if not found then
      select * into earlier from turn where key = w->'turn'->>'key';
      if earlier.digest <> w->'turn'->>'digest' then return '{"is":"mismatch"}'; end if;
      return jsonb_build_object('is', 'repeat', 'outcome', earlier.outcome);
    end if;
  end if;

  if w ? 'centre' then
    perform 1 from centre where version = (w->>'centre')::integer;
    if not found then raise exception 'centre changed' using errcode = 'AD001'; end if;
  end if;

  -- Locking the members serialises what one merchant spends, and nothing else.
  if w ? 'members' then
    perform 1 from member m join jsonb_to_recordset(w->'members') e(id text, version integer, open_max integer)
      on m.id = e.id and m.version = e.version order by m.id for update of m;
    get diagnostics touched = row_count;
    if touched <> jsonb_array_length(w->'members') then
      raise exception 'member changed' using errcode = 'AD001';
    end if;
  end if;

  if w ? 'release' then
    gone := array(select jsonb_array_elements_text(w->'release'));
    delete from claim where owner_id = any(gone);
    delete from usage where owner_id = any(gone);
    update booking_host set starts_at = null, ends_at = null where starts_at is not null and booking_id = any(gone);
    delete from hold where id = any(gone);
  end if;

  if w ? 'usage' then
    insert into usage (owner_id, resource_id, starts_at, ends_at, amount)
    select owner_id, resource_id, starts_at, ends_at, amount from jsonb_populate_recordset(null::usage, w->'usage');
  end if;

  if w ? 'claims' then
    insert into claim (owner_id, room_id, starts_at, ends_at)
    select owner_id, room_id, starts_at, ends_at from jsonb_populate_recordset(null::claim, w->'claims') order by room_id, starts_at;
  end if;

  if w ? 'forfeited' then
    insert into hours_entry (member_id, month, at, kind, minutes, peak_minutes, entity)
    select member_id, month, (w->>'at')::timestamptz, 'forfeited', minutes, peak_minutes, entity
      from jsonb_populate_recordset(null::hours_entry, w->'forfeited');
  end if;

  -- A month that has not begun is begun first: a check is applied to the proposed row before the conflict is found, and a return of
  -- hours is negative.
  if w ? 'quota' then
    for cost in
      select member_id, month, min(granted) as granted, sum(used)::integer as used, min(peak_granted) as peak_granted,
             sum(peak_used)::integer as peak_used
        from jsonb_populate_recordset(null::quota, w->'quota') group by member_id, month order by member_id, month
    loop
      update quota q set used = q.used + cost.used, peak_used = q.peak_used + cost.peak_used
       where q.member_id = cost.member_id and q.month = cost.month;
      continue when found;
      insert into quota (member_id, month, granted, used, peak_granted, peak_used)
      values (cost.member_id, cost.month, cost.granted, 0, cost.peak_granted, 0) on conflict do nothing;
      if found then
        insert into hours_entry (member_id, month, at, kind, minutes, peak_minutes)
        values (cost.member_id, cost.month, (w->>'at')::timestamptz, 'granted', cost.granted, cost.peak_granted);
      end if;
      update quota q set used = q.used + cost.used, peak_used = q.peak_used + cost.peak_used
       where q.member_id = cost.member_id and q.month = cost.month;
    end loop;
    insert into hours_entry (member_id, month, at, kind, minutes, peak_minutes, entity)
    select member_id, month, (w->>'at')::timestamptz, case when used < 0 or peak_used < 0 then 'returned' else 'spent' end,
           abs(used), abs(peak_used), entity
      from jsonb_to_recordset(w->'quota') c(member_id text, month text, used integer, peak_used integer, entity text)
     where used <> 0 or peak_used <> 0;
  end if;

  if w ? 'bookings' then
    insert into booking as b
    select * from jsonb_populate_recordset(null::booking, w->'bookings')
    on conflict (id) do update set
      member_id = excluded.member_id, room_id = excluded.room_id, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
      hosts = excluded.hosts, title = excluded.title, status = excluded.status, version = excluded.version,
      month = excluded.month, minutes = excluded.minutes, peak_minutes = excluded.peak_minutes,
      setup = coalesce(excluded.setup, b.setup), teardown = coalesce(excluded.teardown, b.teardown),
      show = coalesce(excluded.show, b.show), went = coalesce(excluded.went, b.went), held_until = excluded.held_until, changed_at = excluded.changed_at, room_class = excluded.room_class,
      made_by_id = excluded.made_by_id, series_id = excluded.series_id, checked_in_at = excluded.checked_in_at
    where b.version = excluded.version - 1;
    get diagnostics touched = row_count;
    if touched <> jsonb_array_length(w->'bookings') then
      raise exception 'booking changed' using errcode = 'AD001';
    end if;
    if w ? 'members' then
      perform 1 from jsonb_to_recordset(w->'members') e(id text, version integer, open_max integer)
       where e.open_max < (select count(*) from booking b
                            where b.member_id = e.id and b.status in ('requested', 'confirmed', 'checked_in') and b.ends_at > (w->>'at')::timestamptz);
      if found then raise exception 'too many open bookings' using errcode = 'AD002'; end if;
    end if;
  end if;

  if w ? 'gear' then
    own := array(select g->>'booking_id' from jsonb_array_elements(w->'gear') g);
    delete from booking_gear where booking_id = any(own);
    insert into booking_gear select * from jsonb_populate_recordset(null::booking_gear, w->'gear') where quantity > 0;
  end if;

  if w ? 'holds' then
    insert into hold select * from jsonb_populate_recordset(null::hold, w->'holds');
  end if;
  if w ? 'waiting' then
    insert into waiting as t select * from jsonb_populate_recordset(null::waiting, w->'waiting')
    on conflict (id) do update set wish = excluded.wish, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
      status = excluded.status, version = excluded.version
    where t.version = excluded.version - 1;
    get diagnostics touched = row_count;
    if touched <> jsonb_array_length(w->'waiting') then
      raise exception 'place in line changed' using errcode = 'AD001';
    end if;
  end if;
  if w ? 'offers' then
    insert into offer as t select * from jsonb_populate_recordset(null::offer, w->'offers')
    on conflict (id) do update set until = excluded.until, status = excluded.status, version = excluded.version
    where t.version = excluded.version - 1;
    get diagnostics touched = row_count;
    if touched <> jsonb_array_length(w->'offers') then
      raise exception 'offer changed' using errcode = 'AD001';
    end if;
  end if;
  if w ? 'closures' then
    insert into closure as t select * from jsonb_populate_recordset(null::closure, w->'closures')
    on conflict (id) do update set starts_at = excluded.starts_at, ends_at = excluded.ends_at, quantity = excluded.quantity,
      data = excluded.data, version = excluded.version, lifted_at = excluded.lifted_at
    where t.version = excluded.version - 1;
    get diagnostics touched = row_count;
    if touched <> jsonb_array_length(w->'closures') then
      raise exception 'closure changed' using errcode = 'AD001';
    end if;
  end if;

  if w ? 'ballots' then
    -- Before the ballot, as by whoever opens one or calls it off.
    update centre set version = version + 1;
    update ballot t set status = e.status, version = e.version, drawn_at = e.drawn_at, record = e.record
      from jsonb_populate_recordset(null::ballot, w->'ballots') e
     where t.id = e.id and t.version = e.version - 1 and t.status = 'open';
    get diagnostics touched = row_count;
    if touched <> jsonb_array_length(w->'ballots') then
      raise exception 'ballot changed' using errcode = 'AD001';
    end if;
  end if;

  if w ? 'sessions' then
    insert into course_session as t select * from jsonb_populate_recordset(null::course_session, w->'sessions')
    on conflict (id) do update set room_id = excluded.room_id, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
      trainer_id = excluded.trainer_id, decide_at = excluded.decide_at, status = excluded.status, version = excluded.version
    where t.version = excluded.version - 1;
    get diagnostics touched = row_count;
    if touched <> jsonb_array_length(w->'sessions') then
      raise exception 'course changed' using errcode = 'AD001';
    end if;
  end if;
  if w ? 'enrolments' then
    insert into enrolment as t select * from jsonb_populate_recordset(null::enrolment, w->'enrolments')
    on conflict (session_id, person_id) do update set member_id = excluded.member_id, status = excluded.status,
      since = excluded.since, version = excluded.version
    where t.version = excluded.version - 1;
    get diagnostics touched = row_count;
    if touched <> jsonb_array_length(w->'enrolments') then
      raise exception 'enrolment changed' using errcode = 'AD001';
    end if;
  end if;
  if w ? 'qualifications' then
    insert into qualification select * from jsonb_populate_recordset(null::qualification, w->'qualifications');
  end if;

  if w ? 'hosts' then
    insert into host (id, created_at)
    select distinct id, (w->>'at')::timestamptz from jsonb_to_recordset(w->'hosts') h(id text) order by id
    on conflict do nothing;
  end if;
  if w ? 'host_names' then
    insert into host_name (member_id, folded, host_id, name, created_at)
    select distinct on (member_id, folded) member_id, folded, host_id, name, (w->>'at')::timestamptz
      from jsonb_populate_recordset(null::host_name, w->'host_names') order by member_id, folded
    on conflict do nothing;
  end if;
  if w ? 'booking_hosts' then
    own := array(select h->>'booking_id' from jsonb_array_elements(w->'booking_hosts') h);
    delete from booking_host where booking_id = any(own);
    insert into booking_host (booking_id, host_id)
    select distinct booking_id, host_id from jsonb_populate_recordset(null::booking_host, w->'booking_hosts')
     where host_id is not null order by host_id, booking_id;
  end if;

  -- A change replaces what was to be said of it and has not been said yet.
  if w ? 'hush' then
    own := array(select jsonb_array_elements_text(w->'hush'));
    delete from notice where state = 'due' and booking_id = any(own);
  end if;
  if w ? 'notices' then
    insert into notice (key, kind, person_id, address, booking_id, due_at, stale_at, data)
    select key, kind, person_id, address, booking_id, due_at, stale_at, data from jsonb_populate_recordset(null::notice, w->'notices')
    on conflict (key) do update set due_at = excluded.due_at, stale_at = excluded.stale_at, data = excluded.data,
      state = 'due', attempts = 0, leased_until = null, settled_at = null, result = null;
  end if;

  if w ? 'audit' then
    insert into audit (at, person_id, member_id, via, action, entity, data)
    select (w->>'at')::timestamptz, person_id, member_id, via, action, entity, data
      from jsonb_populate_recordset(null::audit, w->'audit');
  end if;

  if w ? 'left' then
    select granted - used into minutes_left from quota where member_id = w->'left'->>'member_id' and month = w->'left'->>'month';
    update turn set outcome = jsonb_set(outcome, '{leftAfter}', to_jsonb(minutes_left)) where key = w->'turn'->>'key';
    return jsonb_build_object('is', 'done', 'left', minutes_left);
  end if;
  return '{"is":"done"}';
end $$;

create or replace function usage_into_ledger() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into ledger as l (resource_id, slot, used, capacity)
    select u.resource_id, slot, sum(u.amount), r.capacity
      from added u
      join resource r on r.id = u.resource_id
      cross join lateral generate_series(
        date_bin('15 minutes', u.starts_at, '2000-01-01Z'), u.ends_at - interval '1 millisecond', interval '15 minutes') slot
     group by u.resource_id, slot, r.capacity
     order by u.resource_id, slot
    on conflict (resource_id, slot) do update set used = l.used + excluded.used;
  elsif exists (select 1 from removed) then
    update ledger l set used = l.used - gone.amount
      from (select u.resource_id, slot, sum(u.amount) as amount
              from removed u
              cross join lateral generate_series(
                date_bin('15 minutes', u.starts_at, '2000-01-01Z'), u.ends_at - interval '1 millisecond', interval '15 minutes') slot
             group by u.resource_id, slot
             order by u.resource_id, slot) gone
     where l.resource_id = gone.resource_id and l.slot = gone.slot;
  end if;
  return null;
end $$;
