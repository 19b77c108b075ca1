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
), covered as materialized ( -- a building with a footprint has its point in it; each half has an index of its own
    select building.id from land join building on footprint && land.geom and st_covers(land.geom, point)
    union all
    select building.id from land join building on footprint is null and point && land.geom and st_covers(land.geom, point)
), lost as (
    select building.id, point
    from community join building on footprint && community.geom and st_covers(community.geom, point)
    where households > 0 and building.id not in (select id from covered)
    union all
    select building.id, point
    from community join building on footprint is null and point && community.geom and st_covers(community.geom, point)
    where households > 0 and building.id not in (select id from covered)
)
select count(*), (array_agg(st_x(point) order by id))[1], (array_agg(st_y(point) order by id))[1]
from lost
