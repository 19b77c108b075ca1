import type { Bounds, LonLat } from '../api/shapes'
import { borders, gridOn, shapeOf, type Arc, type Topology } from './topology'
import { inside } from './trace'

/** The cell that a point is in; null: outside of the land. */
export function cellAt(topology: Topology, [lon, lat]: LonLat): number | null {
  for (const id of topology.cells.keys()) {
    const { bounds, land } = shapeOf(topology, id)
    if (lon < bounds[0] || lon > bounds[2] || lat < bounds[1] || lat > bounds[3]) continue
    if (inside([lon, lat], land)) return id
  }
  return null
}

const metresPerDegree = 111_195

/** The cells that a round brush touches: whose land has its middle in it, or lies under its middle. */
export function cellsUnder(topology: Topology, at: LonLat, radius: number): number[] {
  const found: number[] = []
  const squeeze = Math.cos((at[1] * Math.PI) / 180)
  const [high, wide] = [radius / metresPerDegree, radius / metresPerDegree / squeeze]
  const box: Bounds = [at[0] - wide, at[1] - high, at[0] + wide, at[1] + high]
  for (const id of topology.cells.keys()) {
    const { bounds, land } = shapeOf(topology, id)
    if (bounds[2] < box[0] || bounds[0] > box[2] || bounds[3] < box[1] || bounds[1] > box[3]) continue
    const middle: LonLat = [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2]
    const off = Math.hypot((middle[0] - at[0]) * squeeze, middle[1] - at[1]) * metresPerDegree
    if (off <= radius || inside(at, land)) found.push(id)
  }
  return found
}

/** A corner or another point of a border that can be moved. */
export type Grip =
  | { kind: 'node'; node: number; at: LonLat; corner: boolean }
  | { kind: 'vertex'; arc: number; index: number; at: LonLat; corner: false }

/** Whether the plan may move a border: it lies between two grids, not around the whole land. */
const movable = (topology: Topology, { left, right }: Arc) =>
  left !== null && right !== null && gridOn(topology, left) !== gridOn(topology, right)

/** What can be moved of the borders between grids within bounds: each corner inside of the land once, and all points between. */
export function grips(topology: Topology, [west, south, east, north]: Bounds): Grip[] {
  const found: Grip[] = []
  const nodes = new Set<number>() // that have been seen, or lie on the outer border, which never moves
  const meeting = new Map<number, number>()
  for (const { from, to, left, right } of borders(topology))
    for (const node of [from, to]) {
      meeting.set(node, (meeting.get(node) ?? 0) + 1)
      if (left === null || right === null) nodes.add(node)
    }
  const seen = ([lon, lat]: LonLat) => lon >= west && lon <= east && lat >= south && lat <= north
  for (const arc of topology.arcs.values()) {
    if (!movable(topology, arc)) continue
    arc.points.forEach((at, index) => {
      const end = index === 0 ? arc.from : index === arc.points.length - 1 ? arc.to : null
      if (!seen(at) || (end !== null && nodes.has(end))) return
      if (end !== null) nodes.add(end)
      if (end === null) found.push({ kind: 'vertex', arc: arc.id, index, at, corner: false })
      else found.push({ kind: 'node', node: end, at, corner: (meeting.get(end) ?? 0) > 2 })
    })
  }
  return found
}

/** Those of the grips that stand apart on the screen, corners before others. */
export function spaced(
  all: readonly Grip[],
  project: (at: LonLat) => { x: number; y: number },
  apart: number,
): Grip[] {
  const taken = new Map<string, { x: number; y: number }[]>()
  const square = (x: number, y: number) => `${Math.floor(x / apart)},${Math.floor(y / apart)}`
  const free = (x: number, y: number) =>
    [-1, 0, 1].every((i) =>
      [-1, 0, 1].every((j) =>
        (taken.get(square(x + i * apart, y + j * apart)) ?? []).every(
          (one) => Math.hypot(one.x - x, one.y - y) >= apart,
        ),
      ),
    )
  return [...all.filter(({ corner }) => corner), ...all.filter(({ corner }) => !corner)].filter((grip) => {
    const { x, y } = project(grip.at)
    if (!free(x, y)) return false
    taken.set(square(x, y), [...(taken.get(square(x, y)) ?? []), { x, y }])
    return true
  })
}

/** The lines that run to a grip, as they are when it is moved to a point. */
export function bent(topology: Topology, grip: Grip, to: LonLat): LonLat[][] {
  if (grip.kind === 'vertex') {
    const points = topology.arcs.get(grip.arc)?.points ?? []
    return [points.map((point, i) => (i === grip.index ? to : point))]
  }
  return [...topology.arcs.values()]
    .filter(({ from, to: end }) => from === grip.node || end === grip.node)
    .map((arc) =>
      arc.points.map((point, i) => {
        const first = i === 0 && arc.from === grip.node
        const last = i === arc.points.length - 1 && arc.to === grip.node
        return first || last ? to : point
      }),
    )
}
