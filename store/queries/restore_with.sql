-- The editions of other communities that have to be restored together with @editions, so that @communities have their
-- land of then (@lands, as WKB): of each that has land of theirs now, or had land then that is theirs now, the last edition
-- before that border moved. Pieces narrower than two centimetres do not count.
with since as (
    select in_force_from, id from edition where id = any (@editions::bigint[])
    order by in_force_from desc, id desc limit 1
), shapes as (
    select boundary.area_id, edition.in_force_from, edition.id, boundary.geom,
        lead(edition.in_force_from) over later as until, lead(edition.id) over later as next
    from boundary
    join edition on edition.id = boundary.edition_id
    join area on area.id = boundary.area_id join level on level.id = area.level_id and level.role = 'community'
    window later as (partition by boundary.area_id order by edition.in_force_from, edition.id)
), theirs as (
    select st_union(st_geomfromwkb(land, 4490)) as was, st_union(shapes.geom) as now
    from unnest(@communities::bigint[], @lands::bytea[]) as of (community, land)
    join shapes on shapes.area_id = community and shapes.next is null
), pieces as (
    select st_buffer(st_difference(was, now), -1e-7) as lost, st_buffer(st_difference(now, was), -1e-7) as won from theirs
), held as (
    select shapes.*, st_intersects(geom, lost) as has_lost, st_intersects(geom, won) as has_won,
        bool_or(st_intersects(geom, won)) over (partition by area_id) as had_won
    from shapes cross join pieces cross join since
    where area_id <> all (@communities::bigint[])
      and (next is null or (until, next) > (since.in_force_from, since.id))
), parted as (
    select distinct on (area_id) area_id, until, next
    from held
    where next is not null and not has_lost and (has_won or not had_won)
      and area_id in (select area_id from held where has_won or has_lost)
    order by area_id, in_force_from desc, id desc
)
select last.id
from parted cross join lateral (
    select id from edition
    where scope_id = parted.area_id and (in_force_from, id) < (parted.until, parted.next)
    order by in_force_from desc, id desc limit 1
) as last
order by last.id
