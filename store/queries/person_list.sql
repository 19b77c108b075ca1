-- People in the order of their names, @most at most, behind @after (none behind one out of the scope): id, sign-in name, full name,
-- e-mail, when made, whether disabled, whether with a password, whether it must be changed, how many
-- identities, locked until, last seen, their roles in the scope as JSON, and whether they have roles
-- now or later out of it. The scope is @everything, or what lies in @areas. Only @person unless 0; those
-- with @pattern in a name or address unless null, @disabled or not unless null, with a role @role
-- unless '', in @area or below unless 0. Who has no role now or later belongs to every scope.
with chain (area_id, above) as materialized (
    select area_id, areas_above(area_id)
    from (select distinct area_id from role_grant where area_id is not null and revoked_at is null) given
), held as materialized (
    select id, person_id, role, area_id, from_day, until_day,
        until_day is null or until_day > @today as lasting,
        @everything or exists (
            select from chain where chain.area_id = role_grant.area_id and above && @areas::bigint[]) as within,
        @area::bigint = 0 or exists (
            select from chain where chain.area_id = role_grant.area_id and @area = any (above)) as there
    from role_grant
    where revoked_at is null
), seen as (
    select *
    from person
    where @everything
        or exists (select from held where held.person_id = person.id and lasting and within)
        or not exists (select from held where held.person_id = person.id and lasting)
)
select person.id, person.name, full_name, email, person.created_at, disabled_at is not null,
    credential.person_id is not null, coalesce(must_change, false),
    (select count(*) from identity where identity.person_id = person.id), locked_until,
    (select max(seen_at) from session where session.person_id = person.id),
    (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'role', role, 'area', area_id, 'from', from_day, 'until', until_day)
            order by role, area_id nulls first, from_day), '[]')
        from held where held.person_id = person.id and within),
    exists (select from held where held.person_id = person.id and lasting and not within)
from seen as person
left join credential on credential.person_id = person.id
where (@person::bigint = 0 or person.id = @person)
  and (@pattern::text is null or person.name ilike @pattern or full_name ilike @pattern or email ilike @pattern)
  and (@disabled::boolean is null or (disabled_at is not null) = @disabled)
  and (@role = '' and @area::bigint = 0 or exists (
    select from held
    where held.person_id = person.id and lasting and within and there and (@role = '' or role = @role)))
  and (@after::bigint = 0 or person.name collate "C" > (select name from seen where id = @after))
order by person.name collate "C"
limit @most
