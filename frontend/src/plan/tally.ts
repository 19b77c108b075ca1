import type { Band } from '../api/shapes'
import { unassigned, type Cell, type Topology } from './topology'

/** A grid before and after something that may be kept; ends: it is no more then. */
export type Effect = { grid: number; before: number; after: number; ends?: boolean }

/** Households by grid; unassigned ones under 0. */
export function tallies(topology: Topology): Map<number, number> {
  const sums = new Map<number, number>()
  for (const { grid, households } of topology.cells.values())
    sums.set(grid, (sums.get(grid) ?? 0) + households)
  return sums
}

/** What giving cells to a grid would make of all grids concerned, the receiver first. */
export function effects(topology: Topology, given: ReadonlySet<number>, to: number | 'new'): Effect[] {
  const sums = tallies(topology)
  const target = to === 'new' ? -1 : to
  const after = new Map([[target, sums.get(target) ?? 0]])
  for (const id of given) {
    const cell = topology.cells.get(id)
    if (!cell || cell.grid === target) continue
    after.set(cell.grid, (after.get(cell.grid) ?? sums.get(cell.grid) ?? 0) - cell.households)
    after.set(target, (after.get(target) ?? 0) + cell.households)
  }
  return [...after].map(([grid, households]) => ({ grid, before: sums.get(grid) ?? 0, after: households }))
}

/** From where a brush takes: from anywhere, or from one grid only (0: what is unassigned). */
export type From = 'any' | number

/** Which of some cells a gesture takes: not what the grid has already, nor what is locked or held back. */
export function taken(
  topology: Topology,
  cells: Iterable<number>,
  to: number | 'new',
  from: From,
  locked: (grid: number) => boolean,
): number[] {
  return [...cells].filter((id) => {
    const cell = topology.cells.get(id)
    if (!cell || cell.grid === to || locked(cell.grid)) return false
    return from === 'any' || cell.grid === from
  })
}

export type BandState = 'in' | 'under' | 'over' | 'none'

export function bandState(households: number, band: Band | null): BandState {
  if (!band) return 'none'
  return households < band.min ? 'under' : households > band.max ? 'over' : 'in'
}

/** How many households a grid is out of its band; 0: none. */
export function beyond(households: number, band: Band | null): number {
  if (!band) return 0
  return Math.max(band.min - households, households - band.max, 0)
}

/** Households that are in another grid than when the plan began, and the share of all. */
export function movedShare(topology: Topology): { households: number; share: number } {
  let [moved, all] = [0, 0]
  for (const { grid, base, households } of topology.cells.values()) {
    all += households
    if (grid !== base) moved += households
  }
  return { households: moved, share: all > 0 ? moved / all : 0 }
}

export const isUnassigned = ({ grid }: Cell) => grid === unassigned
