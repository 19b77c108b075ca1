-- Ends the sessions of the person @person but @except.
update session set ended_at = now()
where person_id = @person and id <> @except and ended_at is null and expires_at > clock_timestamp()
