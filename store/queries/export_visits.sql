-- Visits as an import reads them, in the order in which they came; those at buildings on the land of a
-- community, or all of them when it is null.
select visit.source_id as "ID", building.source_id as building, building.source as building_source,
    visited_at as visited, staff.source_id as staff
from visit
join building on building.id = visit.building_id
left join staff on staff.id = visit.staff_id
where (@source::text = '' or visit.source = @source)
  and (@community::bigint is null or exists (
      select from boundary
      where edition_id = @edition::bigint and area_id = @community and st_intersects(boundary.geom, building.point)))
order by visit.id
