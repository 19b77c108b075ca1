import type { Lands } from '../api/analysis'
import type { Bounds } from '../api/shapes'

export type Outline = { id: number | null; path: string }

export type Position = readonly [number, number]

export function isPosition(value: unknown): value is Position {
  return Array.isArray(value) && typeof value[0] === 'number' && typeof value[1] === 'number'
}

/** The rings of a geometry, whatever their depth. */
function rings(of: unknown): Position[][] {
  if (!Array.isArray(of) || of.length === 0) return []
  return isPosition(of[0]) ? [of.filter(isPosition)] : of.flatMap(rings)
}

/** The box around a geometry's coordinates, whatever their depth; null: there are none. */
export function boundsOf(coordinates: unknown): Bounds | null {
  const all = rings(coordinates).flat()
  if (all.length === 0) return null
  const lons = all.map(([lon]) => lon)
  const lats = all.map(([, lat]) => lat)
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
}

/** How a small map is drawn: a paper of that width, the places on it, and where a position comes to lie. */
export type SmallMap = {
  width: number
  height: number
  outlines: Outline[]
  at: (position: Position) => Position
}

/** Lands as outlines on a paper of a width, north up; degrees are shortened by the latitude. */
export function smallMap(lands: Lands, width: number): SmallMap {
  const shapes = lands.features.map(({ geometry, properties }) => ({
    id: properties.id,
    rings: rings(geometry?.coordinates),
  }))
  const all = shapes.flatMap(({ rings }) => rings.flat())
  const lons = all.map(([lon]) => lon)
  const lats = all.map(([, lat]) => lat)
  const box = (values: number[]): [number, number] =>
    values.reduce<[number, number]>(
      ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
      [Infinity, -Infinity],
    )
  const [west, east] = box(lons)
  const [south, north] = box(lats)
  if (all.length === 0 || east <= west) return { width, height: 1, outlines: [], at: () => [0, 0] }
  const scale = width / (east - west)
  const up = scale / Math.cos((((south + north) / 2) * Math.PI) / 180)
  const at = ([lon, lat]: Position): Position => [(lon - west) * scale, (north - lat) * up]
  const path = (ring: Position[]) =>
    `M${ring
      .map((point) =>
        at(point)
          .map((value) => value.toFixed(1))
          .join(' '),
      )
      .join('L')}Z`
  return {
    width,
    height: Math.max(1, Math.round((north - south) * up)),
    outlines: shapes.map(({ id, rings }) => ({ id, path: rings.map(path).join('') })),
    at,
  }
}
