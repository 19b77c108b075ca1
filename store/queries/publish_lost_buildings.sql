-- The buildings with households in @communities on @day that no grid of @editions covers: how
-- many, longitude and latitude of one.
with land as materialized (
    select boundary.geom
    from boundary join area on area.id = boundary.area_id join level on level.id = area.level_id
    where boundary.edition_id = any (@editions::bigint[]) and level.role = 'grid'
), community as materialized (
    select geom from areas_in_force(@day::date)
    where area_id = any (@communities::bigint[])
      and area_id in (select scope_id from edition where id = any (@editions::bigint[]))
), lost as (
    select building.id, building.point
    from building join community on building.point && community.geom and st_covers(community.geom, building.point)
    where building.households > 0
      and not exists (select from land where st_covers(land.geom, building.point))
)
select count(*), (array_agg(st_x(point) order by id))[1], (array_agg(st_y(point) order by id))[1]
from lost
