-- The files of attachments that were not removed: hash, bytes, and one of the attachments that have it. In order of hash.
select sha256, bytes, min(id) from attachment where removed_at is null group by sha256, bytes order by sha256
