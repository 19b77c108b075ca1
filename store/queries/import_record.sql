-- Records a change of @noun in @touched, a polygon as WKB (null: no land); returns the new version.
select record_change(@noun, null, st_geomfromwkb(@touched, 4490))
