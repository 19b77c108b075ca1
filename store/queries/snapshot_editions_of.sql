-- The edition of each of @scopes in force on @day, where there is one: id, number, date, title,
-- scope and the role of the scope's level. As editions_in_force has it.
select distinct on (scope_id) edition.id, number, in_force_from, title, scope_id, level.role
from edition
join area on area.id = scope_id
join level on level.id = area.level_id
where scope_id = any (@scopes::bigint[]) and in_force_from <= @day::date
order by scope_id, in_force_from desc, number desc
