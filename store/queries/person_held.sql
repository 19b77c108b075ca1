-- The chains of the areas in which the person @person has roles on the day @today or later, an array
-- each; an empty one for the whole district.
with recursive chain (area_id, above_id) as (
    select distinct area_id, area_id
    from role_grant
    where person_id = @person and area_id is not null and revoked_at is null and (until_day is null or until_day > @today)
    union
    select chain.area_id, newest.parent_id
    from chain
    join lateral (
        select boundary.parent_id
        from boundary
        join edition on edition.id = boundary.edition_id
        where boundary.area_id = chain.above_id
        order by edition.in_force_from desc, edition.number desc, edition.id desc
        limit 1
    ) newest on newest.parent_id is not null
)
select array_agg(above_id) from chain group by area_id
union all
select '{}'
where exists (
    select from role_grant
    where person_id = @person and area_id is null and revoked_at is null and (until_day is null or until_day > @today))
