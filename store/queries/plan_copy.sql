-- Copies a plan with its log; the id of the copy, no row when there is no such plan.
with source as (
    select * from plan where id = @plan for share
), copy as (
    insert into plan (title, note, author_id, author_name, communities, base_editions, first_fabric_id, fabric_id,
        revision, started_from, copied_from)
    select @title, @note, @person, @name, communities, base_editions, first_fabric_id, fabric_id, revision, 'plan', id
    from source
    returning id
), log as (
    insert into plan_log (plan_id, revision, kind, operations, summary, outcome, fabric_id, person_id, actor_name, at)
    select copy.id, plan_log.revision, kind, operations, summary, outcome, plan_log.fabric_id, person_id, actor_name, at
    from copy cross join source join plan_log on plan_log.plan_id = source.id
), checkpoint as (
    insert into plan_checkpoint (plan_id, revision, body)
    select copy.id, plan_checkpoint.revision, body
    from copy cross join source join plan_checkpoint on plan_checkpoint.plan_id = source.id
)
select id from copy
