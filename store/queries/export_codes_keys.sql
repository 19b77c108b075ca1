-- The names of all attributes of the entries of code tables, in order.
select distinct jsonb_object_keys(attributes) as key
from code
join code_table on code_table.id = table_id
where (@standard::text = '' or standard = @standard)
  and (@version::text = '' or version = @version)
  and (@kind::text = '' or kind = @kind)
order by key
