-- The last edition of each of @communities that has one: community, edition, and the day it takes force.
select distinct on (scope_id) scope_id, id, in_force_from
from edition
where scope_id = any (@communities::bigint[])
order by scope_id, in_force_from desc, number desc
