-- The name under which other connections read the state of the database that this transaction reads.
select pg_export_snapshot()
