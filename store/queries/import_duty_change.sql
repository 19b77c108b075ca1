-- Changes the holdings that staged duties are about.
update holder set duty = staged.duty, from_date = staged.from_date, until = staged.until
from staged
where holder.id = staged.holder_id
  and (holder.duty, holder.from_date, holder.until) is distinct from (staged.duty, staged.from_date, staged.until)
