-- What begins or ends by itself after @first until @last: 'edition' with the scope (null: the whole
-- district) and its level's role, and 'holder' with the area, once each.
select distinct 'edition', scope_id, coalesce(level.role, '')
from edition
left join area on area.id = scope_id
left join level on level.id = area.level_id
where in_force_from > @first::date and in_force_from <= @last::date
union all
select distinct 'holder', area_id, ''
from holder
where from_date > @first and from_date <= @last or until > @first and until <= @last
