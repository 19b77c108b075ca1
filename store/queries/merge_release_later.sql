-- Removes the holders of posts of @communities who would have begun on @day or later.
delete from holder where area_id = any (@communities::bigint[]) and from_date >= @day::date
