-- Ends the job @job with a result; no row is changed when it was cancelled.
update analysis_job set state = 'done', result = @result, version = @version, done = greatest(total, 1), total = greatest(total, 1), ended_at = now()
where id = @job and state = 'running'
