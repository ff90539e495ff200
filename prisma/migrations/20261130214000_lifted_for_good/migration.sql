-- What is lifted has nothing any more. Whoever gave back a place at that moment may still have seen the closure and left it that place:
-- lifting waits for them, and they for it, as closing does.
create function lifted_has_nothing() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('closure'));
  delete from claim where owner_id = 'closure:' || new.id;
  delete from usage where owner_id = 'closure:' || new.id;
  return null;
end $$;
create constraint trigger lifted_for_good after update on closure deferrable initially deferred
  for each row when (new.lifted_at is not null) execute function lifted_has_nothing();

-- What was left to closures that had been lifted.
delete from claim t where owner_id like 'closure:%'
  and exists (select 1 from closure c where 'closure:' || c.id = t.owner_id and c.lifted_at is not null);
delete from usage t where owner_id like 'closure:%'
  and exists (select 1 from closure c where 'closure:' || c.id = t.owner_id and c.lifted_at is not null);
