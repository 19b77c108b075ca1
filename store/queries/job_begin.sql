-- Begins the job @job, anew when it ran where it was not brought to its end; no row is changed when it is not open.
update analysis_job set state = 'running', began_at = now(), done = 0, total = 0
where id = @job and state in ('waiting', 'running')
