-- Marks the attachment @id as removed; returns whether no other has the bytes with the hash @sha256.
with removed as (update attachment set removed_at = now() where id = @id returning id)
select not exists (select from attachment where sha256 = @sha256 and removed_at is null and id <> removed.id) from removed
