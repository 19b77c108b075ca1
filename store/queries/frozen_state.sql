-- The major version of the server, the version of the data, how many people there are, and the number
-- and hash of the last entry of the audit trail.
select current_setting('server_version_num')::int / 10000, dataset.version, (select count(*) from person),
    audit_head.id, audit_head.hash
from dataset, audit_head
