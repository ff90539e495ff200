-- What is closed stays closed, whoever leaves it: a closure has all of its time that nobody else has, in rooms and in gear. Whatever
-- gives back a claim or usage (a session that was kept and ends early, a hold that lapses) leaves it to the closures in force there.

-- What closures lack of a room between two instants, the earlier closure first.
create function keep_room_closed(room text, from_at timestamptz, to_at timestamptz) returns void language sql as $$
  with others as (
    select coalesce(range_agg(tstzrange(starts_at, ends_at)), '{}') as taken
      from claim where room_id = room and starts_at < to_at and ends_at > from_at),
  closed as (
    select c.id, tstzmultirange(tstzrange(greatest(c.starts_at, from_at), least(c.ends_at, to_at))) as time,
           coalesce(range_agg(tstzrange(c.starts_at, c.ends_at)) over (
             order by c.created_at, c.id rows between unbounded preceding and 1 preceding), '{}') as earlier
      from closure c
     where c.lifted_at is null and c.gear_id is null and coalesce(c.room_id, room) = room
       and c.starts_at < to_at and c.ends_at > from_at)
  insert into claim (owner_id, room_id, starts_at, ends_at)
  select 'closure:' || id, room, lower(rest), upper(rest)
    from closed, others, unnest(time - earlier - taken) rest
$$;

-- What closures lack of a kind of gear between two instants, quarter by quarter: as much as is free, up to what is out of use.
create function keep_gear_out(gear text, from_at timestamptz, to_at timestamptz) returns void language plpgsql as $$
declare
  one closure;
begin
  for one in
    select * from closure c
     where c.lifted_at is null and c.gear_id = gear and c.starts_at < to_at and c.ends_at > from_at order by c.created_at, c.id
  loop
    insert into usage (owner_id, resource_id, starts_at, ends_at, amount)
    select 'closure:' || one.id, gear, quarter, quarter + interval '15 minutes', missing
      from generate_series(greatest(one.starts_at, from_at), least(one.ends_at, to_at) - interval '1 millisecond', interval '15 minutes') quarter,
           lateral (
             select least(
               one.quantity - coalesce((select sum(u.amount) from usage u
                 where u.owner_id = 'closure:' || one.id and u.starts_at <= quarter and u.ends_at > quarter), 0),
               r.capacity - coalesce((select l.used from ledger l where l.resource_id = gear and l.slot = quarter), 0))::integer as missing
               from resource r where r.id = gear) lack
     where missing > 0;
  end loop;
end $$;

-- What may not be: a session in a room that is closed, other than one that ran already when it was.
create view booking_in_closure as
  select b.id as booking_id, c.id as closure_id
    from booking b join closure c
      on c.lifted_at is null and c.gear_id is null and coalesce(c.room_id, b.room_id) = b.room_id
     and b.starts_at < c.ends_at and b.ends_at > c.starts_at and b.starts_at > c.created_at
   where b.status in ('confirmed', 'checked_in');

-- Whoever gives back and whoever closes at the same moment see each other: one of them, the later, leaves it to the closure.
create function claim_left_to_closures() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(hashtext('closure'));
  perform keep_room_closed(old.room_id, old.starts_at, old.ends_at);
  return null;
end $$;
create function usage_left_to_closures() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(hashtext('closure'));
  perform keep_gear_out(old.resource_id, old.starts_at, old.ends_at);
  return null;
end $$;
create function closure_has_the_rest() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('closure'));
  if new.gear_id is null then
    perform keep_room_closed(id, new.starts_at, new.ends_at) from room where id = coalesce(new.room_id, id) and not retired order by id;
  else
    perform keep_gear_out(new.gear_id, new.starts_at, new.ends_at);
  end if;
  if exists (select 1 from booking_in_closure where closure_id = new.id) then
    raise exception 'a booking came into what is to be closed' using errcode = 'AD001';
  end if;
  return null;
end $$;

-- Whoever decided before a closure was there decides again: also those whom a lifted closure gives back a place that another closes now.
create function booking_not_in_closure() returns trigger language plpgsql as $$
begin
  if exists (select 1 from booking_in_closure where booking_id = new.id) then
    raise exception 'closed meanwhile' using errcode = 'AD001';
  end if;
  return null;
end $$;

-- Once all of a write is done: what is given back to be taken otherwise is nobody's in between.
create constraint trigger claim_removed_in_closure after delete on claim deferrable initially deferred
  for each row execute function claim_left_to_closures();
create constraint trigger usage_removed_in_closure after delete on usage deferrable initially deferred
  for each row when (old.resource_id <> 'floor') execute function usage_left_to_closures();
create constraint trigger closed_all_of_it after insert or update on closure deferrable initially deferred
  for each row when (new.lifted_at is null) execute function closure_has_the_rest();
create constraint trigger booked_in_closure after insert or update on booking deferrable initially deferred
  for each row when (new.status in ('confirmed', 'checked_in')) execute function booking_not_in_closure();

-- Closures that were made before this.
select keep_room_closed(r.id, c.starts_at, c.ends_at)
  from closure c join room r on r.id = coalesce(c.room_id, r.id)
 where c.lifted_at is null and c.gear_id is null and not r.retired and c.ends_at > now();
select keep_gear_out(gear_id, starts_at, ends_at) from closure where lifted_at is null and gear_id is not null and ends_at > now();
