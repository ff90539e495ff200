-- When the desk was last there, and since when without a gap: nobody loses a room because it was away.
create table pulse (
  id    integer primary key check (id = 1),
  since timestamptz(3) not null,
  at    timestamptz(3) not null
);
