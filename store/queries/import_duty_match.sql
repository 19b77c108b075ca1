-- Finds the holdings that staged duties are about: of the same area, post and member of staff, at
-- the same time. A duty without a date is about the holding of @day, or begins then.
update staged set
    holder_id = found.id,
    from_date = coalesce(staged.from_date, found.from_date, @day::date)
from (
    select staged.ctid, held.id, held.from_date
    from staged
    left join lateral (
        select holder.id, holder.from_date
        from holder join staff on staff.id = holder.staff_id
        where staff.source = @source and staff.source_id = staged.source_id
          and holder.area_id = staged.area_id and holder.post_id = staged.post_id
          and daterange(holder.from_date, holder.until) && case
              when staged.from_date is null and staged.until is null then daterange(@day, @day, '[]')
              when staged.from_date is null then daterange(least(@day, staged.until - 1), staged.until)
              else daterange(staged.from_date, staged.until) end
        order by holder.from_date limit 1
    ) as held on true
) as found
where staged.ctid = found.ctid and staged.area_id is not null
