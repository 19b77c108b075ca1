-- Takes over the staged codes of a table, and with @replace removes those that it has no more:
-- the numbers staged, added, changed and removed; no land is touched.
with changed as (
    update code set name_zh = staged.name_zh, name_en = staged.name_en, attributes = staged.attributes
    from staged
    where table_id = @table and code = staged.source_id
      and (code.name_zh, code.name_en, code.attributes) is distinct from (staged.name_zh, staged.name_en, staged.attributes)
    returning 1
), added as (
    insert into code (table_id, code, name_zh, name_en, attributes)
    select @table, source_id, name_zh, name_en, attributes
    from staged
    where not exists (select from code where table_id = @table and code = staged.source_id)
    returning 1
), removed as (
    delete from code
    where @replace::bool and table_id = @table and not exists (select from staged where staged.source_id = code)
    returning 1
)
select (select count(*) from staged), (select count(*) from added), (select count(*) from changed),
    (select count(*) from removed), null::bytea
