-- Reads on through the issues to be located, as they were opened: id, time, longitude and latitude.
declare located no scroll cursor for select id, opened_at, st_x(point), st_y(point) from spots order by opened_at
