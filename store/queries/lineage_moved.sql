-- The buildings that @edition gave to another grid, or that went to grids of other communities by the same publication,
-- in order of the grids: building, name, address and households as known now, the grid before with code and name, the
-- grid after with code and name, then the communities of the two with code and name. 0 and '': none.
with this as (
    select * from edition where id = @edition
)
select moved.building_id, coalesce(building.name, ''), coalesce(building.address, ''), coalesce(building.households, 0),
    coalesce(old.id, 0), coalesce(old.code, ''), coalesce(was.name, ''),
    coalesce(new.id, 0), coalesce(new.code, ''), coalesce(boundary.name, ''),
    coalesce(left_community.id, 0), coalesce(left_community.code, ''), coalesce((
        select name from boundary where area_id = left_community.id order by edition_id desc limit 1), ''),
    coalesce(joined.id, 0), coalesce(joined.code, ''), coalesce((
        select name from boundary where area_id = joined.id order by edition_id desc limit 1), '')
from moved_building as moved
join edition on edition.id = moved.edition_id
left join building on building.id = moved.building_id
left join area as old on old.id = moved.from_area
left join area as new on new.id = moved.to_area
left join boundary on boundary.edition_id = moved.edition_id and boundary.area_id = moved.to_area
left join lateral (
    select b.name, e.scope_id from boundary as b join edition as e on e.id = b.edition_id
    where b.area_id = old.id and b.edition_id < moved.edition_id and e.published_at <> (select published_at from this)
    order by b.edition_id desc limit 1) as was on true
left join area as left_community on left_community.id = was.scope_id
left join area as joined on joined.id = edition.scope_id and new.id is not null
where moved.edition_id = @edition
   or moved.edition_id in (
        select edition.id from this join edition
            on edition.id <> this.id and edition.published_at = this.published_at and edition.in_force_from = this.in_force_from)
      and was.scope_id = (select scope_id from this)
order by old.code nulls last, new.code nulls last, building.address, moved.building_id
