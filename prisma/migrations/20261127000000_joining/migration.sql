-- Somebody unknown who wishes to join: one request for an account, until staff answer it or it is forgotten.
create table join_request (
  id           text primary key,
  platform     text not null,
  user_id      text not null,
  address      text not null,
  -- As the platform tells, and the merchant as they write it.
  person_name  text not null,
  business     text not null,
  language     text not null,
  status       text not null,
  at           timestamptz(3) not null
);
create unique index join_request_platform_user_id_key on join_request (platform, user_id);

-- When what was left of the month before was added to this one.
alter table quota add column rolled_at timestamptz(3);
