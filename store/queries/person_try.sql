-- Counts a try to sign in as @name as failed, before it is known whether it is, unless no try may be
-- made now: person, sign-in name, full name, hash, whether the password must be changed, and until
-- when no try may be made if that is why it was not counted. @waits are the seconds to wait after 1, 2, 3 …
-- failures in a row, the last of them after more. No row when nobody signs in so with a password.
with asked as (
    select person.id, person.name, full_name, hash, must_change, failures, failed_at, locked_until
    from person
    join credential on person_id = person.id
    where person.name = @name and disabled_at is null
    for update of credential
), counted as (
    update credential
    set failures = tries, failed_at = clock_timestamp(),
        locked_until = clock_timestamp() + make_interval(secs => (@waits::float8[])[least(tries, cardinality(@waits::float8[]))])
    from asked, lateral (
        select case when asked.failed_at < clock_timestamp() - @forgotten::interval then 1 else asked.failures + 1 end as tries
    ) counting
    where credential.person_id = asked.id and (asked.locked_until is null or asked.locked_until <= clock_timestamp())
    returning credential.person_id
)
select id, name, full_name, hash, must_change,
    case when not exists (select from counted) then locked_until end
from asked
