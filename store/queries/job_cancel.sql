-- Cancels the job @job when it is open.
update analysis_job set state = 'cancelled', ended_at = now() where id = @job and state in ('waiting', 'running')
