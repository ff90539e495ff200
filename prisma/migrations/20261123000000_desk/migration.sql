create extension if not exists btree_gist;

create table centre (
  id integer not null default 1,
  version integer not null,
  data jsonb not null,
  applied_at timestamptz(3) not null,
  constraint centre_pkey primary key (id),
  constraint centre_only_one check (id = 1)
);

create table room (
  id text not null,
  retired boolean not null default false,
  constraint room_pkey primary key (id)
);

create table resource (
  id text not null,
  capacity integer not null,
  constraint resource_pkey primary key (id),
  constraint resource_capacity_positive check (capacity >= 0)
);

create table claim (
  id bigserial not null,
  owner_id text not null,
  room_id text not null,
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3) not null,
  constraint claim_pkey primary key (id),
  constraint claim_room_id_fkey foreign key (room_id) references room (id) on delete restrict on update no action,
  constraint claim_forward check (starts_at < ends_at),
  -- One room is never given twice. Half-open, never deferrable.
  constraint claim_no_overlap exclude using gist (room_id with =, tstzrange(starts_at, ends_at, '[)') with &&)
);
create index claim_owner_id_idx on claim (owner_id);
create index claim_ends_at_idx on claim (ends_at);

create table usage (
  id bigserial not null,
  owner_id text not null,
  resource_id text not null,
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3) not null,
  amount integer not null,
  constraint usage_pkey primary key (id),
  constraint usage_resource_id_fkey foreign key (resource_id) references resource (id) on delete restrict on update no action,
  constraint usage_forward check (starts_at < ends_at),
  constraint usage_positive check (amount > 0)
);
create index usage_owner_id_idx on usage (owner_id);
create index usage_ends_at_idx on usage (ends_at);

create table ledger (
  resource_id text not null,
  slot timestamptz(3) not null,
  used integer not null,
  capacity integer not null,
  constraint ledger_pkey primary key (resource_id, slot),
  constraint ledger_resource_id_fkey foreign key (resource_id) references resource (id) on delete restrict on update no action,
  -- The floor and each gear quantity are never exceeded.
  constraint ledger_within_capacity check (used >= 0 and used <= capacity)
);
create index ledger_slot_idx on ledger (slot);

create table member (
  id text not null,
  name text not null,
  plan_id text not null,
  language text not null,
  status text not null default 'active',
  version integer not null default 1,
  created_at timestamptz(3) not null,
  constraint member_pkey primary key (id)
);
create unique index member_name_key on member (name);

create table quota (
  member_id text not null,
  month text not null,
  granted integer not null,
  used integer not null,
  peak_granted integer not null,
  peak_used integer not null,
  constraint quota_pkey primary key (member_id, month),
  constraint quota_member_id_fkey foreign key (member_id) references member (id) on delete restrict on update no action,
  -- A plan's hours hold under concurrency too.
  constraint quota_within_grant check (used >= 0 and used <= granted and peak_used >= 0 and peak_used <= peak_granted)
);

create table person (
  id text not null,
  name text not null,
  language text not null,
  staff boolean not null default false,
  acting_for_id text,
  preferred_id text,
  draft jsonb,
  draft_at timestamptz(3),
  created_at timestamptz(3) not null,
  constraint person_pkey primary key (id)
);

create table person_member (
  person_id text not null,
  member_id text not null,
  role text not null,
  constraint person_member_pkey primary key (person_id, member_id),
  constraint person_member_person_id_fkey foreign key (person_id) references person (id) on delete cascade on update no action,
  constraint person_member_member_id_fkey foreign key (member_id) references member (id) on delete restrict on update no action
);

create table account (
  id text not null,
  platform text not null,
  user_id text not null,
  address text not null,
  person_id text not null,
  blocked_at timestamptz(3),
  created_at timestamptz(3) not null,
  constraint account_pkey primary key (id),
  constraint account_person_id_fkey foreign key (person_id) references person (id) on delete cascade on update no action
);
create unique index account_platform_user_id_key on account (platform, user_id);
create index account_person_id_idx on account (person_id);

create table invitation (
  hash text not null,
  kind text not null,
  member_id text,
  person_id text,
  role text,
  name text,
  expires_at timestamptz(3) not null,
  used_at timestamptz(3),
  used_by_id text,
  constraint invitation_pkey primary key (hash)
);

create table attempt (
  subject text not null,
  window_start timestamptz(3) not null,
  count integer not null,
  constraint attempt_pkey primary key (subject, window_start)
);

create table booking (
  id text not null,
  member_id text not null,
  made_by_id text,
  room_id text not null,
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3) not null,
  hosts integer not null,
  title text,
  status text not null,
  version integer not null default 1,
  month text not null,
  minutes integer not null,
  peak_minutes integer not null,
  held_until timestamptz(3),
  created_at timestamptz(3) not null,
  changed_at timestamptz(3) not null,
  constraint booking_pkey primary key (id),
  constraint booking_member_id_fkey foreign key (member_id) references member (id) on delete restrict on update no action,
  constraint booking_forward check (starts_at < ends_at)
);
create index booking_member_id_ends_at_idx on booking (member_id, ends_at);
create index booking_ends_at_idx on booking (ends_at);

create table booking_gear (
  booking_id text not null,
  gear_id text not null,
  quantity integer not null,
  constraint booking_gear_pkey primary key (booking_id, gear_id),
  constraint booking_gear_booking_id_fkey foreign key (booking_id) references booking (id) on delete cascade on update no action,
  constraint booking_gear_positive check (quantity > 0)
);

