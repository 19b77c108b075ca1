-- The jobs of the actor that have the same question, format and area, the newest first; the problem is null unless it failed.
select id, what, question, media, coalesce(area_id, 0), state, done, total, problem::text, coalesce(version, 0), actor_name, made_at, began_at, ended_at
from analysis_job
where question = @question and media = @format and area_id is not distinct from nullif(@area::bigint, 0)
  and actor_kind = @kind and actor_id is not distinct from nullif(@actor::bigint, 0) and actor_name = @name
order by id desc limit 20
