-- The job @job; the problem is null unless it failed.
select id, what, question, media, coalesce(area_id, 0), state, done, total, problem::text, coalesce(version, 0), actor_name, made_at, began_at, ended_at
from analysis_job where id = @job
