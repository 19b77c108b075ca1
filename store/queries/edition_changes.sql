-- What an import does to areas: staged ones added, changed and the same, and those that leave.
select count(*) filter (where staged and state = 'added'),
    count(*) filter (where staged and state = 'changed'),
    count(*) filter (where staged and state = 'same'),
    (select count(*) from in_force
     where area_id not in (select area_id from next) and scope in (select scope from next))
from next
