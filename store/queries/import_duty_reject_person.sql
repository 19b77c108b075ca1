-- Takes out staged duties that call a member of staff otherwise than an earlier row; row, source_id, why.
with refused as (
    delete from staged
    using (
        select ctid, first_value(row) over same as first,
            first_value(name) over same as name, first_value(work_phone) over same as work_phone,
            first_value(phone_public) over same as phone_public
        from staged
        window same as (partition by source_id order by row, ctid)
    ) as said
    where staged.ctid = said.ctid
      and (staged.name, staged.work_phone, staged.phone_public) <> (said.name, said.work_phone, said.phone_public)
    returning staged.row, source_id, format('row %s has the same id with another name or phone', first) as reason
)
select row, source_id, reason from refused order by row
