-- Whether a job waits.
select exists (select from analysis_job where state = 'waiting')
