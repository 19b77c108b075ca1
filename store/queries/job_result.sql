-- Format, version of the data and result of the job @job, and its state; the result is null unless it is done.
select media, coalesce(version, 0), result, state from analysis_job where id = @job
