import type { Operation } from '../api/plan'
import type { LonLat } from '../api/shapes'
import type { Grip } from './pick'
import { gridOn, type Topology } from './topology'
import { effects, tallies, type Effect } from './tally'
import { cellAt } from './pick'

/** To which grid something is given: one of the plan, a new one, or none. */
export type Target = number | 'new'

/** What a gesture would do, before it is kept. */
export type Draft =
  | { kind: 'cells'; cells: ReadonlySet<number> }
  | { kind: 'line'; points: readonly LonLat[] }
  /** A line that a grid's border becomes. */
  | { kind: 'redraw'; points: readonly LonLat[]; grid: number | null }
  | { kind: 'merge'; grids: readonly number[] }
  /** pull: what draws the border anew where the point cannot be moved so far; far: that is so. */
  | { kind: 'grip'; grip: Grip; to: LonLat; pull: readonly Operation[]; far: boolean }
  | { kind: 'ready'; what: string; operations: readonly Operation[] }
  /** How another plan has some of its grids. */
  | { kind: 'pick'; what: string; from: number; grids: readonly number[] }

/** The operations that keep a draft; none: there is nothing to keep yet, or the server knows them. */
export function operationsOf(draft: Draft, target: Target, topology: Topology): readonly Operation[] {
  switch (draft.kind) {
    case 'cells': {
      const cells = [...draft.cells].sort((a, b) => a - b)
      if (cells.length === 0) return []
      return [{ kind: 'assign_cells', cells, ...(target === 'new' ? { new: true } : { grid: target }) }]
    }
    case 'line': {
      const grid = gridUnder(topology, draft.points)
      return grid === null ? [] : [{ kind: 'split_by_line', grid, line: draft.points }]
    }
    case 'merge': {
      const [grid] = draft.grids
      return draft.grids.length < 2 ? [] : [{ kind: 'merge_grids', grids: draft.grids, grid }]
    }
    case 'grip':
      return draft.far ? draft.pull : [gripOperation(draft.grip, draft.to)]
    case 'redraw':
      return draft.grid === null || draft.points.length < 2
        ? []
        : [{ kind: 'redraw_border', grid: draft.grid, line: draft.points.map(rounded) }]
    case 'ready':
      return draft.operations
    case 'pick':
      return []
  }
}

function gripOperation(grip: Grip, to: LonLat): Operation {
  return grip.kind === 'node'
    ? { kind: 'move_node', node: grip.node, to: rounded(to) }
    : { kind: 'move_vertex', arc: grip.arc, at: grip.at, to: rounded(to) }
}

/** A position with as many digits as the server keeps. */
export const rounded = ([lon, lat]: LonLat): LonLat => [
  Math.round(lon * 1e7) / 1e7,
  Math.round(lat * 1e7) / 1e7,
]

/** What of a draft was drawn since it was kept as another: that part alone is not done yet; null: nothing. */
export function drawnSince(draft: Draft, kept: Draft): Draft | null {
  if (draft.kind === 'cells' && kept.kind === 'cells') {
    const cells = new Set([...draft.cells].filter((cell) => !kept.cells.has(cell)))
    return cells.size > 0 ? { kind: 'cells', cells } : null
  }
  if (draft.kind === 'line' && kept.kind === 'line') {
    const points = draft.points.slice(kept.points.length)
    return points.length > 0 ? { kind: 'line', points } : null
  }
  // A border or a grid that went on being changed is no longer what was kept: that is drawn again.
  return draft.kind === kept.kind && draft.kind !== 'grip' ? null : draft
}

const samples = 60

/** The grid in which most of a drawn line lies; null: in none. */
export function gridUnder(topology: Topology, points: readonly LonLat[]): number | null {
  const found = new Map<number, number>()
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1], points[i]]
    if (!a || !b) continue
    const length = Math.hypot(b[0] - a[0], b[1] - a[1])
    const steps = Math.ceil(samples / (points.length - 1))
    for (let k = 0; k < steps; k++) {
      const share = (k + 0.5) / steps
      const at: LonLat = [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]
      const grid = gridOn(topology, cellAt(topology, at))
      if (grid) found.set(grid, (found.get(grid) ?? 0) + length / steps)
    }
  }
  return [...found].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null
}

/** What a draft would make of the grids, where the page knows that by itself; null: the server has to say. */
export function knownEffects(draft: Draft, target: Target, topology: Topology): Effect[] | null {
  if (draft.kind === 'cells') return draft.cells.size > 0 ? effects(topology, draft.cells, target) : []
  if (draft.kind !== 'merge') return null
  const [into, ...others] = draft.grids
  if (into === undefined || others.length === 0) return []
  const sums = tallies(topology)
  const households = (grid: number) => sums.get(grid) ?? 0
  const all = draft.grids.reduce((sum, grid) => sum + households(grid), 0)
  return [
    { grid: into, before: households(into), after: all },
    ...others.map((grid) => ({ grid, before: households(grid), after: 0, ends: true })),
  ]
}
