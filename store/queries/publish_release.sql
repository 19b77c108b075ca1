-- Releases on @day the holders of grids that were in force before @editions and are not in them.
update holder set until = @day::date
where area_id in (
    select area_id from in_force
    where role = 'grid' and scope in (select scope_id from edition where id = any (@editions::bigint[]))
      and not exists (select from boundary where boundary.area_id = in_force.area_id and edition_id = any (@editions::bigint[])))
  and from_date < @day::date and (until is null or until > @day::date)
