-- Marks the database as being filled from a backup.
create table if not exists restoration (since timestamptz not null default now())
