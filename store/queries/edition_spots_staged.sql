-- The staged issues.
insert into spots select id, opened_at, place from staged
