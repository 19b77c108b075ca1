-- The attachments of @area that were not removed, the newest first, each as the statement attachment returns it.
select id, area_id, kind, bytes, sha256, width, height, person_id, actor_name, created_at
from attachment where area_id = @area and removed_at is null
order by created_at desc, id
