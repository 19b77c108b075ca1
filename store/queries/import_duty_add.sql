-- Adds the holdings that staged duties begin.
insert into holder (area_id, post_id, is_first, staff_id, duty, from_date, until)
select area_id, post_id, is_first, staff.id, duty, from_date, until
from staged join staff on staff.source = @source and staff.source_id = staged.source_id
where area_id is not null and holder_id is null
order by staged.row
