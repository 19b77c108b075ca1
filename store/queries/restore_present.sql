-- What is in the database but not of an extension or the mark of a restoration: kind and name, the first ten.
select case relkind when 'S' then 'sequence' when 'v' then 'view' when 'm' then 'view' else 'table' end, relname
from pg_class
join pg_namespace on pg_namespace.oid = relnamespace
where relkind in ('r', 'p', 'v', 'm', 'S', 'f')
  and nspname not in ('pg_catalog', 'information_schema') and nspname not like 'pg\_toast%' and nspname not like 'pg\_temp%'
  and relname <> 'restoration'
  and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = pg_class.oid and deptype = 'e')
order by relkind not in ('r', 'p'), relname
limit 10
