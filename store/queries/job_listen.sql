-- Nothing; from now on the connection is told when a job changes its state.
listen gewu_job
