-- The number and the hash of the last entry of the audit trail.
select id, hash from audit_head
