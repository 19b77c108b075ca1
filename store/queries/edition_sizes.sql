-- How many areas each of the editions has: id, number.
select edition_id, count(*) from boundary where edition_id = any (@editions) group by edition_id
