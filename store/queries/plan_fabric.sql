-- The fabric that was made of what @digest stands for.
select id from fabric where digest = @digest::bytea
