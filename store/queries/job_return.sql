-- Gives back the job @job, which another server or this one runs later.
update analysis_job set state = 'waiting', began_at = null, done = 0, total = 0 where id = @job and state = 'running'
