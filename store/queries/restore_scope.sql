-- Of @editions, in order, those that are of a community: edition, community, the community's last edition, its land then
-- as WKB, whether its land has been another since.
select edition.id, edition.scope_id, newest.id, st_asbinary(coalesce(was.geom, now.geom)),
    was.geom is not null and not st_equals(was.geom, now.geom)
from edition
join area on area.id = edition.scope_id
join level on level.id = area.level_id and level.role = 'community'
cross join lateral (
    select newer.id from edition as newer where newer.scope_id = edition.scope_id
    order by newer.in_force_from desc, newer.number desc limit 1
) as newest
cross join lateral (
    select geom from boundary join edition as above on above.id = boundary.edition_id
    where boundary.area_id = edition.scope_id
    order by above.in_force_from desc, above.id desc limit 1
) as now
left join lateral (
    select geom from boundary join edition as above on above.id = boundary.edition_id
    where boundary.area_id = edition.scope_id and (above.in_force_from, above.id) < (edition.in_force_from, edition.id)
    order by above.in_force_from desc, above.id desc limit 1
) as was on true
where edition.id = any (@editions::bigint[])
order by array_position(@editions::bigint[], edition.id)
