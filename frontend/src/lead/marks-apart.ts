import type { Feature, Point } from 'geojson'
import { spread } from './spread'

/** What a map has of where things are on its canvas. */
type Projection = {
  project: (at: [number, number]) => { x: number; y: number }
  unproject: (pixel: [number, number]) => { lng: number; lat: number }
}

/** How far apart marks stand that have a number, pixels: one is 28 wide with its ring, and the map shows between two. */
const width = 32
/** A mark that was moved farther than this has a leg to its place, pixels. */
const legged = 5

/** Marks that do not cover each other at the map's zoom, and legs from those that were moved to their places. */
export function marksApart(map: Projection, marks: readonly Feature[]) {
  const points = marks.flatMap(({ geometry, properties }) =>
    geometry.type === 'Point' ? [{ geometry, properties, at: pixel(map, geometry) }] : [],
  )
  const put = spread(
    points.map(({ at }) => at),
    width,
  )
  const legs: Feature[] = []
  const moved = points.map(({ geometry, properties, at }, i): Feature => {
    const to = put[i] ?? at
    const far = Math.hypot(to[0] - at[0], to[1] - at[1])
    if (far < 0.01) return { type: 'Feature', properties, geometry }
    const { lng, lat } = map.unproject([to[0], to[1]])
    const coordinates = [geometry.coordinates, [lng, lat]]
    if (far > legged)
      legs.push({ type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates } })
    return { type: 'Feature', properties, geometry: { type: 'Point', coordinates: [lng, lat] } }
  })
  return { marks: moved, legs }
}

function pixel(map: Projection, { coordinates: [lng = 0, lat = 0] }: Point): [number, number] {
  const { x, y } = map.project([lng, lat])
  return [x, y]
}
