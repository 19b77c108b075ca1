-- Members of staff as an import reads them, a row for each post that they hold or held, and one
-- for those who never did. All phones are told.
select '' as "ID", staff.source_id as id, staff.name,
    work_phone, phone_public as public,
    coalesce(area.code, '') as area, coalesce(post.key, '') as post, coalesce(duty, '') as task,
    from_date::text as "from", until::text as until
from staff
left join holder on holder.staff_id = staff.id
left join area on area.id = holder.area_id
left join post on post.id = holder.post_id
where @source::text = '' or staff.source = @source
order by staff.id, holder.id
