-- The job of the actor that has the same question, format and area and is open, or done with data of @version; no row: there is none.
select id from analysis_job
where question = @question and media = @format and area_id is not distinct from nullif(@area::bigint, 0)
  and actor_kind = @kind and actor_id is not distinct from nullif(@actor::bigint, 0) and actor_name = @name
  and (state in ('waiting', 'running') or state = 'done' and version = @version)
order by id desc limit 1
