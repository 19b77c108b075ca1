-- Keeps the phones that are not public of members of staff whose rows state none: an export leaves them out.
update staged set work_phone = staff.work_phone
from staff
where staff.source = @source and staff.source_id = staged.source_id
  and staged.work_phone = '' and not staged.phone_public and not staff.phone_public
