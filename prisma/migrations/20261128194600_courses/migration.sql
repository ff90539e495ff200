-- One date of a course: owner of its room and floor as `course:<id>`.
create table course_session (
  id         text primary key,
  course_id  text not null,
  room_id    text not null,
  starts_at  timestamptz(3) not null,
  ends_at    timestamptz(3) not null,
  hosts      integer not null,
  trainer_id text,
  seats      integer not null,
  least      integer not null,
  taken      integer not null default 0,
  decide_at  timestamptz(3),
  status     text not null,
  version    integer not null,
  made_by_id text,
  created_at timestamptz(3) not null,
  constraint course_session_forward check (starts_at < ends_at),
  -- No more than the seats, whoever enrols at once.
  constraint course_seats check (taken >= 0 and taken <= seats),
  -- Who leads one is not in another at the same time.
  constraint course_trainer_once exclude using gist (trainer_id with =, tstzrange(starts_at, ends_at, '[)') with &&)
    where (status = 'scheduled' and trainer_id is not null)
);
create index course_session_ends_at_idx on course_session (ends_at);
create index course_session_course_id_starts_at_idx on course_session (course_id, starts_at);

-- Somebody's seat in it, or place in its line.
create table enrolment (
  session_id text not null references course_session (id) on delete cascade on update no action,
  person_id  text not null references person (id) on delete cascade on update no action,
  member_id  text not null,
  status     text not null,
  since      timestamptz(3) not null,
  version    integer not null,
  primary key (session_id, person_id)
);
create index enrolment_person_id_idx on enrolment (person_id);

-- What somebody learnt, and on which broadcast days it counts.
create table qualification (
  id          text primary key,
  person_id   text not null references person (id) on delete cascade on update no action,
  kind        text not null,
  from_day    text not null,
  until_day   text,
  idle_day    text,
  used_at     timestamptz(3) not null,
  session_id  text,
  given_by_id text,
  created_at  timestamptz(3) not null
);
create index qualification_person_id_idx on qualification (person_id);

-- Seats are counted here and nowhere else. Whoever wants one, or a place in the line, waits for whoever is changing that session, and
-- finds out when it is not to take place any more.
create function enrolment_counted() returns trigger language plpgsql as $$
declare
  seated constant text[] := array['enrolled', 'attended', 'missed', 'passed'];
  had integer := 0;
  has integer := 0;
begin
  if tg_op <> 'INSERT' and old.status = any(seated) then had := 1; end if;
  if tg_op <> 'DELETE' then
    if new.status = any(seated) then has := 1; end if;
    if new.status in ('enrolled', 'waiting') then
      perform 1 from course_session where id = new.session_id and status = 'scheduled' for no key update;
      if not found then raise exception 'the course was called off' using errcode = 'AD001'; end if;
    end if;
  end if;
  if has <> had then
    update course_session set taken = taken + has - had where id = coalesce(new.session_id, old.session_id);
  end if;
  return null;
end $$;
create trigger enrolment_counted after insert or update or delete on enrolment
  for each row execute function enrolment_counted();

-- Nobody waits beside a free seat.
create function course_line_moves_up() returns trigger language plpgsql as $$
begin
  if exists (select 1 from course_session s join enrolment e on e.session_id = s.id and e.status = 'waiting'
              where s.id = new.session_id and s.status = 'scheduled' and s.taken < s.seats) then
    raise exception 'a seat is free, and somebody waits' using errcode = 'AD001';
  end if;
  return null;
end $$;
create constraint trigger course_line_moves_up after insert or update on enrolment deferrable initially deferred
  for each row when (new.status in ('waiting', 'left')) execute function course_line_moves_up();

-- What is called off leaves nobody who was not told.
create function course_off_leaves_nobody() returns trigger language plpgsql as $$
begin
  if exists (select 1 from enrolment where session_id = new.id and status in ('enrolled', 'waiting', 'attended')) then
    raise exception 'somebody enrolled meanwhile' using errcode = 'AD001';
  end if;
  return null;
end $$;
create constraint trigger course_off_leaves_nobody after insert or update on course_session deferrable initially deferred
  for each row when (new.status = 'off') execute function course_off_leaves_nobody();

-- apply_write takes these rows too, put before what is said of them.
do $$
declare
  before text := pg_get_functiondef('apply_write(jsonb)'::regprocedure);
  line constant text := '  -- A change replaces what was to be said of it and has not been said yet.';
begin
  if position(line in before) = 0 then
    raise exception 'apply_write is not as it was expected';
  end if;
  execute replace(before, line, $more$  if w ? 'sessions' then
    with written as (
      insert into course_session as t select * from jsonb_populate_recordset(null::course_session, w->'sessions')
      on conflict (id) do update set room_id = excluded.room_id, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
        trainer_id = excluded.trainer_id, decide_at = excluded.decide_at, status = excluded.status, version = excluded.version
      where t.version = excluded.version - 1
      returning 1)
    select count(*) into touched from written;
    if touched <> jsonb_array_length(w->'sessions') then
      raise exception 'course changed' using errcode = 'AD001';
    end if;
  end if;
  if w ? 'enrolments' then
    with written as (
      insert into enrolment as t select * from jsonb_populate_recordset(null::enrolment, w->'enrolments')
      on conflict (session_id, person_id) do update set member_id = excluded.member_id, status = excluded.status,
        since = excluded.since, version = excluded.version
      where t.version = excluded.version - 1
      returning 1)
    select count(*) into touched from written;
    if touched <> jsonb_array_length(w->'enrolments') then
      raise exception 'enrolment changed' using errcode = 'AD001';
    end if;
  end if;
  if w ? 'qualifications' then
    insert into qualification select * from jsonb_populate_recordset(null::qualification, w->'qualifications');
  end if;

$more$ || line);
end $$;
