-- Ends the session @session of the person @person; returns its id, no row when there is no such session.
update session set ended_at = now()
where id = @session and person_id = @person and ended_at is null
returning id
