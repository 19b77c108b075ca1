-- What @edition made of the one before, in order of codes, with the land that went to grids of other communities by
-- the same publication: kind, the old area with code and name of then, the new one with code and name, households,
-- buildings, square metres. 0 and '': none.
with this as (
    select * from edition where id = @edition
), beside as (
    select edition.id from this join edition
        on edition.id <> this.id and edition.published_at = this.published_at and edition.in_force_from = this.in_force_from
)
select lineage.kind, coalesce(old.id, 0), coalesce(old.code, ''), coalesce(was.name, ''),
    coalesce(new.id, 0), coalesce(new.code, ''), coalesce(boundary.name, ''), lineage.households, lineage.buildings,
    lineage.square_metres
from lineage
left join area as old on old.id = lineage.old_area
left join area as new on new.id = lineage.new_area
left join boundary on boundary.edition_id = lineage.edition_id and boundary.area_id = lineage.new_area
left join lateral (
    select b.name, e.scope_id from boundary as b join edition as e on e.id = b.edition_id
    where b.area_id = old.id and b.edition_id < lineage.edition_id and e.published_at <> (select published_at from this)
    order by b.edition_id desc limit 1) as was on true
where lineage.edition_id = @edition
   or lineage.edition_id in (select id from beside) and was.scope_id = (select scope_id from this)
      and old.level_id in (select id from level where role = 'grid')
order by old.code nulls last, new.code nulls last
