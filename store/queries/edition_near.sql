-- Pairs of areas of @level that are not further apart than 1e-5 degree, about a metre: both ids, and
-- the square metres they share.
select one.area_id, other.area_id,
    case when st_relate(one.geom, other.geom, '2********') -- their insides meet
         then st_area(st_collectionextract(st_intersection(one.geom, other.geom), 3)::geography) else 0 end
from next as one
join next as other on other.geom && st_expand(one.geom, 0.00001)
where one.level_id = @level and not one.fixed
  and (other.fixed or other.level_id = @level and one.area_id < other.area_id)
  and st_dwithin(one.geom, other.geom, 0.00001)
order by one.area_id, other.area_id
