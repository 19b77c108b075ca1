-- Takes out the staged rows @rows; row, source_id, why: @reason.
with refused as (
    delete from staged where row = any (@rows::bigint[]) returning row, source_id
)
select row, source_id, @reason::text from refused order by row
