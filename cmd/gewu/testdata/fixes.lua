-- Has wrk look up one random position with each request, in a box of degrees: west, south, east,
-- north.
dofile("testdata/report.lua")
local threads, west, south, width, height = 0
function setup(thread) threads = threads + 1; thread:set("seed", threads) end
function init(args)
  math.randomseed(seed)
  west, south = tonumber(args[1]), tonumber(args[2])
  width, height = tonumber(args[3]) - west, tonumber(args[4]) - south
end
function request()
  return wrk.format("GET", string.format("/v1/locate?lon=%.6f&lat=%.6f&crs=cgcs2000&accuracy=20",
    west + width * math.random(), south + height * math.random()))
end
