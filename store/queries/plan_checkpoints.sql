-- The revisions of a plan, up to one, that there are checkpoints of.
select revision from plan_checkpoint where plan_id = @plan and revision <= @until order by revision
