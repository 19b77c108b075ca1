-- What of the ground a plan's fabric has not as it was given, as JSON.
select notes from fabric where id = (select fabric_id from plan where plan.id = @plan)
