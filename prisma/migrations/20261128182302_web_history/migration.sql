-- What the web chat's pages show, kept for a while: for pages that come back, and for other devices of the same person.
create table web_entry (
  id      bigserial primary key,
  user_id text not null,
  key     text,
  asked   text,
  json    text not null,
  at      timestamptz(3) not null
);
create index web_entry_user_id_id_idx on web_entry (user_id, id);
create unique index web_entry_user_id_key_key on web_entry (user_id, key);

create table web_file (
  id      text primary key,
  user_id text not null,
  type    text not null,
  name    text not null,
  bytes   bytea not null,
  at      timestamptz(3) not null
);
create index web_file_user_id_at_idx on web_file (user_id, at);
