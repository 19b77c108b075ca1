-- The chains of the areas in which the person @person has roles on the day @today or later, an array
-- each; an empty one for the whole district.
with held as (
    select distinct area_id
    from role_grant
    where person_id = @person and revoked_at is null and (until_day is null or until_day > @today)
)
select case when area_id is null then '{}' else areas_above(area_id) end from held
