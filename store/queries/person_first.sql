-- Adds the person @name with a password that must be changed, who administers the whole district, when there is
-- no person at all; returns the id and from which day that is, no row when there is one. The day is the one that it
-- is where days begin last on earth, so that it is no later than today whatever time zone the district sets.
with added as (
    insert into person (name) select @name where not exists (select from person) returning id
), secret as (
    insert into credential (person_id, hash, must_change) select id, @hash, true from added
), given as (
    insert into role_grant (person_id, role, from_day, granted_by)
    select id, 'administrator', (clock_timestamp() at time zone 'Etc/GMT+12')::date, @by from added
    returning person_id, from_day
)
select person_id, from_day from given
