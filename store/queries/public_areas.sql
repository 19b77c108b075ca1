-- The areas that were in force at some time of the terms of days, those from @begins until @ends, once for
-- each term as they were last in it: the term's number from 0, area, parent (0: none), role of the level,
-- code and name. In order of terms and areas.
with asked as (
    select * from unnest(@begins::date[], @ends::date[]) with ordinality as one (begins, ends, number)
), term as (
    select id, in_force_from,
        lead(in_force_from) over (partition by scope_id order by in_force_from, number, id) as until
    from edition
)
select distinct on (asked.number, area.id)
    asked.number - 1, area.id, coalesce(boundary.parent_id, 0), level.role, area.code, boundary.name
from asked
join term on term.in_force_from < asked.ends
    and (term.until is null or term.until > asked.begins and term.until > term.in_force_from)
join boundary on boundary.edition_id = term.id
join area on area.id = boundary.area_id
join level on level.id = area.level_id and level.role in ('upper', 'community', 'section', 'grid')
order by asked.number, area.id, term.in_force_from desc, term.id desc
