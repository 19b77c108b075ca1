-- What one cannot walk through, as WKB: land under water, and the lines of rivers, canals and coasts. One gets across the line of a stream.
select st_asbinary(geom)
from water
where geometrytype(geom) = 'MULTIPOLYGON' or class in ('river', 'canal', 'sea')
order by id
