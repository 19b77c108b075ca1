-- Which community has land of which, where the border of the community of @edition moved with it or it was merged, in
-- order of codes: columns as of lineage.
with this as (
    select * from edition where id = @edition
)
select lineage.kind, old.id, old.code, coalesce((
        select b.name from boundary as b where b.area_id = old.id and b.edition_id < lineage.edition_id
        order by b.edition_id desc limit 1), ''),
    new.id, new.code, boundary.name, lineage.households, lineage.buildings, lineage.square_metres
from this
join edition as above on above.id <> this.id and above.published_at = this.published_at and above.in_force_from = this.in_force_from
join lineage on lineage.edition_id = above.id and this.scope_id in (old_area, new_area)
join area as old on old.id = lineage.old_area
join area as new on new.id = lineage.new_area
join boundary on boundary.edition_id = lineage.edition_id and boundary.area_id = lineage.new_area
order by old.code, new.code
