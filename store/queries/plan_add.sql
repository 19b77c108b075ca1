-- Adds a plan; its id.
insert into plan (title, note, author_id, author_name, communities, base_editions, first_fabric_id, fabric_id, started_from)
values (@title, @note, @person, @name, @communities, @bases, @fabric, @fabric, @origin)
returning id
