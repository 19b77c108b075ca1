-- Whether the coordinate system @srid is known, the time zone of the district, the version of the data.
select exists (select from spatial_ref_sys where srid = @srid),
    (select value #>> '{}' from setting where key = 'time_zone'),
    (select version from dataset)
