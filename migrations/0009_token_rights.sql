-- What a token may rest on: no token may do more than who made it may do now.

-- The rights of a token, a row each: the part of its area (null: the whole district) in which its maker
-- has a role, which role, and from when until when. Of a token that was made on the server's machine it is
-- its area, without a role. No row for one whose maker has none, or is disabled. An area lies in the parent
-- that its newest boundary names.
create function token_rights(of_token bigint)
    returns table (area_id bigint, maker_role text, from_day date, until_day date)
    language sql stable parallel safe as $$
    select token.area_id, null::text, null::date, null::date
    from token
    where token.id = of_token and maker_id is null
    union all
    select
        case when role_grant.area_id is null or role_grant.area_id = any (areas_above(token.area_id)) then token.area_id
            else role_grant.area_id end,
        role_grant.role, role_grant.from_day, role_grant.until_day
    from token
    join person on person.id = maker_id and disabled_at is null
    join role_grant on role_grant.person_id = person.id and role_grant.revoked_at is null
    where token.id = of_token and (
        token.area_id is null or role_grant.area_id is null
        or role_grant.area_id = any (areas_above(token.area_id)) or token.area_id = any (areas_above(role_grant.area_id)))
$$;
