-- Removes the holders who would have begun on @day or later in grids that are not in @editions.
delete from holder
where area_id in (
    select area_id from in_force
    where role = 'grid' and scope in (select scope_id from edition where id = any (@editions::bigint[]))
      and not exists (select from boundary where boundary.area_id = in_force.area_id and edition_id = any (@editions::bigint[])))
  and from_date >= @day::date
