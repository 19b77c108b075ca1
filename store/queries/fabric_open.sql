-- The open land of each block: land further than @reach from the hull of each
-- building of the block, and twice that from one that is a point, without what is narrower than
-- @width, in pieces of @least or more. Lands and
-- buildings are in units of 1e-7 degree, @scale makes units of longitude as long as those of
-- latitude, and lengths and areas are in these.
with block as materialized (
    select number, st_scale(st_geomfromwkb(land), @scale::float8, 1) as land
    from unnest(@lands::bytea[]) with ordinality as given (land, number)
), built as (
    select number,
        st_simplifypreservetopology(
            st_union(st_buffer(hull, case when st_dimension(hull) = 0 then 2 else 1 end * @reach::float8, 'quad_segs=3')),
            @reach / 20) as near
    from unnest(@blocks::int[], @shapes::bytea[]) as given (number, shape)
    cross join lateral (select st_scale(st_convexhull(st_geomfromwkb(shape)), @scale, 1) as hull) as scaled
    group by number
), far as (
    select number, st_difference(land, near) as open from block join built using (number)
), wide as (
    select number, st_intersection(open, st_buffer(
        st_buffer(open, -@width::float8 / 2, 'quad_segs=2'), @width / 2, 'join=mitre mitre_limit=2')) as open
    from far
)
select number::int - 1, st_asbinary(st_scale(st_collect(piece.geom order by piece.path), 1 / @scale, 1))
from wide, st_dump(st_collectionextract(open, 3)) as piece
where st_area(piece.geom) >= @least::float8
group by number
order by number
