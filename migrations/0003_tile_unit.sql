-- The place of a point within a map tile whose edges are given in degrees: units of 1/4096 of the
-- tile, eastwards and southwards, the whole numbers 0 to 4095. Web Mercator of the map is that of
-- a sphere, so this needs no look-up of coordinate systems. The point must lie in the tile.
create function tile_unit(point geometry, west double precision, south double precision,
                          east double precision, north double precision) returns geometry
    language sql immutable parallel safe as $$
    select st_point(
        least(4095, greatest(0, floor((st_x(point) - west) / (east - west) * 4096))),
        least(4095, greatest(0, floor((asinh(tand(north)) - asinh(tand(st_y(point))))
            / (asinh(tand(north)) - asinh(tand(south))) * 4096))))
$$;
