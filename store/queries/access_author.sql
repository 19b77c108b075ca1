-- Where the person @person, or with @token the token @token, is administrator on the day @today, a
-- row each: area (null: the whole district), and the person who acts or made the token (null: made
-- on the server's machine). Of a token that is where its maker is administrator, too. No row for who is
-- disabled, revoked or expired.
select role_grant.area_id, person.id
from role_grant
join person on person.id = role_grant.person_id
where @token::bigint = 0 and person.id = @person and disabled_at is null and role = 'administrator'
  and revoked_at is null and from_day <= @today and (until_day is null or until_day > @today)
union all
select rights.area_id, maker_id
from token
cross join token_rights(token.id) as rights
where token.id = @token and role = 'administrator' and revoked_at is null and expires_at > clock_timestamp()
  and (maker_role is null
    or maker_role = 'administrator' and from_day <= @today and (until_day is null or until_day > @today))
