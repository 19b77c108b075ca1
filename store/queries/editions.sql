-- The editions of @community, or those named (null: all), the newest first: edition, community, number, day,
-- published at, by whom (name, as what, id of the person or token), plan, title, note, grids.
select edition.id, scope_id, number, in_force_from, published_at, coalesce(published_by, ''), published_as, coalesce(publisher_id, 0),
    coalesce(plan_id, 0), title,
    coalesce(note, ''), (
        select count(*) from boundary join area on area.id = boundary.area_id join level on level.id = area.level_id
        where boundary.edition_id = edition.id and level.role = 'grid')
from edition
where (@community::bigint is null or scope_id = @community)
  and (@editions::bigint[] is null or edition.id = any (@editions))
  and scope_id is not null
order by in_force_from desc, number desc
