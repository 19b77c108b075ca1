-- The days on which editions take force, past and to come, in order.
select distinct in_force_from from edition order by in_force_from
