-- Campaign days whose rooms are given out by lot: what is covered, until when members wish, and what came of it.
create table ballot (
  id         text primary key,
  name       text not null,
  windows    jsonb not null,
  starts_at  timestamptz(3) not null,
  ends_at    timestamptz(3) not null,
  deadline   timestamptz(3) not null,
  wishes_max integer not null,
  wins_max   integer not null,
  status     text not null,
  version    integer not null default 1,
  seed       text not null,
  commitment text not null,
  made_by_id text,
  created_at timestamptz(3) not null,
  drawn_at   timestamptz(3),
  record     jsonb
);
create index ballot_status_deadline_idx on ballot (status, deadline);

-- What a member wishes for, the best first.
create table ballot_entry (
  ballot_id  text not null,
  member_id  text not null,
  ticket     text not null,
  wishes     jsonb not null,
  changed_at timestamptz(3) not null,
  primary key (ballot_id, member_id),
  foreign key (ballot_id) references ballot (id) on delete cascade on update no action
);
create unique index ballot_entry_ticket_key on ballot_entry (ticket);
create index ballot_entry_member_id_idx on ballot_entry (member_id);

-- A draw is part of the write that books its results: once, on the ballot as it was when it was decided. What it covered may be booked
-- by anybody from then on, which whoever decides on the centre as it was before must hear. Put into apply_write beside what is there.
do $$
declare
  before text := pg_get_functiondef('apply_write(jsonb)'::regprocedure);
  line constant text := '  -- A change replaces what was to be said of it';
begin
  if position(line in before) = 0 then
    raise exception 'apply_write is not as it was expected';
  end if;
  execute replace(before, line, $block$  if w ? 'ballots' then
    -- Before the ballot, as by whoever opens one or calls it off.
    update centre set version = version + 1;
    with written as (
      update ballot t set status = e.status, version = e.version, drawn_at = e.drawn_at, record = e.record
        from jsonb_populate_recordset(null::ballot, w->'ballots') e
       where t.id = e.id and t.version = e.version - 1 and t.status = 'open'
      returning 1)
    select count(*) into touched from written;
    if touched <> jsonb_array_length(w->'ballots') then
      raise exception 'ballot changed' using errcode = 'AD001';
    end if;
  end if;

$block$ || line);
end $$;
