-- The sessions of the person @person that are neither ended nor expired nor idle for @idle, the one seen
-- last first: id, when it began, was seen last and expires, address, program.
select id, created_at, seen_at, expires_at, from_address, agent
from session
where person_id = @person and ended_at is null
  and expires_at > clock_timestamp() and seen_at > clock_timestamp() - @idle::interval
order by seen_at desc, id desc
