-- Takes the mark away.
drop table if exists restoration
