-- Loads bookings as `book` would have left them behind, set by set, with triggers off: $1 of them that are over and, for the 14 days to
-- come, eight of the fourteen places that each room has in a day. Rooms `r0`…, members `m0`…, as in bench/stage.ts.
set local session_replication_role = replica;
set local timezone = 'Asia/Macau';
set local work_mem = '256MB';
set local maintenance_work_mem = '256MB';
create temporary table place on commit drop as
select n, 'h' || n as id, 'm' || n % MEMBERS as member, 'r' || n % ROOMS as room,
       at, at + interval '1 hour' as until, to_char(at, 'YYYY-MM') as month
  from (select n, current_date - 1 - (n / (ROOMS * 14))::int + interval '8 hours' + (n / ROOMS) % 14 * interval '75 minutes' as at
          from generate_series(0, PAST - 1) n
        union all
        select PAST + n, current_date + 1 + (n / (ROOMS * 8))::int + interval '8 hours' + (n / ROOMS) % 8 * interval '135 minutes'
          from generate_series(0, ROOMS * 8 * 14 - 1) n) p(n, at);
insert into booking (id, member_id, made_by_id, room_id, starts_at, ends_at, hosts, status, version, month, minutes, peak_minutes,
                     created_at, changed_at, setup, teardown, show)
select id, member, 'p-' || member, room, at, until, 2, case when until > now() then 'confirmed' else 'checked_in' end, 1, month, 60, 0,
       at - interval '3 days', at - interval '3 days', 0, 0, '{}' from place order by n;
alter table claim drop constraint claim_no_overlap;
insert into claim (owner_id, room_id, starts_at, ends_at) select id, room, at, until + interval '15 minutes' from place order by n;
alter table claim add constraint claim_no_overlap exclude using gist (room_id with =, tstzrange(starts_at, ends_at, '[)') with &&)
  with (buffering = on);
insert into usage (owner_id, resource_id, starts_at, ends_at, amount) select id, 'floor', at, until, 2 from place order by n;
insert into ledger (resource_id, slot, used, capacity)
select 'floor', slot, 2 * count(*), (select capacity from resource where id = 'floor')
  from place, generate_series(at, until - interval '1 second', interval '15 minutes') slot group by slot;
insert into quota (member_id, month, granted, used, peak_granted, peak_used)
select member, month, 6000000, 60 * count(*), 6000000, 0 from place group by member, month;
insert into hours_entry (member_id, month, at, kind, minutes, peak_minutes, entity)
select member, month, at - interval '3 days', 'spent', 60, 0, 'booking:' || id from place order by n;
insert into audit (at, person_id, member_id, via, action, entity, data)
select at - interval '3 days', 'p-' || member, member, 'bench', 'book', 'booking:' || id, '{}' from place order by n;
