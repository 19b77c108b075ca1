-- Takes out areas of scopes that are in force no more; run until it finds none.
delete from in_force
where scope <> 0 and not exists (select from in_force as above where above.area_id = in_force.scope)
