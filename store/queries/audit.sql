-- Entries of the audit trail that the transaction sees, the newest first, @most at most: those of
-- @from until @until, of an actor and kind, of an operation, of a noun, of @area or below, numbered
-- before @below, with @part (a pattern) somewhere in their words. Null: whatever.
select id, at, kind, actor_id, actor_name, from_address, operation, noun, object, area_id, before::text, after::text, hash
from audit
where (@from::timestamptz is null or at >= @from)
  and (@until::timestamptz is null or at < @until)
  and (@actor::bigint is null or actor_id = @actor)
  and (@kind::text is null or kind = @kind)
  and (@operation::text is null or operation = @operation)
  and (@noun::text is null or noun = @noun)
  and (@area::bigint is null or area_id = any ((select areas_under(array[@area]))::bigint[]))
  and (@below::bigint is null or id < @below)
  and (@part::text is null or concat_ws(' ', operation, object, actor_name, from_address, before::text, after::text) ilike @part)
order by id desc
limit @most
