-- The area in square metres, on the ellipsoid, of an area's boundary in an edition.
select st_area(geom::geography) from boundary where area_id = @area and edition_id = @edition
