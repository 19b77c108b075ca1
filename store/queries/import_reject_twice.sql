-- Takes out staged records whose ID an earlier row of the file has; row, source_id, why.
with refused as (
    delete from staged
    using (
        select ctid, first_value(row) over same as first, row_number() over same as nth
        from staged
        window same as (partition by source_id order by row, ctid)
    ) as twice
    where staged.ctid = twice.ctid and nth > 1
    returning staged.row, source_id, format('row %s has the same id: name a column that tells rows apart', first) as reason
)
select row, source_id, reason from refused order by row
