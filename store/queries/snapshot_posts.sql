-- Every post: id, level, key, names, whether it is the first, and rank.
select id, level_id, key, name_zh, name_en, is_first, rank
from post
order by level_id, rank, id
