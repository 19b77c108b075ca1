-- Keeps a plan as it is at a revision.
insert into plan_checkpoint (plan_id, revision, body) values (@plan, @revision, @body) on conflict do nothing
