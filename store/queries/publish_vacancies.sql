-- The posts of grids of @editions that nobody holds on @day: area, code, name, post.
select area.id, area.code, boundary.name, post.id
from boundary
join area on area.id = boundary.area_id
join level on level.id = area.level_id and level.role = 'grid'
join post on post.level_id = level.id
where boundary.edition_id = any (@editions::bigint[])
  and not exists (
    select from holder
    where holder.area_id = area.id and holder.post_id = post.id
      and from_date <= @day::date and (until is null or until > @day::date))
order by area.code, post.rank, post.id
