-- Names of @estates.
select id, name from estate where id = any (@estates::bigint[]) order by id
