-- Bookings of any room of a class, of a series, and those whose people have arrived.
alter table booking add column room_class text;
alter table booking add column series_id text;
alter table booking add column checked_in_at timestamptz(3);
create index booking_series_id_idx on booking (series_id);

-- A place kept for a person who is about to confirm, or was offered it: owner of claims and usage, which go with it.
create table hold (
  id         text primary key,
  person_id  text not null,
  member_id  text not null,
  until      timestamptz(3) not null,
  room_id    text not null,
  starts_at  timestamptz(3) not null,
  ends_at    timestamptz(3) not null,
  hosts      integer not null,
  gear       jsonb not null
);
create index hold_until_idx on hold (until);
create index hold_member_id_idx on hold (member_id);

-- A member's place in line.
create table waiting (
  id         text primary key,
  member_id  text not null,
  person_id  text not null,
  wish       jsonb not null,
  starts_at  timestamptz(3) not null,
  ends_at    timestamptz(3) not null,
  status     text not null,
  version    integer not null,
  created_at timestamptz(3) not null
);
create index waiting_status_starts_at_idx on waiting (status, starts_at);
create index waiting_member_id_idx on waiting (member_id);

-- What became free, kept for the first in line until it lapses.
create table offer (
  id         text primary key,
  waiting_id text not null,
  room_id    text not null,
  starts_at  timestamptz(3) not null,
  ends_at    timestamptz(3) not null,
  until      timestamptz(3) not null,
  status     text not null,
  version    integer not null,
  created_at timestamptz(3) not null
);
create index offer_waiting_id_idx on offer (waiting_id);
create index offer_status_until_idx on offer (status, until);

-- A room, units of gear, or (both null) the whole centre out of use.
create table closure (
  id         text primary key,
  room_id    text,
  gear_id    text,
  quantity   integer,
  starts_at  timestamptz(3) not null,
  ends_at    timestamptz(3) not null,
  reason     text,
  data       jsonb not null,
  version    integer not null,
  made_by_id text,
  created_at timestamptz(3) not null,
  lifted_at  timestamptz(3)
);
create index closure_ends_at_idx on closure (ends_at);

-- What became of hours, entry by entry. Written by apply_write beside quota, so that the two always agree.
create table hours_entry (
  id           bigserial primary key,
  member_id    text not null,
  month        text not null,
  at           timestamptz(3) not null,
  kind         text not null,
  minutes      integer not null,
  peak_minutes integer not null,
  entity       text
);
create index hours_entry_member_id_month_idx on hours_entry (member_id, month);
insert into hours_entry (member_id, month, at, kind, minutes, peak_minutes)
select member_id, month, now(), 'granted', granted, peak_granted from quota
union all
select member_id, month, now(), 'spent', used, peak_used from quota where used > 0 or peak_used > 0;

