-- Rows of the log of a plan after a revision, in order, at most @most: revision, kind, operations,
-- summary, fabric (0: none), person (0: none), name, full
-- name ("": none is known), time.
select revision, kind, operations::text, summary::text, coalesce(fabric_id, 0), coalesce(person_id, 0), actor_name,
    coalesce((select full_name from person where person.id = person_id), ''), at
from plan_log
where plan_id = @plan and revision > @after
order by revision
limit @most
