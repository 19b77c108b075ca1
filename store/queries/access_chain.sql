-- The area @area and all that it lies in by the newest parent of each, as one array; no row when
-- there is no such area.
with recursive chain (id) as (
    select id from area where id = @area
    union
    select newest.parent_id
    from chain
    join lateral (
        select boundary.parent_id
        from boundary
        join edition on edition.id = boundary.edition_id
        where boundary.area_id = chain.id
        order by edition.in_force_from desc, edition.number desc, edition.id desc
        limit 1
    ) newest on newest.parent_id is not null
)
select array_agg(id) from chain having count(*) > 0
