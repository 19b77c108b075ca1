-- Makes sure that the code table is there; returns its id.
insert into code_table (standard, version, kind, name) values (@standard, @version, @kind, @name)
on conflict (standard, version, kind) do update
set name = case when excluded.name = '' then code_table.name else excluded.name end
returning id
