-- Releases on @day the holders of posts of @communities.
update holder set until = @day::date
where area_id = any (@communities::bigint[]) and from_date < @day::date and (until is null or until > @day::date)
