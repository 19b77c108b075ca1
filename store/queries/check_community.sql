-- The community with @code in force on @day: area, name and boundary as WKB.
select area_id, name, st_asbinary(geom)
from areas_in_force(@day::date)
join level on level.id = level_id
where role = 'community' and code = @code::text
order by area_id
limit 1
