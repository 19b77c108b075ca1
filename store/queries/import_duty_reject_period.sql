-- Takes out staged duties that end before they begin; row, source_id, why.
with refused as (
    delete from staged where until <= from_date
    returning row, source_id, format('it ends on %s, not after its beginning on %s', until, from_date) as reason
)
select row, source_id, reason from refused order by row
