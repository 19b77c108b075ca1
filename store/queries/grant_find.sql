-- The role @grant of the person @person that is not revoked: role, area (0: the whole district), from, until.
select role, coalesce(area_id, 0), from_day, until_day
from role_grant
where id = @grant and person_id = @person and revoked_at is null
for update
