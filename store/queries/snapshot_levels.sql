-- Every level: id, profile, rank, key, names, role and band (null: none).
select id, profile, rank, key, name_zh, name_en, role, band_min, band_max
from level
order by profile, rank
