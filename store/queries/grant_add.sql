-- Gives the person @person a role; returns its id.
insert into role_grant (person_id, role, area_id, from_day, until_day, granted_by)
values (@person, @role, nullif(@area::bigint, 0), @from, @until, @by)
returning id
