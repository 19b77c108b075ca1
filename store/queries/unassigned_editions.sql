-- The editions in force on @day that came of a plan and leave land of their community to no grid: edition, plan and community.
select edition.id, edition.plan_id, edition.scope_id
from editions_in_force(@day::date) edition
join areas_in_force(@day::date) community on community.area_id = edition.scope_id
where edition.plan_id is not null
  and st_area(community.geom) - (
      select coalesce(sum(st_area(boundary.geom)), 0)
      from boundary
      join area on area.id = boundary.area_id
      join level on level.id = area.level_id and level.role = 'grid'
      where boundary.edition_id = edition.id) > 1e-11 -- square degrees: 0.1 m²
order by edition.id
