-- The phones that the transaction may see of those who hold a post of @area on @day: post, name,
-- phone, and whether it is public.
select phone.post_id, phone.name, phone.work_phone, phone.phone_public
from holder_phone as phone
join post on post.id = phone.post_id
where phone.area_id = @area
  and phone.from_date <= @day::date and (phone.until is null or phone.until > @day::date)
  and phone.work_phone <> ''
order by post.rank, post.id, phone.from_date, phone.name, phone.holder_id
