import type { Bounds, LonLat } from '../api/shapes'
import type { Class } from './decode'
import { trace, type MultiPolygon } from './trace'

/** What is in no grid. */
export const unassigned = 0

/** A border between two cells, stored once; left and right as seen from its first point, null: outside. */
export type Arc = {
  id: number
  from: number
  to: number
  left: number | null
  right: number | null
  class: Class
  points: readonly LonLat[]
}

/** The smallest piece of land that a plan assigns. */
export type Cell = {
  id: number
  grid: number
  /** The grid in which it was when the plan began. */
  base: number
  /** The cell of the first fabric that it is, or is a piece of. */
  parent: number
  households: number
  estate: number
  squareMetres: number
}

export type Building = { id: number; at: LonLat; households: number; cell: number }

/** The cells of a plan on one topology. Never changed: a change makes the next one. */
export type Topology = {
  nodes: ReadonlyMap<number, LonLat>
  arcs: ReadonlyMap<number, Arc>
  cells: ReadonlyMap<number, Cell>
  buildings: ReadonlyMap<number, Building>
  /** The arcs around each cell. */
  around: ReadonlyMap<number, readonly number[]>
  /** Land of cells, made when it is first asked for. */
  shapes: Map<number, Shape>
}

/** The land of a cell. */
export type Shape = { land: MultiPolygon; bounds: Bounds }

/** What a change of a plan says of its topology: what is gone, and what is new or otherwise now. */
export type Delta = {
  gone: { nodes: readonly number[]; arcs: readonly number[]; cells: readonly number[] }
  nodes: ReadonlyMap<number, LonLat>
  arcs: readonly Arc[]
  cells: readonly Cell[]
  buildings: readonly Building[]
}

export const nothing: Topology = {
  nodes: new Map(),
  arcs: new Map(),
  cells: new Map(),
  buildings: new Map(),
  around: new Map(),
  shapes: new Map(),
}

const sidesOf = ({ left, right }: Arc) => [left, right].filter((side) => side !== null)

/** The topology after a change, which may be applied twice. Land that it did not touch is kept as it was made. */
export function changed(before: Topology, delta: Delta): Topology {
  const next = {
    nodes: merged(before.nodes, delta.gone.nodes, delta.nodes),
    arcs: merged(before.arcs, delta.gone.arcs, byId(delta.arcs)),
    cells: merged(before.cells, delta.gone.cells, byId(delta.cells)),
    buildings: merged(before.buildings, [], byId(delta.buildings)),
    around: new Map(before.around),
    shapes: new Map(before.shapes),
  }
  const touch = (arc: Arc | undefined, there: boolean) => {
    for (const cell of arc ? sidesOf(arc) : []) {
      const others = (next.around.get(cell) ?? []).filter((id) => id !== arc?.id)
      next.around.set(cell, there && arc ? [...others, arc.id] : others)
      next.shapes.delete(cell)
    }
  }
  for (const id of [...delta.gone.arcs, ...delta.arcs.map((arc) => arc.id)]) touch(before.arcs.get(id), false)
  for (const arc of delta.arcs) touch(arc, true)
  for (const id of delta.gone.cells) {
    next.around.delete(id)
    next.shapes.delete(id)
  }
  return next
}

const byId = <T extends { id: number }>(all: readonly T[]) => new Map(all.map((one) => [one.id, one]))

/** A map without what is gone, with what is new or otherwise; the same one when nothing is. */
export function merged<T>(
  before: ReadonlyMap<number, T>,
  gone: readonly number[],
  set: ReadonlyMap<number, T>,
): ReadonlyMap<number, T> {
  if (gone.length === 0 && set.size === 0) return before
  const next = new Map(before)
  for (const id of gone) next.delete(id)
  for (const [id, value] of set) next.set(id, value)
  return next
}

/** The grid of what lies on a side of a border; null: outside of the plan's land. */
export function gridOn(topology: Topology, side: number | null): number | null {
  return side === null ? null : (topology.cells.get(side)?.grid ?? null)
}

/** The border between grids, and around the land: arcs whose two sides are not in the same grid. */
export function borders(topology: Topology, gridOf: (cell: Cell) => number = ({ grid }) => grid): Arc[] {
  const of = (side: number | null) => {
    const cell = side === null ? undefined : topology.cells.get(side)
    return cell ? gridOf(cell) : null
  }
  return [...topology.arcs.values()].filter(({ left, right }) => of(left) !== of(right))
}

/** The borders between grids that were not there before, or ran elsewhere. */
export function newBorders(before: Topology, after: Topology): Arc[] {
  const known = new Set(borders(before).map(({ points }) => points.join()))
  return borders(after).filter(({ points }) => !known.has(points.join()))
}

/** The land of each grid; with some grids named, of these only. */
export function gridLand(topology: Topology, wanted?: ReadonlySet<number>): Map<number, MultiPolygon> {
  const edges = new Map<number, { arc: Arc; forward: boolean }[]>()
  const add = (grid: number | null, arc: Arc, forward: boolean) => {
    if (grid === null || (wanted && !wanted.has(grid))) return
    const list = edges.get(grid)
    if (list) list.push({ arc, forward })
    else edges.set(grid, [{ arc, forward }])
  }
  for (const arc of topology.arcs.values()) {
    const left = gridOn(topology, arc.left)
    const right = gridOn(topology, arc.right)
    if (left === right) continue
    add(left, arc, true)
    add(right, arc, false)
  }
  return new Map([...edges].map(([grid, list]) => [grid, trace(list)]))
}

/** The land of some cells as one. */
export function landOf(topology: Topology, cells: ReadonlySet<number>): MultiPolygon {
  const edges = new Map<number, { arc: Arc; forward: boolean }>()
  for (const cell of cells) {
    for (const id of topology.around.get(cell) ?? []) {
      const arc = topology.arcs.get(id)
      if (!arc) continue
      const [left, right] = [arc.left, arc.right].map((side) => side !== null && cells.has(side))
      if (left !== right) edges.set(id, { arc, forward: left === true })
    }
  }
  return trace([...edges.values()])
}

/** The land of one cell, kept for the next time. */
export function shapeOf(topology: Topology, cell: number): Shape {
  const known = topology.shapes.get(cell)
  if (known) return known
  const land = landOf(topology, new Set([cell]))
  const shape = { land, bounds: boundsOf(land.flat(2)) }
  topology.shapes.set(cell, shape)
  return shape
}

/** The box around points; of none, an empty one. */
export function boundsOf(points: Iterable<LonLat>): Bounds {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lon, lat] of points) {
    west = Math.min(west, lon)
    south = Math.min(south, lat)
    east = Math.max(east, lon)
    north = Math.max(north, lat)
  }
  return [west, south, east, north]
}
