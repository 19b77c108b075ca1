-- Every building: longitude and latitude in degrees, households, of which estimated, and residents.
select st_x(point), st_y(point),
    coalesce(households, 0),
    case when households_estimated then coalesce(households, 0) else 0 end,
    coalesce(residents, 0)
from building
