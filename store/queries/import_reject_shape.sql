-- Takes out staged records whose geometry cannot be kept; row, source_id, why.
with refused as (
    delete from staged
    where raw is not null and shape is null or spot is not null and place is null
    returning row, source_id, coalesce(case when shape is null then no_ground(raw) end, no_ground(spot)) as reason
)
select row, source_id, reason from refused order by row
