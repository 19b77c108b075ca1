import type { LonLat } from '../api/shapes'
import type { WireTopology } from '../api/plan-topology'
import type { Arc, Building, Cell, Delta, Topology } from './topology'

/** What runs along a border, by its number on the wire. */
export const classes = ['none', 'wall', 'lane', 'road', 'arterial', 'river', 'community'] as const
export type Class = (typeof classes)[number]

const unit = 1e7 // whole numbers per degree

/** The numbers that a list of runs stands for: how many to skip and how many to take, in turn from 0. */
export function idsOf(runs: readonly number[]): number[] {
  const ids: number[] = []
  let next = 0
  for (let i = 0; i + 1 < runs.length; i += 2) {
    next += runs[i] ?? 0
    for (let n = runs[i + 1] ?? 0; n > 0; n--) ids.push(next++)
  }
  return ids
}

/** The values of a column of which each is written less the one before. */
export function stepped(column: readonly number[], first = 0): number[] {
  let value = first
  return column.map((step) => (value += step))
}

const at = (column: readonly number[], i: number) => column[i] ?? 0

/** Reads a topology, or what of one is otherwise since `known`, from which arcs may begin. */
export function decode(wire: WireTopology, known: Pick<Topology, 'nodes'>): Delta {
  const nodes = nodesOf(wire)
  const nodeAt = (id: number): LonLat => nodes.get(id) ?? known.nodes.get(id) ?? [0, 0]
  return {
    gone: { nodes: idsOf(wire.gone.nodes), arcs: idsOf(wire.gone.arcs), cells: idsOf(wire.gone.cells) },
    nodes,
    arcs: arcsOf(wire, nodeAt),
    cells: cellsOf(wire),
    buildings: buildingsOf(wire),
  }
}

function nodesOf({ nodes, origin }: WireTopology): Map<number, LonLat> {
  const lon = stepped(nodes.lon, at(origin, 0))
  const lat = stepped(nodes.lat, at(origin, 1))
  return new Map(idsOf(nodes.ids).map((id, i) => [id, [at(lon, i) / unit, at(lat, i) / unit]]))
}

function arcsOf({ arcs }: WireTopology, nodeAt: (id: number) => LonLat): Arc[] {
  const from = stepped(arcs.from)
  const left = stepped(arcs.left)
  let next = 0
  return idsOf(arcs.ids).map((id, i): Arc => {
    const begin = nodeAt(at(from, i))
    const to = at(from, i) + at(arcs.to, i)
    const points: LonLat[] = [begin]
    let [x, y] = [Math.round(begin[0] * unit), Math.round(begin[1] * unit)]
    for (let n = at(arcs.inner, i); n > 0; n--) {
      x += at(arcs.points, next++)
      y += at(arcs.points, next++)
      points.push([x / unit, y / unit])
    }
    points.push(nodeAt(to))
    const sides = { left: side(at(left, i)), right: side(at(left, i) + at(arcs.right, i)) }
    return { id, from: at(from, i), to, ...sides, class: classes[at(arcs.class, i)] ?? 'none', points }
  })
}

const side = (cell: number) => (cell < 0 ? null : cell)

function cellsOf({ cells }: WireTopology): Cell[] {
  const [grid, base, estate] = [stepped(cells.grid), stepped(cells.base), stepped(cells.estate)]
  return idsOf(cells.ids).map((id, i) => ({
    id,
    grid: at(grid, i),
    base: at(base, i),
    estate: at(estate, i),
    parent: at(cells.parent, i) + id,
    households: at(cells.households, i),
    squareMetres: at(cells.square_metres, i),
  }))
}

function buildingsOf({ buildings, origin }: WireTopology): Building[] {
  const [id, cell] = [stepped(buildings.id), stepped(buildings.cell)]
  const [lon, lat] = [stepped(buildings.lon, at(origin, 0)), stepped(buildings.lat, at(origin, 1))]
  return id.map((id, i) => ({
    id,
    cell: at(cell, i),
    households: at(buildings.households, i),
    at: [at(lon, i) / unit, at(lat, i) / unit],
  }))
}
