-- The kinds of all rows of the log of a plan up to a revision, in order: revision, kind, fabric (0: none).
select revision, kind, coalesce(fabric_id, 0) from plan_log where plan_id = @plan and revision <= @until order by revision
