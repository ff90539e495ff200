-- One booking as one would write it by hand for one round trip: the same rows in the same tables as src/core/booking.ts `book` leaves
-- behind (the turn's key with its outcome, room, floor and gear, the month's hours, the booking, three reminders, the audit), the same
-- constraints and triggers, typed parameters instead of a decision.
create function hand_book(
  turn_key text, booking text, merchant text, person text, room text, start timestamptz, anchors integer, lights integer)
returns integer language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
  finish constant timestamptz := start + interval '1 hour';
  of_month constant text := to_char(start at time zone 'Asia/Macau', 'YYYY-MM');
  minutes_left integer;
begin
  insert into turn (key, digest, outcome, at) values (turn_key, md5(turn_key), '{}', now()) on conflict do nothing;
  if not found then return null; end if;
  perform 1 from centre where version = 1;
  if not found then raise exception 'centre changed' using errcode = 'AD001'; end if;
  perform 1 from member where id = merchant and version = 1 and status = 'active' for update;
  if not found then raise exception 'member changed' using errcode = 'AD001'; end if;
  -- What was kept for them while they looked at the card.
  delete from claim where owner_id = 'hold:' || person;
  delete from usage where owner_id = 'hold:' || person;
  delete from hold where id = 'hold:' || person;

  insert into usage (owner_id, resource_id, starts_at, ends_at, amount)
  values (booking, 'floor', start, finish, anchors), (booking, 'ring-light', start, finish, lights);
  insert into claim (owner_id, room_id, starts_at, ends_at) values (booking, room, start, finish + interval '15 minutes');

  insert into quota (member_id, month, granted, used, peak_granted, peak_used)
  values (merchant, of_month, 6000000, 0, 6000000, 0) on conflict do nothing;
  if found then
    insert into hours_entry (member_id, month, at, kind, minutes, peak_minutes)
    values (merchant, of_month, now(), 'granted', 6000000, 6000000);
  end if;
  update quota set used = used + 60 where member_id = merchant and month = of_month returning granted - used into minutes_left;
  insert into hours_entry (member_id, month, at, kind, minutes, peak_minutes, entity)
  values (merchant, of_month, now(), 'spent', 60, 0, 'booking:' || booking);

  insert into booking (id, member_id, made_by_id, room_id, starts_at, ends_at, hosts, status, version, month, minutes, peak_minutes,
                       created_at, changed_at, setup, teardown, show)
  values (booking, merchant, person, room, start, finish, anchors, 'confirmed', 1, of_month, 60, 0, now(), now(), 0, 0, '{}');
  if (select count(*) from booking b
       where b.member_id = merchant and b.status in ('requested', 'confirmed', 'checked_in') and b.ends_at > now()) > 1000000 then
    raise exception 'too many open bookings' using errcode = 'AD002';
  end if;
  insert into booking_gear (booking_id, gear_id, quantity) values (booking, 'ring-light', lights);

  insert into notice (key, kind, person_id, booking_id, due_at, stale_at, data)
  select 'remind:' || booking || ':' || lead || ':' || person, 'reminder', person, booking, start - make_interval(mins => lead),
         start - make_interval(mins => next), jsonb_build_object('kind', 'reminder', 'minutesBefore', lead)
    from (values (1440, 60), (60, 15), (15, 0)) r(lead, next);
  insert into audit (at, person_id, member_id, via, action, entity, data)
  values (now(), person, merchant, 'hand', 'book', 'booking:' || booking,
          jsonb_build_object('room', room, 'start', start, 'end', finish, 'roomClass', null));
  update turn set outcome = jsonb_build_object('is', 'booked', 'leftAfter', minutes_left, 'booking', jsonb_build_object(
    'id', booking, 'member', jsonb_build_object('id', merchant, 'name', merchant), 'madeBy', person, 'room', room, 'start', start,
    'end', finish, 'hosts', anchors, 'gear', jsonb_build_array(jsonb_build_object('id', 'ring-light', 'quantity', lights)),
    'named', '[]'::jsonb, 'title', null, 'show', '{}'::jsonb, 'went', null, 'status', 'confirmed', 'version', 1, 'minutes', 60,
    'peakMinutes', 0, 'month', of_month, 'roomClass', null, 'seriesId', null, 'checkedInAt', null, 'heldUntil', null, 'setup', 0,
    'teardown', 0)) where key = turn_key;
  return minutes_left;
end $$;
