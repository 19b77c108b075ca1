-- Takes over the staged members of staff of @source.
insert into staff (source, source_id, name, work_phone, phone_public)
select distinct on (source_id) @source, source_id, name, work_phone, phone_public
from staged order by source_id, row
on conflict (source, source_id) do update
set name = excluded.name, work_phone = excluded.work_phone, phone_public = excluded.phone_public
where (staff.name, staff.work_phone, staff.phone_public)
    is distinct from (excluded.name, excluded.work_phone, excluded.phone_public)
