-- Every level: id, profile, rank, key, role.
select id, profile, rank, key, role from level order by profile, rank
