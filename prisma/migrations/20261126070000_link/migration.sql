-- An account that wants to be a person's further one: until that person says yes, or no, or nothing for ten minutes.
create table link (
  id         text primary key,
  person_id  text not null references person (id) on delete cascade on update no action,
  platform   text not null,
  user_id    text not null,
  address    text not null,
  name       text not null,
  expires_at timestamptz(3) not null
);
create index link_person_id_idx on link (person_id);
