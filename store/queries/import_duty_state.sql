-- Says of each staged duty whether it adds, changes or repeats.
update staged set state = case
    when was.staff_id is null or staged.area_id is not null and staged.holder_id is null then 'added'
    when was.differs or held.differs then 'changed'
    else 'same' end
from (
    select staged.ctid as at, staff.id as staff_id,
        (staff.name, staff.work_phone, staff.phone_public)
            is distinct from (staged.name, staged.work_phone, staged.phone_public) as differs
    from staged left join staff on staff.source = @source and staff.source_id = staged.source_id
) as was
join (
    select staged.ctid as at,
        (holder.duty, holder.from_date, holder.until)
            is distinct from (staged.duty, staged.from_date, staged.until) and staged.holder_id is not null as differs
    from staged left join holder on holder.id = staged.holder_id
) as held using (at)
where staged.ctid = at
