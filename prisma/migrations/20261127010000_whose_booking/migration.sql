-- A booking that is handed to another member is somebody else's to be reminded of: who made it changes with it. The one line is put
-- into apply_write as it stands, rather than all of it being written here again.
do $$
declare
  before text := pg_get_functiondef('apply_write(jsonb)'::regprocedure);
  line constant text := 'series_id = excluded.series_id, checked_in_at = excluded.checked_in_at';
begin
  if position(line in before) = 0 then
    raise exception 'apply_write is not as it was expected';
  end if;
  execute replace(before, line, 'made_by_id = excluded.made_by_id, ' || line);
end $$;

-- Those that were handed on before: whoever is reminded of them is whose they are.
update booking b set made_by_id = n.person_id
  from (select booking_id, min(person_id) as person_id from notice
         where kind = 'reminder' and state = 'due' group by booking_id having count(distinct person_id) = 1) n
 where n.booking_id = b.id and n.person_id <> b.made_by_id;
