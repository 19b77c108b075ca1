-- The editions in force on @day: id, number, date, title, scope (null: the whole district) and the
-- role of the scope's level ('': of none).
select edition.id, number, in_force_from, title, scope_id, coalesce(level.role, '')
from editions_in_force(@day::date) as edition
left join area on area.id = scope_id
left join level on level.id = area.level_id
