-- Makes an edition, in force from @day, of every scope in which something changes: id, scope, the
-- code of its area, number.
with scopes as (
    select scope from next where state <> 'same'
    union
    select scope from in_force
    where not exists (select from next where next.area_id = in_force.area_id and next.scope = in_force.scope)
      and (scope in (select scope from next) or area_id in (select area_id from next))
), made as (
    insert into edition (scope_id, number, in_force_from, title)
    select nullif(scope, 0),
        1 + coalesce((select max(number) from edition where coalesce(scope_id, 0) = scope), 0),
        @day::date, @title
    from scopes order by scope
    returning id, scope_id, number
)
select made.id, coalesce(scope_id, 0), coalesce(area.code, ''), number
from made left join area on area.id = scope_id
order by made.id
