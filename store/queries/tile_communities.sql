-- The layer communities of one tile as MVT; no bytes when nothing is in it. The areas are given
-- as an array of objects, each with the edition that its boundary is of.
select st_asmvt(feature, 'communities', 4096, 'geom', 'id' order by feature.id)
from (
    select place.id, place.code, place.name, place.colour, place.level,
        st_asmvtgeom(st_transform(geom, 3857), st_tileenvelope(@z::int, @x::int, @y::int), 4096, 64) as geom
    from jsonb_to_recordset(@places::jsonb) as place
        (id bigint, edition_id bigint, code text, name text, colour int, level text)
    join boundary on area_id = place.id and boundary.edition_id = place.edition_id
) as feature
where geom is not null
