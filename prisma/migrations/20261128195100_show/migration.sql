-- What a show is beside its place: who hosts it, how long it is set up and torn down, where it is sold, how it went.
alter table booking add column setup integer;
alter table booking add column teardown integer;
alter table booking add column show jsonb;
alter table booking add column went text;

-- Somebody who hosts shows, whoever for. What they are called is each member's own: none learns another's names, or that there are any.
create table host (
  id         text primary key,
  same_as    text,
  created_at timestamptz(3) not null
);
create table host_name (
  member_id  text not null references member (id) on delete restrict on update no action,
  folded     text not null,
  host_id    text not null references host (id) on delete restrict on update no action,
  name       text not null,
  created_at timestamptz(3) not null,
  -- In the order in which they were said.
  place      bigserial not null,
  constraint host_name_pkey primary key (member_id, folded)
);
create index host_name_host_id_idx on host_name (host_id);

create table booking_host (
  booking_id text not null references booking (id) on delete cascade on update no action,
  host_id    text not null references host (id) on delete restrict on update no action,
  -- Null while the booking is given up, or about to be written anew.
  starts_at  timestamptz(3),
  ends_at    timestamptz(3),
  -- Minutes of rest in that.
  rest       integer not null default 0,
  constraint booking_host_pkey primary key (booking_id, host_id),
  -- One host is never on air twice, nor without the rest between. Half-open, never deferrable.
  constraint host_not_twice exclude using gist (host_id with =, tstzrange(starts_at, ends_at, '[)') with &&) where (starts_at is not null)
);

-- The rest that the centre gives hosts after a show, in minutes.
create function host_rest() returns integer language sql stable as $$
  select coalesce((select (data->'sessions'->>'hostRest')::integer from centre), 0)
$$;
-- From when until when a booking has its hosts: on air, and the rest after it. Null once it is given up.
create function host_time(b booking, rest integer) returns tstzrange language sql immutable as $$
  select case when b.status not in ('cancelled', 'no_show') then tstzrange(
    b.starts_at + make_interval(mins => coalesce(b.setup, 0)),
    greatest(b.starts_at + make_interval(mins => coalesce(b.setup, 0) + 1), b.ends_at - make_interval(mins => coalesce(b.teardown, 0)))
      + make_interval(mins => rest)) end
$$;

-- Whatever writes a booking, its hosts are where it is: no code can leave one behind. Where its time is what it was, so is the rest,
-- whatever the centre gives by now: nobody who merely arrives is in anybody's way.
create function host_goes_along() returns trigger language plpgsql as $$
declare
  stays constant boolean := (new.starts_at, new.ends_at, coalesce(new.setup, 0), coalesce(new.teardown, 0)) =
    (old.starts_at, old.ends_at, coalesce(old.setup, 0), coalesce(old.teardown, 0)) and old.status not in ('cancelled', 'no_show');
begin
  update booking_host h
     set rest = case when stays then h.rest else host_rest() end,
         starts_at = lower(host_time(new, case when stays then h.rest else host_rest() end)),
         ends_at = upper(host_time(new, case when stays then h.rest else host_rest() end))
   where h.booking_id = new.id;
  return null;
end $$;
create trigger host_along_with_booking after update on booking for each row execute function host_goes_along();

create function host_comes_in() returns trigger language plpgsql as $$
declare
  at tstzrange;
begin
  new.rest := host_rest();
  select host_time(b, new.rest) into at from booking b where b.id = new.booking_id;
  new.starts_at := lower(at);
  new.ends_at := upper(at);
  return new;
end $$;
create trigger host_into_booking before insert on booking_host for each row execute function host_comes_in();

-- Three places of apply_write learn of it, rather than all of it being written here again.
do $$
declare
  body text := pg_get_functiondef('apply_write(jsonb)'::regprocedure);
  -- Given back before anything new is taken: two bookings may change places, and so may their hosts.
  gives constant text := 'delete from hold where id in (select jsonb_array_elements_text(w->''release''));';
  -- A version of the program that does not know them says null, and leaves them.
  keeps constant text := 'held_until = excluded.held_until';
  takes constant text := '  -- A change replaces what was to be said of it and has not been said yet.';
begin
  if position(gives in body) = 0 or position(keeps in body) = 0 or position(takes in body) = 0 then
    raise exception 'apply_write is not as it was expected';
  end if;
  body := replace(body, gives, 'update booking_host set starts_at = null, ends_at = null
     where starts_at is not null and booking_id in (select jsonb_array_elements_text(w->''release''));
    ' || gives);
  body := replace(body, keeps, 'setup = coalesce(excluded.setup, b.setup), teardown = coalesce(excluded.teardown, b.teardown),
        show = coalesce(excluded.show, b.show), went = coalesce(excluded.went, b.went), ' || keeps);
  execute replace(body, takes, '  if w ? ''hosts'' then
    insert into host (id, created_at)
    select distinct id, (w->>''at'')::timestamptz from jsonb_to_recordset(w->''hosts'') h(id text) order by id
    on conflict do nothing;
  end if;
  if w ? ''host_names'' then
    insert into host_name (member_id, folded, host_id, name, created_at)
    select distinct on (member_id, folded) member_id, folded, host_id, name, (w->>''at'')::timestamptz
      from jsonb_populate_recordset(null::host_name, w->''host_names'') order by member_id, folded
    on conflict do nothing;
  end if;
  if w ? ''booking_hosts'' then
    delete from booking_host where booking_id in (select h->>''booking_id'' from jsonb_array_elements(w->''booking_hosts'') h);
    insert into booking_host (booking_id, host_id)
    select distinct booking_id, host_id from jsonb_populate_recordset(null::booking_host, w->''booking_hosts'')
     where host_id is not null order by host_id, booking_id;
  end if;

' || takes);
end $$;
