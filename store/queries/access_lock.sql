-- Waits until nobody else changes who may do what, and keeps others waiting.
select pg_advisory_xact_lock(hashtextextended('gewu access', 0))
