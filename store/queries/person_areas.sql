-- Areas by their codes, newest names: id, code, level, name. Those with the code @code unless '', those
-- of @areas unless null.
select area.id, area.code, level.key, coalesce(newest.name, '')
from area
join level on level.id = area.level_id
left join lateral (
    select boundary.name
    from boundary
    join edition on edition.id = boundary.edition_id
    where boundary.area_id = area.id
    order by edition.in_force_from desc, edition.number desc, edition.id desc
    limit 1
) newest on true
where (@code = '' or area.code = @code) and (@areas::bigint[] is null or area.id = any (@areas))
order by area.code, level.profile, level.rank
