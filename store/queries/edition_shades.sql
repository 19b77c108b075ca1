-- The areas of @level that come next, with those around: id, code, the colour so far (null: none),
-- whether it is fixed.
select area_id, code, colour, fixed
from next join area on area.id = area_id
where next.level_id = @level or fixed
order by area_id
