-- The areas of a role in force on a day in one tile as MVT, as PostGIS makes it: the second opinion
-- on what is drawn from the snapshot.
select st_asmvt(feature, 'areas', 4096, 'geom', 'id' order by feature.id)
from (
    select area_id as id, areas.code, areas.name, colour,
        st_asmvtgeom(st_transform(geom, 3857), st_tileenvelope(@z::int, @x::int, @y::int), 4096, 64) as geom
    from areas_in_force(@day::date) as areas
    join level on level.id = areas.level_id
    where role = @role and geom && st_transform(st_tileenvelope(@z::int, @x::int, @y::int, margin => 0.016), 4490)
) as feature
where geom is not null
