-- Ends the job @job without a result; no row is changed when it was cancelled.
update analysis_job set state = 'failed', problem = @problem::text::jsonb, ended_at = now() where id = @job and state = 'running'
