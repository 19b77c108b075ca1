-- The session with @hash that is neither ended nor expired nor idle for @idle: id, person, when it
-- began, was seen last and expires, address, program, sign-in name, whether the password must be changed,
-- and the person's roles as JSON, ended ones left out. No row otherwise, or when the person is disabled.
select session.id, session.person_id, session.created_at, seen_at, expires_at, from_address, agent, name,
    coalesce(must_change, false),
    (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'role', role, 'area', area_id, 'from', from_day, 'until', until_day) order by id), '[]')
        from role_grant
        where role_grant.person_id = session.person_id and revoked_at is null and (until_day is null or until_day > @today))
from session
join person on person.id = session.person_id
left join credential on credential.person_id = session.person_id
where session.hash = @hash and disabled_at is null
  and ended_at is null and expires_at > clock_timestamp() and seen_at > clock_timestamp() - @idle::interval
