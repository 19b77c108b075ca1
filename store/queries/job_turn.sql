-- Nothing; who counts jobs and adds one waits for who did so before.
select pg_advisory_xact_lock(hashtext('analysis_job'))
