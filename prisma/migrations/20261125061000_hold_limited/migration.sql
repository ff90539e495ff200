-- At most two holds of a member at once. Whoever writes one has locked the member's row.
create function hold_within_limit() returns trigger language plpgsql as $$
begin
  if (select count(*) from hold where member_id = new.member_id and id like 'hold:%') > 2 then
    raise exception 'too many holds' using errcode = 'AD002';
  end if;
  return null;
end $$;
create trigger hold_limited after insert on hold for each row when (new.id like 'hold:%') execute function hold_within_limit();
