-- Areas as an import reads them, in order of code: those given by two arrays, each with the
-- edition that it is taken from.
select boundary.source_id as "ID", st_asbinary(geom) as "geometry",
    area.code, boundary.name, parent.code as parent, kind = 'dedicated' as dedicated,
    attributes::text as "attributes"
from unnest(@areas::bigint[], @editions::bigint[]) as wanted (area_id, edition_id)
join boundary using (area_id, edition_id)
join area on area.id = area_id
left join area as parent on parent.id = boundary.parent_id
where @source::text = '' or boundary.source = @source
order by area.code, area.id
