-- The grids in force on @day below @community, whatever levels lie between: area, code and boundary
-- as WKB.
with recursive area as (
    select area_id, level_id, code, parent_id, geom from areas_in_force(@day::date)
), below as (
    select area.* from area where parent_id = @community::bigint
    union
    select area.* from below join area on area.parent_id = below.area_id
)
select area_id, code, st_asbinary(geom)
from below
join level on level.id = level_id
where role = 'grid'
order by code, area_id
