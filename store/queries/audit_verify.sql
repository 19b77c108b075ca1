-- The whole audit trail in order, as it is kept.
select id, at, kind, actor_id, actor_name, from_address, operation, noun, object, area_id, before::text, after::text,
    previous, hash
from audit
order by id
