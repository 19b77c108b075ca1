-- The token with @hash that is neither revoked nor expired, of which the maker is not disabled: id, name, role,
-- area (0: the whole district), when made, when it expires, and the last day of use.
select token.id, token.name, role, coalesce(area_id, 0), token.created_at, expires_at, used_on
from token
left join person on person.id = maker_id
where hash = @hash and revoked_at is null and expires_at > clock_timestamp() and disabled_at is null
