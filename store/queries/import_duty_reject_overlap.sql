-- Takes out staged duties that cannot be at the same time as another: two first holders of an
-- area, or the same holding twice. The other is an earlier row, or a holding that the file does not
-- change; with @replace those of this source end on @day. Row, source_id, why.
with others as (
    select ctid as at, row, area_id, post_id, source_id as person, name, daterange(from_date, until) as period
    from staged where area_id is not null
    union all
    select null::tid, null::bigint, area_id, post_id, case when staff.source = @source then staff.source_id end, staff.name,
        case when @replace::bool and staff.source = @source
             then daterange(from_date, greatest(from_date, least(until, @day::date)))
             else daterange(from_date, until) end
    from holder join staff on staff.id = holder.staff_id
    where not exists (select from staged where staged.holder_id = holder.id)
), refused as (
    delete from staged
    using (
        select one.ctid,
            (array_agg(others.name order by others.row nulls first)) [1] as other_name,
            (array_agg(others.row order by others.row nulls first)) [1] as other_row,
            (array_agg(lower(others.period) order by others.row nulls first)) [1] as other_from
        from staged as one
        join others on others.area_id = one.area_id and others.post_id = one.post_id
            and others.period && daterange(one.from_date, one.until)
            and (one.is_first or others.person = one.source_id)
            and (others.at is null or (others.row, others.at) < (one.row, one.ctid))
        group by one.ctid
    ) as twice
    where staged.ctid = twice.ctid
    returning staged.row, staged.source_id, staged.area, staged.is_first, other_name, other_row, other_from
)
select row, source_id, case when is_first
    then format('area %s has a first holder then: %s, from %s%s', area, other_name, other_from,
                coalesce(' (row ' || other_row || ')', ''))
    else format('%s holds that post then already, from %s%s', other_name, other_from,
                coalesce(' (row ' || other_row || ')', '')) end
from refused order by row
