-- Every setting: key, value.
select key, value from setting order by key
