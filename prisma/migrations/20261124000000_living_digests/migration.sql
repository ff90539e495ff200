-- What was last said under a notice's key, as a hash: a living message is edited only when it would say something else.
alter table notice add column said text;

-- Digests beside the daily one: the evening before, and once a week (`mon 09:00`).
alter table channel add column evening_at text;
alter table channel add column weekly_at text;

-- How often members heard no, by broadcast day and reason: turns are kept for two days only.
create table refusal (
  day text not null,
  why text not null,
  count integer not null,
  constraint refusal_pkey primary key (day, why)
);
