-- Adds a job; returns its id.
insert into analysis_job (what, question, media, area_id, actor_kind, actor_id, actor_name)
values (@what, @question, @format, nullif(@area::bigint, 0), @kind, nullif(@actor::bigint, 0), @name)
returning id
