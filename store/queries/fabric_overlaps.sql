-- Pairs of buildings of a list that no line can part without cutting one: their footprints
-- share a quarter of the smaller one or more, or the point of one without a footprint is in the
-- footprint of the other.
select a.id, b.id
from building a join building b on a.footprint && b.footprint and a.id < b.id
where a.id = any(@buildings::bigint[]) and b.id = any(@buildings)
  and st_intersects(a.footprint, b.footprint)
  and st_area(st_intersection(a.footprint, b.footprint)) >= 0.25 * least(st_area(a.footprint), st_area(b.footprint))
union all
select a.id, b.id
from building a join building b on b.footprint is null and a.footprint && b.point
where a.id = any(@buildings) and b.id = any(@buildings)
  and st_intersects(a.footprint, b.point)
order by 1, 2
