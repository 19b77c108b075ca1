-- Tells the issues of @source that were staged as duplicates of another which one that is.
update issue set duplicate_of = original.id
from staged
join issue as original on original.source = @source and original.source_id = staged.duplicate_of
where staged.duplicate_of <> '' and issue.source = @source and issue.source_id = staged.source_id
  and issue.duplicate_of is distinct from original.id
