-- Takes out staged issues that are duplicates of one that is neither staged nor there, or with @replace
-- will not be there any more; row, source_id, why. Those that were duplicates of them may be next.
with refused as (
    delete from staged
    where duplicate_of <> ''
      and not exists (select from staged as other where other.source_id = staged.duplicate_of)
      and (@replace::bool
          or not exists (select from issue where source = @source and source_id = staged.duplicate_of))
    returning row, source_id, format('it is a duplicate of %s, which is no issue of this source', duplicate_of) as reason
)
select row, source_id, reason from refused order by row
