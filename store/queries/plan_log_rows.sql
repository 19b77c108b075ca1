-- What the rows @rows of the log of a plan did, in order: revision, operations where no outcome is kept, outcome.
select revision, case when outcome is null then operations::text else '' end, outcome from plan_log where plan_id = @plan and revision = any (@rows::bigint[]) order by revision
