-- Ends all sessions.
update session set ended_at = now() where ended_at is null
