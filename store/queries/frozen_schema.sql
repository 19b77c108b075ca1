-- The migrations that have run, in order.
select name from migration order by name