create table turn (
  key text not null,
  digest text not null,
  outcome jsonb not null,
  at timestamptz(3) not null,
  constraint turn_pkey primary key (key)
);
create index turn_at_idx on turn (at);

create table notice (
  key text not null,
  kind text not null,
  person_id text,
  address text,
  booking_id text,
  due_at timestamptz(3) not null,
  stale_at timestamptz(3) not null,
  data jsonb not null,
  state text not null default 'due',
  attempts integer not null default 0,
  leased_until timestamptz(3),
  settled_at timestamptz(3),
  result text,
  constraint notice_pkey primary key (key)
);
create index notice_state_due_at_idx on notice (state, due_at);
create index notice_booking_id_idx on notice (booking_id);

create table channel (
  address text not null,
  language text not null,
  digest_at text,
  created_at timestamptz(3) not null,
  constraint channel_pkey primary key (address)
);

create table audit (
  id bigserial not null,
  at timestamptz(3) not null,
  person_id text,
  member_id text,
  via text not null,
  action text not null,
  entity text not null,
  data jsonb not null,
  constraint audit_pkey primary key (id)
);
create index audit_entity_idx on audit (entity);
create index audit_at_idx on audit (at);

create table web_session (
  token_hash text not null,
  user_id text not null,
  created_at timestamptz(3) not null,
  seen_at timestamptz(3) not null,
  constraint web_session_pkey primary key (token_hash)
);
create index web_session_user_id_idx on web_session (user_id);

-- The ledger follows usage by itself, so that no code path can use a resource without its ledger knowing.
-- Rows are touched in one order (resource, slot), so that two bookings cannot wait for each other.
create function usage_into_ledger() returns trigger language plpgsql as $$
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
  else
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

create trigger usage_added after insert on usage referencing new table as added
  for each statement execute function usage_into_ledger();
create trigger usage_removed after delete on usage referencing old table as removed
  for each statement execute function usage_into_ledger();

-- Usage is only added or removed: an update would pass the ledger by.
create function usage_is_immutable() returns trigger language plpgsql as $$
begin
  raise exception 'usage rows are added and removed, never changed' using errcode = '23514';
end $$;
create trigger usage_never_updated before update on usage for each row execute function usage_is_immutable();

-- One decided command, written whole or not at all, in one round trip. `w` is core/write.ts's Write.
-- Returns {"is":"done"}, or {"is":"repeat","outcome":…} for a turn seen before, or {"is":"mismatch"} for its key with other content.
-- Raises 23P01 (room taken), 23514 (floor, gear or quota exceeded), AD001 (decided on something that has changed since),
-- AD002 (too many open bookings).
create function apply_write(w jsonb) returns jsonb language plpgsql as $$
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
  end if;

  if w ? 'usage' then
    insert into usage (owner_id, resource_id, starts_at, ends_at, amount)
    select owner_id, resource_id, starts_at, ends_at, amount from jsonb_populate_recordset(null::usage, w->'usage');
  end if;

  if w ? 'claims' then
    insert into claim (owner_id, room_id, starts_at, ends_at)
    select owner_id, room_id, starts_at, ends_at from jsonb_populate_recordset(null::claim, w->'claims') order by room_id, starts_at;
  end if;

  -- Two steps, because a check is applied to the proposed row before the conflict is found, and a return of hours is negative.
  if w ? 'quota' then
    insert into quota (member_id, month, granted, used, peak_granted, peak_used)
    select member_id, month, granted, 0, peak_granted, 0 from jsonb_populate_recordset(null::quota, w->'quota')
     order by member_id, month
    on conflict do nothing;
    update quota q set used = q.used + c.used, peak_used = q.peak_used + c.peak_used
      from jsonb_populate_recordset(null::quota, w->'quota') c
     where q.member_id = c.member_id and q.month = c.month;
  end if;

  if w ? 'bookings' then
    with written as (
      insert into booking as b
      select * from jsonb_populate_recordset(null::booking, w->'bookings')
      on conflict (id) do update set
        member_id = excluded.member_id, room_id = excluded.room_id, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
        hosts = excluded.hosts, title = excluded.title, status = excluded.status, version = excluded.version,
        month = excluded.month, minutes = excluded.minutes, peak_minutes = excluded.peak_minutes,
        held_until = excluded.held_until, changed_at = excluded.changed_at
      where b.version = excluded.version - 1
      returning 1)
    select count(*) into touched from written;
    if touched <> jsonb_array_length(w->'bookings') then
      raise exception 'booking changed' using errcode = 'AD001';
    end if;
    if w ? 'members' then
      perform 1 from jsonb_to_recordset(w->'members') e(id text, version integer, open_max integer)
       where e.open_max < (select count(*) from booking b
                            where b.member_id = e.id and b.status = 'confirmed' and b.ends_at > (w->>'at')::timestamptz);
      if found then raise exception 'too many open bookings' using errcode = 'AD002'; end if;
    end if;
  end if;

  if w ? 'gear' then
    delete from booking_gear where booking_id in (select g->>'booking_id' from jsonb_array_elements(w->'gear') g);
    insert into booking_gear select * from jsonb_populate_recordset(null::booking_gear, w->'gear') where quantity > 0;
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
