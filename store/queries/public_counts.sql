-- How many incidents were reported in each grid in each quarter that ended before @until, in the time zone
-- @zone: the quarter's first day, the grid and the number. Void issues and further reports do not count.
select date_trunc('quarter', opened_at at time zone @zone::text)::date, grid_id, count(*)
from issue
where grid_id is not null and not duplicate and status <> 'void'
  and opened_at < @until::date::timestamp at time zone @zone::text
group by 1, 2
