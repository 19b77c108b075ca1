-- The attachment @id as the statement attachment returns it; nobody else removes it meanwhile.
select id, area_id, kind, bytes, sha256, width, height, person_id, actor_name, created_at
from attachment where id = @id and removed_at is null
for update