-- As before, and: holds, places in line, offers, closures, the entries of hours; who has arrived still has an open booking.
create or replace function apply_write(w jsonb) returns jsonb language plpgsql as $$
declare
  earlier turn;
  touched integer;
  minutes_left integer;
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
    select count(*) into touched from (
      select 1 from member m join jsonb_to_recordset(w->'members') e(id text, version integer, open_max integer)
        on m.id = e.id and m.version = e.version order by m.id for update of m) locked;
    if touched <> jsonb_array_length(w->'members') then
      raise exception 'member changed' using errcode = 'AD001';
    end if;
  end if;

  if w ? 'release' then
    delete from claim where owner_id in (select jsonb_array_elements_text(w->'release'));
    delete from usage where owner_id in (select jsonb_array_elements_text(w->'release'));
    delete from hold where id in (select jsonb_array_elements_text(w->'release'));
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

  -- Two steps, because a check is applied to the proposed row before the conflict is found, and a return of hours is negative.
  if w ? 'quota' then
    with begun as (
      insert into quota (member_id, month, granted, used, peak_granted, peak_used)
      select member_id, month, granted, 0, peak_granted, 0 from jsonb_populate_recordset(null::quota, w->'quota')
       order by member_id, month
      on conflict do nothing
      returning member_id, month, granted, peak_granted)
    insert into hours_entry (member_id, month, at, kind, minutes, peak_minutes)
    select member_id, month, (w->>'at')::timestamptz, 'granted', granted, peak_granted from begun;
    update quota q set used = q.used + c.used, peak_used = q.peak_used + c.peak_used
      from (select member_id, month, sum(used)::integer as used, sum(peak_used)::integer as peak_used
              from jsonb_populate_recordset(null::quota, w->'quota') group by member_id, month) c
     where q.member_id = c.member_id and q.month = c.month;
    insert into hours_entry (member_id, month, at, kind, minutes, peak_minutes, entity)
    select member_id, month, (w->>'at')::timestamptz, case when used < 0 or peak_used < 0 then 'returned' else 'spent' end,
           abs(used), abs(peak_used), entity
      from jsonb_to_recordset(w->'quota') c(member_id text, month text, used integer, peak_used integer, entity text)
     where used <> 0 or peak_used <> 0;
  end if;

  if w ? 'bookings' then
    with written as (
      insert into booking as b
      select * from jsonb_populate_recordset(null::booking, w->'bookings')
      on conflict (id) do update set
        member_id = excluded.member_id, room_id = excluded.room_id, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
        hosts = excluded.hosts, title = excluded.title, status = excluded.status, version = excluded.version,
        month = excluded.month, minutes = excluded.minutes, peak_minutes = excluded.peak_minutes,
        held_until = excluded.held_until, changed_at = excluded.changed_at, room_class = excluded.room_class,
        series_id = excluded.series_id, checked_in_at = excluded.checked_in_at
      where b.version = excluded.version - 1
      returning 1)
    select count(*) into touched from written;
    if touched <> jsonb_array_length(w->'bookings') then
      raise exception 'booking changed' using errcode = 'AD001';
    end if;
    if w ? 'members' then
      perform 1 from jsonb_to_recordset(w->'members') e(id text, version integer, open_max integer)
       where e.open_max < (select count(*) from booking b
                            where b.member_id = e.id and b.status in ('confirmed', 'checked_in') and b.ends_at > (w->>'at')::timestamptz);
      if found then raise exception 'too many open bookings' using errcode = 'AD002'; end if;
    end if;
  end if;

  if w ? 'gear' then
    delete from booking_gear where booking_id in (select g->>'booking_id' from jsonb_array_elements(w->'gear') g);
    insert into booking_gear select * from jsonb_populate_recordset(null::booking_gear, w->'gear') where quantity > 0;
  end if;

  if w ? 'holds' then
    insert into hold select * from jsonb_populate_recordset(null::hold, w->'holds');
  end if;
  if w ? 'waiting' then
    with written as (
      insert into waiting as t select * from jsonb_populate_recordset(null::waiting, w->'waiting')
      on conflict (id) do update set wish = excluded.wish, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
        status = excluded.status, version = excluded.version
      where t.version = excluded.version - 1
      returning 1)
    select count(*) into touched from written;
    if touched <> jsonb_array_length(w->'waiting') then
      raise exception 'place in line changed' using errcode = 'AD001';
    end if;
  end if;
  if w ? 'offers' then
    with written as (
      insert into offer as t select * from jsonb_populate_recordset(null::offer, w->'offers')
      on conflict (id) do update set until = excluded.until, status = excluded.status, version = excluded.version
      where t.version = excluded.version - 1
      returning 1)
    select count(*) into touched from written;
    if touched <> jsonb_array_length(w->'offers') then
      raise exception 'offer changed' using errcode = 'AD001';
    end if;
  end if;
  if w ? 'closures' then
    with written as (
      insert into closure as t select * from jsonb_populate_recordset(null::closure, w->'closures')
      on conflict (id) do update set starts_at = excluded.starts_at, ends_at = excluded.ends_at, quantity = excluded.quantity,
        data = excluded.data, version = excluded.version, lifted_at = excluded.lifted_at
      where t.version = excluded.version - 1
      returning 1)
    select count(*) into touched from written;
    if touched <> jsonb_array_length(w->'closures') then
      raise exception 'closure changed' using errcode = 'AD001';
    end if;
  end if;

  -- A change replaces what was to be said of it and has not been said yet.
  if w ? 'hush' then
    delete from notice where state = 'due' and booking_id in (select jsonb_array_elements_text(w->'hush'));
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
