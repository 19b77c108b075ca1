-- What @edition made of the one before, in order of codes: kind, the old area with code and name of then, the new one
-- with code and name, households, buildings, square metres. 0 and '': none.
select lineage.kind, coalesce(old.id, 0), coalesce(old.code, ''), coalesce((
        select b.name from boundary as b where b.area_id = old.id and b.edition_id < lineage.edition_id
        order by b.edition_id desc limit 1), ''),
    coalesce(new.id, 0), coalesce(new.code, ''), coalesce(boundary.name, ''), lineage.households, lineage.buildings,
    lineage.square_metres
from lineage
left join area as old on old.id = lineage.old_area
left join area as new on new.id = lineage.new_area
left join boundary on boundary.edition_id = lineage.edition_id and boundary.area_id = lineage.new_area
where lineage.edition_id = @edition
order by old.code nulls last, new.code nulls last
