-- Editions of the same scopes that take force after @day: how many, the first.
select count(*), coalesce(min(format('edition %s from %s', number, in_force_from)), '')
from edition
where coalesce(scope_id, 0) = any (@scopes) and in_force_from > @day::date
