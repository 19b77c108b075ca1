-- The token with @hash that is neither revoked nor expired, of which the maker is not disabled: id, name, role,
-- when it expires, the last day of use, and what it may rest on (token_rights) as JSON: the role of its maker (null:
-- it was made on the server's machine), area (null: the whole district), from and until; ended ones left out.
select token.id, token.name, role, expires_at, used_on,
    (select coalesce(jsonb_agg(jsonb_build_object('id', 0, 'role', maker_role, 'area', area_id, 'from', from_day, 'until', until_day)
            order by area_id, maker_role, from_day), '[]')
        from token_rights(token.id) where until_day is null or until_day > @today)
from token
left join person on person.id = maker_id
where hash = @hash and revoked_at is null and expires_at > clock_timestamp() and disabled_at is null
