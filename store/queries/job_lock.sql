-- Whether the connection now has the job @job: false when another has it.
select pg_try_advisory_lock(hashtext('analysis_job'), @job::bigint::int)
