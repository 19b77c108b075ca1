-- Takes the role @grant away.
update role_grant set revoked_at = now() where id = @grant
