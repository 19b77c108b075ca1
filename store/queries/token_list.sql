-- Tokens, the newest first: id, name, role, area (0: the whole district), when made, who made it (0 and '': made
-- on the server's machine), when it expires, the last day of use, whether revoked. Only @token unless 0. Those
-- of @everything, or of areas that lie in @areas; of others there is nothing.
with recursive chain (area_id, above_id) as (
    select distinct area_id, area_id from token where area_id is not null
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
select token.id, token.name, role, coalesce(area_id, 0), token.created_at, coalesce(maker_id, 0), coalesce(person.name, ''),
    expires_at, used_on, revoked_at is not null
from token
left join person on person.id = maker_id
where (@token::bigint = 0 or token.id = @token)
  and (@everything or exists (
    select from chain where chain.area_id = token.area_id and above_id = any (@areas::bigint[])))
order by token.id desc
