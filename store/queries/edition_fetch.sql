-- The next issues to be located: id, time, longitude and latitude.
fetch 20000 from located
