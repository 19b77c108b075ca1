import type { LonLat } from '../api/shapes'
import { borders, landOf, unassigned, type Arc, type Cell, type Topology } from './topology'
import { innerPoint, inside, type MultiPolygon } from './trace'

/** A division that a plan is compared with: where it began, or one on the same first cells. */
export type Division =
  { kind: 'base' } | { kind: 'other'; topology: Topology; twins: ReadonlyMap<number, number> }

/** Another division; twins: the grid there that a grid of the plan is. */
export type Other = Extract<Division, { kind: 'other' }>

/** What there is of each first cell. */
function piecesOf(topology: Topology): Map<number, Cell[]> {
  const pieces = new Map<number, Cell[]>()
  for (const cell of topology.cells.values()) {
    const list = pieces.get(cell.parent)
    if (list) list.push(cell)
    else pieces.set(cell.parent, [cell])
  }
  return pieces
}

/** The piece that a point is in; of pieces whose outline was moved away from it, the first. */
function pieceAt(topology: Topology, pieces: readonly Cell[], at: () => LonLat | null): Cell | undefined {
  const [first] = pieces
  const point = pieces.length > 1 ? at() : null
  if (!point) return first
  return pieces.find(({ id }) => inside(point, landOf(topology, new Set([id])))) ?? first
}

/** Where the other division has a border between grids, and the plan has none. */
export function goneBorders(now: Topology, { topology }: Other): LonLat[][] {
  const here = piecesOf(now)
  const gridBeside = (cell: number, at: () => LonLat) =>
    pieceAt(now, here.get(topology.cells.get(cell)?.parent ?? -1) ?? [], at)?.grid
  return borders(topology).flatMap(({ left, right, points }) => {
    if (left === null || right === null) return []
    return stretches(points, (from, to) => {
      const on = (side: 1 | -1) => () => beside(from, to, side)
      return gridBeside(left, on(1)) === gridBeside(right, on(-1))
    })
  })
}

const little = 1e-6 // degrees, some 10 cm: a point beside a line and not on it

/** A point close to the middle of a stretch; side 1: on its left. */
function beside([ax, ay]: LonLat, [bx, by]: LonLat, side: 1 | -1): LonLat {
  const [dx, dy] = [bx - ax, by - ay]
  const step = (side * little) / (Math.hypot(dx, dy) || 1)
  return [(ax + bx) / 2 - dy * step, (ay + by) / 2 + dx * step]
}

/** The parts of a line whose stretches are wanted, as lines. */
function stretches(points: Arc['points'], wanted: (from: LonLat, to: LonLat) => boolean): LonLat[][] {
  const lines: LonLat[][] = []
  let open: LonLat[] | null = null
  points.slice(1).forEach((to, i) => {
    const from = points[i] ?? to
    if (!wanted(from, to)) open = null
    else if (open) open.push(to)
    else lines.push((open = [from, to]))
  })
  return lines
}

/** The land that is in another grid in the plan than in the other division. */
export function exchangedLand(now: Topology, { topology: there, twins }: Other): MultiPolygon {
  const [here, were] = [piecesOf(now), piecesOf(there)]
  const stays = (from: number, to: number) =>
    to === unassigned ? from === unassigned : twins.get(to) === from
  const [mine, theirs] = [new Set<number>(), new Set<number>()]
  for (const [parent, is] of here) {
    const was = were.get(parent) ?? []
    const [first] = is
    if (first && is.every(({ grid }) => grid === first.grid))
      for (const { id, grid } of was) void (stays(grid, first.grid) || theirs.add(id))
    else
      for (const { id, grid } of is) {
        const before = pieceAt(there, was, () => innerPoint(landOf(now, new Set([id]))))
        if (before && !stays(before.grid, grid)) mine.add(id)
      }
  }
  return [...landOf(now, mine), ...landOf(there, theirs)]
}
