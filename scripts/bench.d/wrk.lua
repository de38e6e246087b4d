-- With the argument `strangers`, each request comes from another address of 198.18.0.0/15 (RFC 2544, for benchmarks).
init = function(arguments)
  if arguments[1] == "strangers" then
    request = function()
      wrk.headers["x-forwarded-for"] =
        string.format("198.%d.%d.%d", math.random(18, 19), math.random(0, 255), math.random(1, 254))
      return wrk.format()
    end
  end
end

-- Makes wrk end with one line of JSON; times are in microseconds.
done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"microseconds":%d,"p50":%.1f,"p99":%.1f,'
      .. '"errors":{"connect":%d,"read":%d,"write":%d,"status":%d,"timeout":%d}}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.connect, errors.read, errors.write, errors.status, errors.timeout))
end
