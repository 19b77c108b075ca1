-- Adds a row to the log of a plan.
insert into plan_log (plan_id, revision, kind, operations, summary, outcome, fabric_id, person_id, actor_name)
values (@plan, @revision, @kind, @operations::text::jsonb, @summary::text::jsonb, @outcome, @fabric, @person, @name)
