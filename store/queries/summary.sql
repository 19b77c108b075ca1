-- The number of buildings, their households, and the number of issues.
select (select count(*) from building), (select coalesce(sum(households), 0) from building), (select count(*) from issue)
