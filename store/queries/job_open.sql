-- How many jobs of the actor are open, and how many there are of all.
select count(*) filter (where actor_kind = @kind and actor_id is not distinct from nullif(@actor::bigint, 0) and actor_name = @name), count(*)
from analysis_job where state in ('waiting', 'running')
