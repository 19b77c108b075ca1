-- Records that holders in the communities of @editions changed; returns the version.
select max(record_change('holder', scope_id, null)) from edition where id = any (@editions::bigint[])
