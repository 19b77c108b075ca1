-- Whether the database is being filled from a backup.
select to_regclass('restoration') is not null
