-- Removes the jobs that ended before @before.
delete from analysis_job where ended_at < @before
