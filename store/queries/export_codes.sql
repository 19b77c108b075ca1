-- The entries of code tables as an import reads them: of one standard, version and kind, or of
-- any where these are empty.
select '' as "ID", code, name_zh as name, name_en, attributes::text as "attributes"
from code
join code_table on code_table.id = table_id
where (@standard::text = '' or standard = @standard)
  and (@version::text = '' or version = @version)
  and (@kind::text = '' or kind = @kind)
order by table_id, code
