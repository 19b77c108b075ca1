-- Adds a token; returns its id and when it was made.
insert into token (name, maker_id, hash, role, area_id, expires_at)
values (@name, nullif(@maker::bigint, 0), @hash, @role, nullif(@area::bigint, 0), @expires)
returning id, created_at
