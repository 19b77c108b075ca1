-- The ids of areas and of all that lies or lay in them.
select unnest(areas_under(@areas::bigint[]))
