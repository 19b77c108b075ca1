-- The edition of the community of @edition that was the last before it; no row when there was none with grids.
select was.id
from edition as this join edition as was
    on was.scope_id = this.scope_id and (was.in_force_from, was.number) < (this.in_force_from, this.number)
where this.id = @edition
  and exists (
    select from boundary join area on area.id = area_id join level on level.id = level_id and role = 'grid'
    where edition_id = was.id)
order by was.in_force_from desc, was.number desc
limit 1
