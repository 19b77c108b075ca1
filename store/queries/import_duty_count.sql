-- How many staged duties there are, add and change.
select count(*), count(*) filter (where state = 'added'), count(*) filter (where state = 'changed') from staged
