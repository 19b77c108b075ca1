-- The codes that areas of @level have or had.
select code from area where level_id = @level order by code
