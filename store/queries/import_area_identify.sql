-- Gives the codes of staged areas an identity; those that have one keep it.
insert into area (level_id, code)
select @level, code from staged order by code
on conflict do nothing
