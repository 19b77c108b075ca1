-- Records that areas of the scopes changed, in the box of what was and what comes, under one new
-- version, which it returns.
with touched as (
    select scope, box_outline(st_extent(geom)) as box
    from (select scope, geom from in_force where scope = any (@scopes)
          union all select scope, geom from next where not fixed) as land
    group by scope
), named as (
    select touched.box, row_number() over (order by scope) as nth, level.role,
        case when role = 'community' then scope end as community
    from touched left join area on area.id = scope left join level on level.id = area.level_id
), first as materialized (
    select record_change('area', community, box) as version from named where nth = 1
), others as (
    insert into change (version, noun, scope_id, touched)
    select version, 'area', community, box from first cross join named where nth > 1
)
select version from first
