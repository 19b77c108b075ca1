import type { Metrics, Operation } from '../api/plan'
import type { Proposal } from '../api/plan-work'
import type { Topology } from './topology'

/** One thing by which proposals are compared: what it is now (null: not known), and with each of them. */
export type Measure = {
  key: 'in_band' | 'changed' | 'moved' | 'border' | 'worst' | 'compact' | 'grids'
  now: number | null
  values: readonly number[]
  better: 'more' | 'less'
}

/** What proposals differ in. Shares are of 1. */
export function measuresOf(
  now: Metrics | null,
  proposals: readonly Proposal[],
  topology: Topology,
): Measure[] {
  const of = (read: (metrics: Metrics) => number) => ({
    now: now ? read(now) : null,
    values: proposals.map(({ metrics }) => read(metrics)),
  })
  const changed = proposals.map(({ operations }) => changedShare(topology, operations))
  return [
    { key: 'in_band', better: 'more', ...of(({ in_band, bound }) => in_band / (bound || 1)) },
    { key: 'changed', better: 'less', now: 0, values: changed },
    { key: 'moved', better: 'less', ...of((metrics) => metrics.moved_share) },
    { key: 'border', better: 'more', ...of((metrics) => metrics.road_share) },
    { key: 'worst', better: 'less', ...of((metrics) => metrics.max_deviation) },
    { key: 'compact', better: 'more', ...of((metrics) => metrics.compactness) },
    { key: 'grids', better: 'less', ...of((metrics) => metrics.grids) },
  ]
}

/**
 * Which of the values are the best, as they are written: better than another proposal's or than now, and,
 * but for what change costs, not worse than now.
 */
export function bestOf({ key, now, values, better }: Measure, written: (value: number) => string): boolean[] {
  const sign = better === 'more' ? 1 : -1
  const best = written(sign * Math.max(...values.map((value) => sign * value)))
  const before = now === null || key === 'changed' || key === 'moved' ? [] : [now]
  return values.map(
    (value) =>
      written(value) === best &&
      before.every((was) => sign * value >= sign * was || written(was) === best) &&
      [...values, ...before].some((other) => written(other) !== best),
  )
}

/** The share of households that operations take to another grid than the one they are in now. */
export function changedShare(topology: Topology, operations: readonly Operation[]): number {
  const to = new Map<unknown, unknown>()
  for (const { cells, grid } of operations)
    for (const cell of Array.isArray(cells) ? cells : []) to.set(cell, grid ?? 'new')
  let [all, moved] = [0, 0]
  for (const { id, grid, households } of topology.cells.values()) {
    all += households
    if (to.has(id) && to.get(id) !== grid) moved += households
  }
  return all > 0 ? moved / all : 0
}
