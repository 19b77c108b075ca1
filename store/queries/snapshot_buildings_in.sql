-- The buildings in any of the boxes from @west, @south to @east, @north, in degrees, once each:
-- longitude and latitude, households, of which estimated, and residents.
select distinct on (building.id) st_x(point), st_y(point),
    coalesce(households, 0),
    case when households_estimated then coalesce(households, 0) else 0 end,
    coalesce(residents, 0)
from unnest(@west::float8[], @south::float8[], @east::float8[], @north::float8[]) as box (west, south, east, north)
join building on point && st_makeenvelope(west, south, east, north, 4490)
order by building.id
