-- Tokens, the newest first: id, name, role, area (0: the whole district), when made, who made it (0 and '': made
-- on the server's machine), when it expires, the last day of use, whether revoked, whether its maker may less
-- than it by its role on the day @today. Only @token unless 0. Those of @everything, or of areas that lie in
-- @areas; of others there is nothing.
select token.id, token.name, role, coalesce(area_id, 0), token.created_at, coalesce(maker_id, 0), coalesce(person.name, ''),
    expires_at, used_on, revoked_at is not null, not exists (
        select from token_rights(token.id) as rights
        where rights.area_id is not distinct from token.area_id and (maker_role is null
            or maker_role in (token.role, 'administrator') and from_day <= @today and (until_day is null or until_day > @today)))
from token
left join person on person.id = maker_id
where (@token::bigint = 0 or token.id = @token)
  and (@everything or areas_above(area_id) && @areas::bigint[])
order by token.id desc
