-- Has wrk print what came of it on one line: requests, microseconds, failures and no successes, and
-- the 99th percentile of the time that a request took, in microseconds.
function done(summary, latency)
  local e = summary.errors
  print(string.format("wrk: %d %d %d %d", summary.requests, summary.duration,
    e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(99)))
end
