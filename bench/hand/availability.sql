-- The stretches of an hour and more in which a session with two anchors could lie: every room, :days broadcast days from :from on
-- (08:00 to 02:00), a quarter of an hour kept free after each session, none while the floor is full. By hand, in one statement: what is
-- closed, claimed or short is put in order per room, and the gaps are what is free.
with shut as (
  select to_timestamp(:from) + d * interval '1 day' - interval '6 hours' as starts, to_timestamp(:from) + d * interval '1 day' as ends
    from generate_series(0, :days) d),
short as (
  select slot as starts, slot + interval '15 minutes' as ends from ledger
   where resource_id = 'floor' and slot >= to_timestamp(:from) and slot < to_timestamp(:until) and used + 2 > capacity),
busy as (
  select room_id as room, starts_at - interval '15 minutes' as starts, ends_at as ends from claim
   where ends_at > to_timestamp(:from) - interval '15 minutes' and starts_at < to_timestamp(:until) + interval '15 minutes'
  union all
  select id, starts, ends from room, (select * from shut union all select * from short) none where not retired)
select room, starts, ends from (
  select room, max(ends) over before as starts, starts as ends from busy
  window before as (partition by room collate "C" order by starts rows between unbounded preceding and 1 preceding)) gap
 where ends - starts >= interval '1 hour';
