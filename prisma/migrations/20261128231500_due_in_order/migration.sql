-- The next hundred that are due are read in their order, instead of sorting all that are due for each hundred.
create index notice_state_due_at_key_idx on notice (state, due_at, key);
drop index notice_state_due_at_idx;
