-- Bookings that were promised a room of a class, by time: is there one that could make way?
create index booking_room_class_starts_at_idx on booking (room_class, starts_at);

-- A write for which others make way first: as apply_write, with `moves` ({id, version, room_id}). Only what was promised a class and
-- no number moves, and only as it was when that was decided.
create function apply_moving(w jsonb) returns jsonb language plpgsql as $$
declare
  had jsonb;
  touched integer;
  result jsonb;
begin
  -- Done before: nobody moves again.
  if exists (select 1 from turn where key = w->'turn'->>'key') then return apply_write(w); end if;

  -- In the order in which apply_write locks.
  perform 1 from member m where m.id in (select e->>'id' from jsonb_array_elements(w->'members') e) order by m.id for update;
  delete from claim where owner_id in (select jsonb_array_elements_text(w->'release'));

  perform 1 from booking b where b.id in (select e->>'id' from jsonb_array_elements(w->'moves') e) order by b.id for update;
  update booking b set room_id = m.room_id, version = b.version + 1, changed_at = (w->>'at')::timestamptz
    from jsonb_to_recordset(w->'moves') m(id text, version integer, room_id text)
   where b.id = m.id and b.version = m.version and b.room_class is not null and b.status = 'confirmed';
  get diagnostics touched = row_count;
  if touched <> jsonb_array_length(w->'moves') then
    raise exception 'a booking that was to make way changed' using errcode = 'AD001';
  end if;

  -- All leave before any arrives: two may change places.
  with gone as (
    delete from claim c using jsonb_to_recordset(w->'moves') m(id text, room_id text)
     where c.owner_id = m.id returning c.owner_id, m.room_id, c.starts_at, c.ends_at)
  select jsonb_agg(to_jsonb(gone)) into had from gone;
  insert into claim (owner_id, room_id, starts_at, ends_at)
  select owner_id, room_id, starts_at, ends_at from jsonb_populate_recordset(null::claim, had) order by room_id, starts_at;

  result := apply_write(w);
  if result->>'is' <> 'done' then
    raise exception 'done by another meanwhile' using errcode = 'AD001';
  end if;
  return result;
end $$;
