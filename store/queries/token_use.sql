-- Notes that the token @token was used on the day @today.
update token set used_on = @today where id = @token and used_on is distinct from @today
