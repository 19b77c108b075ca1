import type { LonLat } from '../api/shapes'

export type Ring = LonLat[]
/** Outer ring first, counter-clockwise, then holes, clockwise (RFC 7946). */
export type Polygon = Ring[]
export type MultiPolygon = Polygon[]

/** A border with land on one side; forward: on its left. */
export type Edge = {
  arc: { from: number; to: number; points: readonly LonLat[] }
  forward: boolean
}

type Half = { from: number; to: number; points: readonly LonLat[]; used: boolean }

/** The land whose borders are these. Where parts touch at a node only, each gets a ring of its own. */
export function trace(edges: readonly Edge[]): MultiPolygon {
  const halves = edges.map(({ arc: { from, to, points }, forward }): Half =>
    forward ? { from, to, points, used: false } : { from: to, to: from, points: [...points].reverse(), used: false },
  ) // prettier-ignore
  const leaving = new Map<number, Half[]>()
  for (const half of halves) {
    const list = leaving.get(half.from)
    if (list) list.push(half)
    else leaving.set(half.from, [half])
  }
  const rings: Ring[] = []
  for (const half of halves) if (!half.used) rings.push(walk(half, leaving))
  return nested(rings.filter((ring) => ring.length >= 4))
}

/** Goes around with the land on the left until it comes back. */
function walk(first: Half, leaving: ReadonlyMap<number, readonly Half[]>): Ring {
  const ring: Ring = [...first.points]
  first.used = true
  let at = first
  while (at.to !== first.from || sharper(at, leaving, first)) {
    const next = onwards(at, leaving)
    if (!next) break
    next.used = true
    for (const point of next.points.slice(1)) ring.push(point)
    at = next
  }
  return ring
}

/** Back where it began, whether the walk goes on: another border turns off more sharply than the first one. */
function sharper(at: Half, leaving: ReadonlyMap<number, readonly Half[]>, first: Half): boolean {
  const next = onwards(at, leaving)
  return next !== null && turn(at, next) < turn(at, first)
}

/** The next border around the same wedge of land: the sharpest turn to the left. */
function onwards(at: Half, leaving: ReadonlyMap<number, readonly Half[]>): Half | null {
  let best: Half | null = null
  for (const next of leaving.get(at.to) ?? []) {
    if (!next.used && (best === null || turn(at, next) < turn(at, best))) best = next
  }
  return best
}

/** How far clockwise from the way back to the way on, 0 excluded. */
function turn(at: Half, next: Half): number {
  const back = direction(at.points.at(-1), at.points.at(-2))
  const on = direction(next.points[0], next.points[1])
  const angle = (back - on + 4 * Math.PI) % (2 * Math.PI)
  return angle < 1e-12 ? 2 * Math.PI : angle
}

function direction(from: LonLat | undefined, to: LonLat | undefined): number {
  return from && to ? Math.atan2(to[1] - from[1], to[0] - from[0]) : 0
}

/** Twice the signed area of a ring, square degrees; positive when it goes counter-clockwise. */
export function signedArea(ring: Ring): number {
  let sum = 0
  const [x, y] = ring[0] ?? [0, 0]
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = ring[i - 1] ?? [0, 0]
    const [bx, by] = ring[i] ?? [0, 0]
    sum += (ax - x) * (by - y) - (bx - x) * (ay - y)
  }
  return sum
}

/** Puts each hole into the smallest ring that it lies in. */
function nested(rings: readonly Ring[]): MultiPolygon {
  const outers = rings
    .filter((ring) => signedArea(ring) > 0)
    .sort((a, b) => signedArea(a) - signedArea(b))
    .map((ring): Polygon => [ring])
  for (const hole of rings.filter((ring) => signedArea(ring) < 0)) {
    const [[ax, ay], [bx, by]] = [hole[0] ?? [0, 0], hole[1] ?? [0, 0]]
    const middle: LonLat = [(ax + bx) / 2, (ay + by) / 2]
    outers.find(([outer]) => outer && insideRing(middle, outer))?.push(hole)
  }
  return outers
}

/** Whether a point is inside of a ring; on its line, either. */
export function insideRing([x, y]: LonLat, ring: Ring): boolean {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i] ?? [0, 0]
    const [bx, by] = ring[j] ?? [0, 0]
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
  }
  return inside
}

/** Whether a point is on the land. */
export function inside(point: LonLat, land: MultiPolygon): boolean {
  return land.some((polygon) => polygon.filter((ring) => insideRing(point, ring)).length % 2 === 1)
}

/** A point well inside of the land, for a label: of a raster over its largest part, the farthest from its lines. */
export function innerPoint(land: MultiPolygon): LonLat | null {
  const largest = [...land].sort((a, b) => signedArea(b[0] ?? []) - signedArea(a[0] ?? []))[0]
  const outer = largest?.[0]
  if (!largest || !outer) return null
  const steps = 14
  const lons = outer.map(([lon]) => lon)
  const lats = outer.map(([, lat]) => lat)
  const [west, east] = [Math.min(...lons), Math.max(...lons)]
  const [south, north] = [Math.min(...lats), Math.max(...lats)]
  const squeeze = Math.cos((south * Math.PI) / 180)
  let best: LonLat = outer[0] ?? [0, 0]
  let room = -1
  for (let i = 1; i < steps; i++) {
    for (let j = 1; j < steps; j++) {
      const point: LonLat = [west + ((east - west) * i) / steps, south + ((north - south) * j) / steps]
      if (!inside(point, [largest])) continue
      const free = Math.min(...largest.map((ring) => distance(point, ring, squeeze)))
      if (free > room) [best, room] = [point, free]
    }
  }
  return best
}

/** How far a point is from a line, in degrees of latitude. */
function distance([x, y]: LonLat, ring: Ring, squeeze: number): number {
  let least = Infinity
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = ring[i - 1] ?? [0, 0]
    const [bx, by] = ring[i] ?? [0, 0]
    const [dx, dy] = [(bx - ax) * squeeze, by - ay]
    const [px, py] = [(x - ax) * squeeze, y - ay]
    const along = Math.max(0, Math.min(1, (px * dx + py * dy) / (dx * dx + dy * dy || 1)))
    least = Math.min(least, Math.hypot(px - along * dx, py - along * dy))
  }
  return least
}
