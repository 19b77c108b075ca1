-- Notes that a session is in use, once a minute.
update session set seen_at = clock_timestamp() where id = @session and seen_at < clock_timestamp() - interval '1 minute'
