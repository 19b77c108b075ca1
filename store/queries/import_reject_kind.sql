-- Takes out staged issues whose kind is no code of @table; row, source_id, why.
with refused as (
    delete from staged
    where not exists (select from code where table_id = @table and code = staged.kind)
    returning row, source_id,
        case when kind = '' then 'it has no kind, and should have a code of the table'
             else format('its kind %s is no code of the table', kind) end as reason
)
select row, source_id, reason from refused order by row
