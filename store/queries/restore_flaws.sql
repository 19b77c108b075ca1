-- What of the schema does not do its work: constraints that were not checked, indexes that are not whole, triggers that are off.
select 'constraint', conname from pg_constraint where not convalidated
union all
select 'index', indexrelid::regclass::text from pg_index where not indisvalid or not indisready
union all
select 'trigger', tgname from pg_trigger where tgenabled <> 'O' and not tgisinternal
