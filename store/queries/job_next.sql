-- The ids of jobs that wait or run, the longest waiting first; one that nobody has locked runs nowhere.
select id from analysis_job where state in ('waiting', 'running') order by id limit 50
