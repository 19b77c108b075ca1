import type { Feature } from 'geojson'
import type { ReachLands } from '../api/analysis'
import { isPosition, type Position } from './small-map'

/** Buildings are put on ways that lie no farther than this, metres: what is nearer to reached ways is reached. */
const toWay = 150
const metresPerDegree = 111_195

/** Area by half of the perimeter, metres: no point of a convex ring lies farther from its edge. */
function breadth(ring: readonly Position[]): number {
  const [, south = 0] = ring[0] ?? []
  const shrink = Math.cos((south * Math.PI) / 180)
  let [twice, around] = [0, 0]
  for (const [i, [x, y]] of ring.entries()) {
    const [u, v] = ring[(i + 1) % ring.length] ?? [x, y]
    twice += (x * (v - south) - u * (y - south)) * shrink
    around += Math.hypot((u - x) * shrink, v - y)
  }
  return around === 0 ? 0 : (Math.abs(twice) / around) * metresPerDegree
}

/** The rings of a polygon without holes that are only the inside of blocks. */
function withoutNooks(polygon: unknown): Position[][] {
  const rings = Array.isArray(polygon)
    ? polygon.map((ring: unknown) => (Array.isArray(ring) ? ring.filter(isPosition) : []))
    : []
  return rings.filter((ring, i) => i === 0 || breadth(ring) >= toWay)
}

/** The land that can be reached on foot, as it is drawn: whole blocks whose ways are reached, not their kerbs. */
export function reachedLand(lands: ReachLands | null): Feature[] {
  return (lands?.features ?? []).flatMap(({ geometry, properties }): Feature[] => {
    if (!geometry || properties.role !== 'outline') return []
    const polygons =
      geometry.type === 'Polygon'
        ? [geometry.coordinates]
        : geometry.type === 'MultiPolygon'
          ? geometry.coordinates
          : []
    return polygons.map((polygon: unknown) => ({
      type: 'Feature',
      properties: {},
      geometry: {
        type: 'Polygon',
        coordinates: withoutNooks(polygon).map((ring) => ring.map(([x, y]) => [x, y])),
      },
    }))
  })
}
