// Writes ../geo/testdata/gcoord.json: positions in the box where GCJ-02 and BD-09 are shifted,
// converted by gcoord, against which the Go package geo tests its own conversion.
//
//   node scripts/gcoord-vectors.mjs > ../geo/testdata/gcoord.json
//
// Positions come from a fixed sequence, so the file changes only when gcoord does. Each vector is
// [lon, lat] of WGS 84, of GCJ-02, of BD-09, then gcoord's way back to WGS 84 from either.
//
// gcoord goes back from GCJ-02 until it is within 1e-6 degree (0.11 m), and undoes BD-09 by a closed
// form that is up to 0.2 m off. Those are the tolerances written into the file.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import gcoord from 'gcoord'

const manifest = createRequire(import.meta.url).resolve('gcoord/package.json')
const { version } = JSON.parse(readFileSync(manifest, 'utf8'))

/** A linear congruential generator (Numerical Recipes): numbers from 0 to 1. */
function* sequence(state) {
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    yield state / 2 ** 32
  }
}

const random = sequence(20260701)
const between = (low, high) => low + random.next().value * (high - low)
const { WGS84, GCJ02, BD09 } = gcoord

const cities = [
  [116.391382, 39.905012], // Beijing
  [121.473667, 31.230525], // Shanghai
  [105, 35], // the middle of the formula
  [91.117212, 29.646923], // Lhasa
  [126.53505, 45.80218], // Harbin
  [109.508268, 18.247872], // Sanya
]
const spread = Array.from({ length: 994 }, () => [between(72.05, 137.78), between(0.88, 55.78)])

const vectors = [...cities, ...spread].map((wgs84) => {
  const gcj02 = gcoord.transform(wgs84, WGS84, GCJ02)
  const bd09 = gcoord.transform(wgs84, WGS84, BD09)
  return [wgs84, gcj02, bd09, gcoord.transform(gcj02, GCJ02, WGS84), gcoord.transform(bd09, BD09, WGS84)]
})

const head = {
  source: `gcoord ${version}`,
  columns: ['wgs84', 'gcj02', 'bd09', 'wgs84 from gcj02', 'wgs84 from bd09'],
  tolerance_degrees: { gcj02: 1e-11, bd09: 1e-11, 'wgs84 from gcj02': 1.1e-6, 'wgs84 from bd09': 3e-6 },
}
const lines = vectors.map((vector) => '    ' + JSON.stringify(vector)).join(',\n')
console.log(JSON.stringify(head, null, 2).replace(/\n}$/, `,\n  "vectors": [\n${lines}\n  ]\n}`))
