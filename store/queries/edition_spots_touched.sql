-- Issues opened @from then on, in the box of what was in the scopes and what comes.
insert into spots
select id, opened_at, point
from issue
where opened_at >= @from
  and point && (select st_setsrid(st_extent(geom)::geometry, 4490)
                from (select geom from in_force where scope = any (@scopes)
                      union all select geom from next where not fixed) as land)
