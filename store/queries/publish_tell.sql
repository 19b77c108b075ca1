-- Says of @editions who published them, from which plan (null: none), and why.
update edition set plan_id = @plan, published_by = @by, published_as = @as, publisher_id = @publisher, note = @note
where id = any (@editions::bigint[])
