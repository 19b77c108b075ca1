-- The codes of @areas: area, code.
select id, code from area where id = any (@areas::bigint[])
