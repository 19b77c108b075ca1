-- Every post: id, level, key, names, whether it is the first, rank, and whether visitors see who holds it.
select id, level_id, key, name_zh, name_en, is_first, rank, notice
from post
order by level_id, rank, id
