-- Waits until no import of areas is under way, and keeps the next waiting.
select pg_advisory_xact_lock_shared(hashtextextended('gewu import area', 0))
