-- Removes the job @job when it is at its end.
delete from analysis_job where id = @job and state not in ('waiting', 'running')
