-- Bookings that wait for the staff's yes (`requested`) have their place like any other: they count as open, and are not left in a room
-- that is closed. Each function is put right as it stands, rather than all of it being written here again.
do $$
declare
  live constant text := '(''confirmed'', ''checked_in'')';
  all_live constant text := '(''requested'', ''confirmed'', ''checked_in'')';
  before text := pg_get_functiondef('apply_write(jsonb)'::regprocedure);
  line constant text := 'b.status in ' || live;
begin
  if position(line in before) = 0 then
    raise exception 'apply_write is not as it was expected';
  end if;
  execute replace(before, line, 'b.status in ' || all_live);
end $$;

create or replace view booking_in_closure as
  select b.id as booking_id, c.id as closure_id
    from booking b join closure c
      on c.lifted_at is null and c.gear_id is null and coalesce(c.room_id, b.room_id) = b.room_id
     and b.starts_at < c.ends_at and b.ends_at > c.starts_at and b.starts_at > c.created_at
   where b.status in ('requested', 'confirmed', 'checked_in');

drop trigger booked_in_closure on booking;
create constraint trigger booked_in_closure after insert or update on booking deferrable initially deferred
  for each row when (new.status in ('requested', 'confirmed', 'checked_in')) execute function booking_not_in_closure();

-- Requests are few, and looked for each minute.
create index booking_requested_idx on booking (starts_at) where status = 'requested';
