-- Sets the password of the person @person, forgets what failed before, and signs them out everywhere.
with ended as (
    update session set ended_at = now() where person_id = @person and ended_at is null
)
insert into credential (person_id, hash, must_change) values (@person, @hash, @must_change)
on conflict (person_id) do update
set hash = excluded.hash, must_change = excluded.must_change, changed_at = now(),
    failures = 0, failed_at = null, locked_until = null
