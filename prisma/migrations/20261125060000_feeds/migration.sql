-- A secret address from which a calendar reads a person's bookings.
create table feed (
  token      text primary key,
  person_id  text not null,
  created_at timestamptz(3) not null,
  constraint feed_person_id_fkey foreign key (person_id) references person (id) on delete cascade on update no action
);
create unique index feed_person_id_key on feed (person_id);
