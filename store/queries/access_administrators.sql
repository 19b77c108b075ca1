-- How many people administer the whole district on the day @today, and can sign in.
select count(*)
from person
where disabled_at is null
  and exists (
    select from role_grant
    where person_id = person.id and role = 'administrator' and area_id is null
      and revoked_at is null and from_day <= @today and (until_day is null or until_day > @today))
  and (exists (select from credential where person_id = person.id) or exists (select from identity where person_id = person.id))
