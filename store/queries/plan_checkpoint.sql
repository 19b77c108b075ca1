-- A plan as it was at a revision.
select body from plan_checkpoint where plan_id = @plan and revision = @revision
