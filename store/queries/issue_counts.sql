-- How many issues each grid of @community had in terms of days, those from @begins until @ends, in the
-- time zone @zone: grid, whether it is seen, and the number of its issues that are. In order of grids
-- and terms, for those terms in which the grid was in force at some time.
with asked as (
    select * from unnest(@begins::date[], @ends::date[]) as one (begins, ends)
), term as (
    select id, in_force_from, lead(in_force_from) over (order by in_force_from, number, id) as until
    from edition where scope_id = @community
), cell as (
    select distinct boundary.area_id as grid_id, asked.begins, asked.ends
    from asked
    join term on term.in_force_from < asked.ends
        and (term.until is null or term.until > asked.begins and term.until > term.in_force_from)
    join boundary on boundary.edition_id = term.id
    join area on area.id = boundary.area_id
    join level on level.id = area.level_id and level.role = 'grid'
)
select grid_id, grid_id = any ((select seen_areas())::bigint[]), (
    select count(*) from issue
    where issue.grid_id = cell.grid_id
      and opened_at >= cell.begins::timestamp at time zone @zone::text
      and opened_at < cell.ends::timestamp at time zone @zone::text)
from cell
order by grid_id, begins
