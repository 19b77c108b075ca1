-- The plans that were changed after a moment, with their revisions.
select id, revision from plan where changed_at >= @after order by id
