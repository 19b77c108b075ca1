-- A plan as it is: title, note, state, revision, communities, the fabric that it began from at first,
-- the one since it was rebased, and the editions.
select title, note, state, revision, communities, first_fabric_id, fabric_id, base_editions from plan where id = @plan
