-- The Delaunay triangulation of each group of points: its number and triangles.
select number, st_asbinary(st_delaunaytriangles(st_collect(st_point(x, y) order by x, y)))
from unnest(@numbers::int[], @x::float8[], @y::float8[]) as site (number, x, y)
group by number
order by number
