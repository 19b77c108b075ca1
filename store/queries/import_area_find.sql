-- The areas in force with @code: id, profile, rank, role, the lowest first.
select area_id, profile, rank, role from in_force where code = @code order by rank desc, area_id
