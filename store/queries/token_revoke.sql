-- Revokes the token @token; no row is changed when it is revoked already.
update token set revoked_at = now() where id = @token and revoked_at is null
