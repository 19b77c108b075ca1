-- Keeps in @editions which community, @old, went into which, the code @into one to one, with the households and
-- buildings of its land.
insert into lineage (edition_id, old_area, new_area, kind, households, buildings, square_metres)
select now.edition_id, pair.old, now.area_id, case when pair.old = now.area_id then 'reshaped' else 'merged' end,
    coalesce(lies.households, 0), lies.buildings, st_area(was.geom::geography)
from unnest(@old::bigint[], @into::text[]) as pair (old, into_code)
join boundary as now on now.edition_id = any (@editions::bigint[])
join area on area.id = now.area_id and area.code = pair.into_code
join level on level.id = area.level_id and level.role = 'community'
cross join lateral (
    select geom from boundary join edition on edition.id = boundary.edition_id
    where area_id = pair.old and edition_id <> all (@editions)
    order by edition.in_force_from desc, edition.number desc limit 1
) as was
cross join lateral (
    select sum(households) as households, count(*) as buildings from building
    where coalesce(footprint, point) && was.geom and st_covers(was.geom, point)
) as lies
