-- The last edition of each of @communities: edition, and whether it takes force after @day.
select distinct on (scope_id) id, in_force_from > @day::date
from edition
where scope_id = any (@communities::bigint[])
order by scope_id, in_force_from desc, number desc
