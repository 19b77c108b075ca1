-- Finds the members of staff of staged visits, by ID or else by name, and takes out those of none and
-- of several; row, source_id, why.
with named as materialized (
    select distinct staff from staged where staff <> ''
), by_id as materialized (
    select named.staff, count(staff.id) as number, min(staff.id) as id
    from named left join staff on staff.source_id = named.staff group by named.staff
), found as materialized (
    select by_id.staff, greatest(by_id.number, count(staff.id)) as number, coalesce(by_id.id, min(staff.id)) as id
    from by_id left join staff on by_id.number = 0 and staff.name = by_id.staff
    group by by_id.staff, by_id.number, by_id.id
), told as (
    update staged set staff_id = found.id from found where staged.staff = found.staff and number = 1
), refused as (
    delete from staged using found where staged.staff = found.staff and number <> 1
    returning row, source_id, case
        when number > 1 then format('%s members of staff are called %s', number, staged.staff)
        else format('no member of staff has the id or name %s', staged.staff) end as reason
)
select row, source_id, reason from refused order by row
