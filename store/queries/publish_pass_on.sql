-- Makes the holders of posts of the areas @from holders of the same posts of the areas @to, one to one, from @day on.
insert into holder (area_id, post_id, is_first, staff_id, duty, from_date, until)
select pair.heir, post_id, is_first, staff_id, duty, greatest(from_date, @day::date), until
from unnest(@from::bigint[], @to::bigint[]) as pair (old, heir)
join holder on holder.area_id = pair.old
where until is null or until > @day::date
