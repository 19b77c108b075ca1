-- The days on which editions took force, in order.
select distinct in_force_from from edition order by in_force_from
