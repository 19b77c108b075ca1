-- Which issue of @source would be a duplicate of which once the staged ones are taken over: both by
-- source_id, and the row of a staged one (null: it is there already).
select source_id, duplicate_of, row from staged where duplicate_of <> ''
union all
select issue.source_id, original.source_id, null
from issue
join issue as original on original.id = issue.duplicate_of and original.source = @source
where issue.source = @source and not @replace::bool
  and not exists (select from staged where staged.source_id = issue.source_id)
