-- The buildings that @edition gave to another grid, in order of the grids: building, name, address and households as
-- known now, the grid before with code and name, the grid after with code and name. 0 and '': none.
select moved.building_id, coalesce(building.name, ''), coalesce(building.address, ''), coalesce(building.households, 0),
    coalesce(old.id, 0), coalesce(old.code, ''), coalesce((
        select b.name from boundary as b where b.area_id = old.id and b.edition_id < moved.edition_id
        order by b.edition_id desc limit 1), ''),
    coalesce(new.id, 0), coalesce(new.code, ''), coalesce(boundary.name, '')
from moved_building as moved
left join building on building.id = moved.building_id
left join area as old on old.id = moved.from_area
left join area as new on new.id = moved.to_area
left join boundary on boundary.edition_id = moved.edition_id and boundary.area_id = moved.to_area
where moved.edition_id = @edition
order by old.code nulls last, new.code nulls last, building.address, moved.building_id
