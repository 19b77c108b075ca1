-- The names of kinds that are codes, and of their classes, whose code theirs begin with: code, name,
-- English name, class, its name and its English name. Of a code in several tables that of the last.
select distinct on (code.code collate "C")
    code.code, code.name_zh, code.name_en, coalesce(class.code, ''), coalesce(class.name_zh, ''), coalesce(class.name_en, '')
from code
left join lateral (
    select above.code, above.name_zh, above.name_en from code as above
    where above.table_id = code.table_id and above.code = left(code.code, length(above.code)) and above.code <> code.code
    order by length(above.code) limit 1
) as class on true
order by code.code collate "C", code.table_id desc
