-- Gathers the areas in force on @day, each as the edition that took force last has it.
insert into in_force
select distinct on (area.id)
    coalesce(edition.scope_id, 0), area.id, level.id, area.code, level.profile, level.rank, level.role,
    boundary.parent_id, boundary.name, boundary.kind, boundary.colour, boundary.source, boundary.source_id,
    boundary.attributes, boundary.geom, boundary.label
from editions_in_force(@day::date) as edition
join boundary on boundary.edition_id = edition.id
join area on area.id = boundary.area_id
join level on level.id = area.level_id
order by area.id, edition.in_force_from desc, edition.id desc
