-- What wrk is to say at the end, on one line: requests, seconds, 95th percentile in ms, answers in error, errors of sockets.
done = function(summary, latency, requests)
   local failed = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
   io.write(string.format("told %d %.3f %.1f %d %d\n", summary.requests, summary.duration / 1e6,
      latency:percentile(95) / 1e3, summary.errors.status, failed))
end
