-- A secret address from which a calendar reads everybody's bookings, or those in one room: a member of the staff's.
create table staff_feed (
  token      text primary key,
  person_id  text not null,
  -- `*`: the whole floor; else a room's id.
  room       text not null,
  created_at timestamptz(3) not null,
  constraint staff_feed_person_id_fkey foreign key (person_id) references person (id) on delete cascade on update no action
);
create unique index staff_feed_person_id_room_key on staff_feed (person_id, room);
