-- Rows of the log of a plan after a revision, in order, at most @most: revision, kind, operations,
-- summary, fabric (0: none), person (0: none), name, time.
select revision, kind, operations::text, summary::text, coalesce(fabric_id, 0), coalesce(person_id, 0), actor_name, at
from plan_log
where plan_id = @plan and revision > @after
order by revision
limit @most
