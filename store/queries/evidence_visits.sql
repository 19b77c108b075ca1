-- Every visit: the building and the day in the time zone @zone, in order of both.
select building_id, (visited_at at time zone @zone::text)::date
from visit
order by building_id, visited_at
