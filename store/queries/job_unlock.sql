-- Whether the connection had the job @job, which others may take from now on.
select pg_advisory_unlock(hashtext('analysis_job'), @job::bigint::int)
