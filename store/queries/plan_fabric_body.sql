-- A fabric, as the plan that begins from it.
select body from fabric where id = @fabric
