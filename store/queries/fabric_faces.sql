-- The faces into which lines part the land of a community, with a point inside each, and whether
-- it is a piece of the rim. All in units of 1e-7 degree, on whole ones.
--
-- The border of the land must not move, not even by the rounding of points at which lines meet
-- it. So lines end at the core, which is the land without a rim of 2 units, and spokes part the
-- rim: from each vertex of the border, and from the end of a line where the point beside it on
-- the border is on whole units too.
with given as (
    select st_geomfromwkb(@land) as geom
), land as materialized (
    select geom, st_boundary(geom) as border, st_buffer(geom, -2, 'join=mitre mitre_limit=2') as core from given
), line as (
    select (st_dump(st_geomfromwkb(wkb))).geom from unnest(@lines::bytea[]) as wkb
), inner_line as (
    select case when st_coveredby(line.geom, core) then line.geom else st_intersection(line.geom, core) end as geom
    from line cross join land
), piece as (
    select (st_dump(st_collectionextract(geom, 2))).geom from inner_line
), tip as (
    select distinct st_snaptogrid(tips.geom, 1) as geom
    from land, piece, lateral (values (st_startpoint(piece.geom)), (st_endpoint(piece.geom))) as tips (geom)
    where st_dwithin(tips.geom, border, 3)
), foot as (
    select tip.geom as tip, st_closestpoint(border, tip.geom) as geom from tip cross join land
), spoke as (
    select st_makeline(tip, geom) as geom from foot where st_equals(geom, st_snaptogrid(geom, 1)) and not st_equals(geom, tip)
    union all
    select st_shortestline(corner.geom, core) from land, st_dumppoints(geom) as corner where not st_isempty(core)
), mesh as (
    select st_unaryunion(st_collect(geom), 1) as geom
    from (
        select geom from piece
        union all select geom from spoke
        union all select border from land
        union all select st_boundary(core) from land
    ) as all_lines
), face as (
    select (st_dump(st_polygonize(mesh.geom))).geom from mesh
)
select st_asbinary(face.geom), st_x(inside), st_y(inside), not st_intersects(core, inside)
from face cross join land cross join lateral (select st_pointonsurface(face.geom) as inside) as found
where st_intersects(land.geom, inside)
order by st_x(inside), st_y(inside)
