-- The board's way in: a link that works once, within minutes, and the browsers that it let in. By the sha-256 of their secrets.
create table board_pass (
  hash       text primary key,
  kind       text not null check (kind in ('link', 'browser')),
  person_id  text not null references person (id) on delete cascade on update no action,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null
);
create index board_pass_person_id_idx on board_pass (person_id);
create index board_pass_expires_at_idx on board_pass (expires_at);
