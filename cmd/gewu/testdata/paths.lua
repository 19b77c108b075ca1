-- Has every thread of wrk ask for its share of the paths in a file in turn, again and again. A path
-- may be followed by an ETag.
dofile("testdata/report.lua")
local paths, tags, threads, next = {}, {}, 0, 0
function setup(thread) thread:set("offset", threads); threads = threads + 1 end
function init(args)
  for line in io.lines(args[1]) do
    local path, tag = line:match("^(%S+) ?(.*)$")
    paths[#paths + 1] = path
    tags[#paths] = tag
  end
  next = offset * math.floor(#paths / 2)
end
function request()
  next = next % #paths + 1
  local headers = { ["Accept-Encoding"] = "gzip" }
  if tags[next] ~= "" then headers["If-None-Match"] = tags[next] end
  return wrk.format("GET", paths[next], headers)
end
