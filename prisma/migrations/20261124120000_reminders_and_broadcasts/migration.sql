-- What each person chose about reminders: lead times in minutes, and hours without them. Null: as the centre has it.
alter table person add column reminders jsonb;
alter table person add column quiet text;

-- A message from the centre's staff to many. Written when it is previewed; sent_at says that it went into the outbox.
create table broadcast (
  id         text primary key,
  text       text not null,
  -- Everyone, or those booked in this stretch.
  starts_at  timestamptz(3),
  ends_at    timestamptz(3),
  made_by_id text not null,
  created_at timestamptz(3) not null,
  sent_at    timestamptz(3)
);
create index broadcast_created_at_idx on broadcast (created_at);
