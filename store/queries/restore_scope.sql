-- The community of @edition and the community's last edition; no row when it is no edition of a community.
select edition.scope_id, (
    select newer.id from edition as newer where newer.scope_id = edition.scope_id
    order by newer.in_force_from desc, newer.number desc limit 1)
from edition
join area on area.id = edition.scope_id
join level on level.id = area.level_id and level.role = 'community'
where edition.id = @edition
