-- Adds a row to the log of a plan.
insert into plan_log (plan_id, revision, kind, operations, summary, fabric_id, person_id, actor_name)
values (@plan, @revision, @kind, @operations::text::jsonb, @summary::text::jsonb, @fabric, @person, @name)
