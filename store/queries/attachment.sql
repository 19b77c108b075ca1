-- The attachment @id, unless it was removed: id, area, kind, bytes, hash, width, height, who added it, their name, and when.
select id, area_id, kind, bytes, sha256, width, height, person_id, actor_name, created_at
from attachment where id = @id and removed_at is null
