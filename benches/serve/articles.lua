-- A script of wrk: posts articles in turn. articles.jsonl is written by load.py, one JSON document a line.

local bodies = {}
for line in io.lines(os.getenv("ARTICLES")) do
   bodies[#bodies + 1] = line
end

local at = 0

function request()
   at = at % #bodies + 1
   return wrk.format("POST", nil, { ["content-type"] = "application/json" }, bodies[at])
end

function done(summary, latency)
   local errors = summary.errors
   local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
   print(string.format("RESULT %d %d %d %.2f %.2f", summary.requests, summary.duration, failed,
      latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
