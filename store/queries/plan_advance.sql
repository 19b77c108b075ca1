-- Brings a plan to a revision, and to what it begins from.
update plan set revision = @revision, fabric_id = @fabric, base_editions = @bases, changed_at = now() where id = @plan
