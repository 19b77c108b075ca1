-- Who holds a post of one of @areas (null: of any) on @day, in order of areas and posts: area, post,
-- name, work phone (empty unless public), duty and since when.
select holder.area_id, holder.post_id, staff.name, staff.public_phone, holder.duty, holder.from_date
from holder
join staff on staff.id = holder.staff_id
join post on post.id = holder.post_id
where holder.from_date <= @day::date
  and (holder.until is null or holder.until > @day::date)
  and (@areas::bigint[] is null or holder.area_id = any (@areas))
order by holder.area_id, post.rank, post.id, holder.from_date, staff.name, holder.id
