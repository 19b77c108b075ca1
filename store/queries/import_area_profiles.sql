-- The profiles that communities in force follow.
select distinct profile from in_force where role = 'community' order by profile
