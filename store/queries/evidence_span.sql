-- When the first and the last issue were opened, and the last version of the data; nulls for no issue.
select (select min(opened_at) from issue), (select max(opened_at) from issue), version from dataset
