-- Waits until no other import of @key is under way, and keeps others waiting.
select pg_advisory_xact_lock(hashtextextended('gewu import ' || @key, 0))
