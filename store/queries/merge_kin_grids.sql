-- Keeps in @editions that what lies below the communities is what it was. (Of @old and @into only those differ.)
insert into lineage (edition_id, old_area, new_area, kind, households, buildings, square_metres)
select now.edition_id, now.area_id, now.area_id, 'kept', coalesce(lies.households, 0), lies.buildings,
    st_area(now.geom::geography)
from boundary as now
join area on area.id = now.area_id
join level on level.id = area.level_id and level.role not in ('upper', 'community')
cross join lateral (
    select sum(households) as households, count(*) as buildings from building
    where coalesce(footprint, point) && now.geom and st_covers(now.geom, point)
) as lies
where now.edition_id = any (@editions::bigint[]) and cardinality(@old::bigint[]) = cardinality(@into::text[])
on conflict do nothing
