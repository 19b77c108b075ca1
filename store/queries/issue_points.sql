-- The positions, in degrees, of issues opened from @begins until @ends, in the time zone @zone, in a box.
select st_x(point), st_y(point)
from issue
where point && st_makeenvelope(@west, @south, @east, @north, 4490)
  and opened_at >= @begins::date::timestamp at time zone @zone::text
  and opened_at < @ends::date::timestamp at time zone @zone::text
