-- The key of @post and whether visitors see who holds it; nobody else changes the post meanwhile.
select key, notice from post where id = @post for update
