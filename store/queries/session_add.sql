-- Begins a session of the person @person, forgets the failures before it and sessions long over; returns
-- its id and when it began. No row when the person is disabled.
with forgotten as (
    delete from session where person_id = @person and least(expires_at, ended_at) < now() - interval '30 days'
), passed as (
    update credential set failures = 0, failed_at = null, locked_until = null where person_id = @person and failures > 0
)
insert into session (person_id, hash, expires_at, from_address, agent)
select id, @hash, @expires, @from, @agent from person where id = @person and disabled_at is null
returning id, created_at
