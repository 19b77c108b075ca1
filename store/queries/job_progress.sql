-- Notes how far the job @job has come; no row is changed when it was cancelled.
update analysis_job set done = @done, total = @total where id = @job and state = 'running'
