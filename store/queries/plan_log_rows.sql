-- The operations of the rows @rows of the log of a plan, in order.
select revision, operations::text from plan_log where plan_id = @plan and revision = any (@rows::bigint[]) order by revision
