-- What one person made and did, and what is to be told them, found without reading everybody's.
create index booking_made_by_id_starts_at_idx on booking (made_by_id, starts_at);
create index audit_person_id_idx on audit (person_id);
create index notice_person_id_idx on notice (person_id);
create index booking_host_host_id_idx on booking_host (host_id);

-- The first of those who ask to join, and what has been kept long enough.
create index join_request_status_at_idx on join_request (status, at);
create index notice_settled_at_idx on notice (settled_at);

-- What a channel was sent last, asked whenever the staff are told of something.
create index notice_address_settled_at_idx on notice (address, settled_at);

-- What is still to be forgotten, without all that was forgotten before: as the queries of core/retention.ts say it.
create index booking_still_named_idx on booking (ends_at) where made_by_id is not null or title is not null;
create index booking_still_shown_idx on booking (ends_at) where show is not null and show <> '{}';
create index audit_still_named_idx on audit (at)
 where person_id is not null or entity like 'person:%' or jsonb_exists_any(data, array['text', 'reason', 'name']);
