-- Adds the person @name with a password that must be changed, who administers the whole district from
-- @today, when there is no person at all; returns the id, no row when there is one.
with added as (
    insert into person (name) select @name where not exists (select from person) returning id
), secret as (
    insert into credential (person_id, hash, must_change) select id, @hash, true from added
), given as (
    insert into role_grant (person_id, role, from_day, granted_by) select id, 'administrator', @today, @by from added
)
select id from added
