-- Pairs of buildings, one of them of a list, that no line can part without cutting one: their
-- footprints share a quarter of the smaller one or more, or the point of one without a footprint is
-- in the footprint of the other.
select a.id, b.id
from unnest(@buildings::bigint[]) as given (id)
join building a on a.id = given.id
join building b on a.footprint && b.footprint and a.id < b.id
where st_intersects(a.footprint, b.footprint)
  and st_area(st_intersection(a.footprint, b.footprint)) >= 0.25 * least(st_area(a.footprint), st_area(b.footprint))
union all
select a.id, b.id
from unnest(@buildings) as given (id)
join building b on b.id = given.id and b.footprint is null
join building a on a.footprint && b.point
where st_intersects(a.footprint, b.point)
order by 1, 2
